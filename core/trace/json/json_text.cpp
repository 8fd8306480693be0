#include "core/trace/json/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

namespace corodemo::trace {

namespace {

/// A character of one to three bytes of UTF-8; of a longer one, the first byte.
struct Character {
    char16_t code = 0;
    std::size_t bytes = 1;
};

/// Requires: `text` begins with a complete character.
Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0xC0 || byte(0) >= 0xF0) {
        return {byte(0)};
    }
    std::size_t bytes = byte(0) < 0xE0 ? 2 : 3;
    unsigned code = byte(0) & (0xFFU >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        code = (code << 6U) | (byte(at) & 0x3FU);
    }
    return {static_cast<char16_t>(code), bytes};
}

bool is_unsafe(const Character& character) {
    const char16_t code = character.code;
    return code == 0x7F || (character.bytes == 2 && code <= 0x9F) ||  // DEL and C1
           code == 0x061C ||
           (code >= 0x200B && code <= 0x200F && code != 0x200C && code != 0x200D) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
           code == 0xFEFF;
}

void append_escaped(std::string& out, char16_t code) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) {
        out += kDigits[(static_cast<unsigned>(code) >> shift) & 0xFU];
    }
}

}  // namespace

std::string json_text(const nlohmann::ordered_json& json, int indent) {
    std::string text =
        json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x7F; };
    if (std::ranges::all_of(text, is_ascii)) {
        return text;
    }
    std::string escaped;
    escaped.reserve(text.size());
    for (std::string_view rest = text; !rest.empty();) {
        const Character character = first_character(rest);
        if (is_unsafe(character)) {  // which occur only in strings
            append_escaped(escaped, character.code);
        } else {
            escaped += rest.substr(0, character.bytes);
        }
        rest.remove_prefix(character.bytes);
    }
    return escaped;
}

}  // namespace corodemo::trace
