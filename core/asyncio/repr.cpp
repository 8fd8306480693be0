#include "core/asyncio/repr.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>

#include "core/asyncio/exception_group.hpp"
#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

namespace {

std::string escaped(char byte) {
    switch (byte) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            break;
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    return {'\\', 'x', kDigits[value >> 4U], kDigits[value & 15U]};
}

}  // namespace

std::string repr(std::string_view text) {
    const bool only_single =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = only_single ? '"' : '\'';
    std::string result(1, quote);
    for (const char byte : text) {
        if (byte == quote || byte == '\\') {
            result += '\\';
            result += byte;
        } else if ((byte >= 0 && byte < ' ') || byte == '\x7f') {
            result += escaped(byte);
        } else {
            result += byte;
        }
    }
    return result + quote;
}

std::string repr(double number) {
    if (!std::isfinite(number)) {
        return std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    // As Python does: the shortest digits that round-trip, in fixed notation from 1e-4 up to 1e16,
    // else scientific.
    const double size = std::abs(number);
    const bool fixed = size == 0 || (size >= 1e-4 && size < 1e16);
    std::array<char, 40> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), number,
                      fixed ? std::chars_format::fixed : std::chars_format::scientific);
    std::string text(digits.data(), end);
    if (fixed && text.find('.') == std::string::npos) {
        text += ".0";
    }
    return text;
}

std::string repr_of_type(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> demangled(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    std::string name = status == 0 ? demangled.get() : type.name();
    name.erase(std::min(name.find('<'), name.size()));  // template arguments
    if (const std::size_t scope = name.rfind("::"); scope != std::string::npos) {
        name.erase(0, scope + 2);
    }
    return "<" + name + ">";
}

std::string repr(const coro::BaseException& exception) {
    if (const auto* group = dynamic_cast<const BaseExceptionGroup*>(&exception)) {
        return exception.type() + repr_of_arguments(*group);
    }
    if (!exception.has_message()) {
        return std::string(exception.type()) + "()";
    }
    const bool comma = interpreter().python().has(Behaviour::exceptions_shown_with_comma);
    return exception.type() + ("(" + repr(exception.what())) + (comma ? ",)" : ")");
}

std::string repr(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const coro::BaseException& error) {
        return repr(error);
    } catch (const std::exception& error) {  // a C++ exception, which has no name in Python
        return repr(Exception(error.what()));
    } catch (...) {
        return repr(Exception());
    }
}

}  // namespace corodemo::asyncio
