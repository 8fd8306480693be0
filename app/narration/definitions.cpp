#include "app/narration/definitions.hpp"

#include <algorithm>

#include "app/narration/python_source.hpp"

namespace corodemo::app {

namespace {

/// A scenario's coroutine names its Python twin in its last parameter.
std::uint32_t cpp_definition(std::string_view program, std::string_view function) {
    constexpr std::string_view kBegin = "\nCoro<";
    const std::size_t parameter = program.find("CallSite = \"" + std::string(function) + '"');
    const std::size_t begin = program.substr(0, parameter).rfind(kBegin);
    if (parameter == std::string_view::npos || begin == std::string_view::npos) {
        return 0;
    }
    const auto line_ends = std::ranges::count(program.substr(0, begin + 1), '\n');
    return static_cast<std::uint32_t>(line_ends) + 1;
}

}  // namespace

Definitions::Definitions(const trace::Header& header)
    : header_(header) {}

const trace::Frame& Definitions::of(std::string_view function) {
    const auto [found, is_new] = found_.try_emplace(std::string(function));
    if (is_new) {
        found->second = find(function);
    }
    return found->second;
}

trace::Frame Definitions::find(std::string_view function) const {
    trace::Frame place;
    for (std::uint32_t file = 0; file < header_.python.size() && place.line == 0; ++file) {
        place.line = definition_of(header_.python[file].text, function);
        place.file = file;
    }
    place.file = place.line == 0 ? 0 : place.file;
    place.cpp_line = header_.cpp ? cpp_definition(header_.cpp->text, function) : 0;
    return place;
}

}  // namespace corodemo::app
