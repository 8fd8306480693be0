#include "core/trace/id.hpp"

#include <charconv>

namespace corodemo::trace {

std::string to_string(Id id) {
    return id ? id.letter + std::to_string(id.number) : std::string();
}

Id id_from_string(std::string_view text) {
    constexpr std::string_view kLetters = "TGFHCKL";
    if (text.size() < 2 || kLetters.find(text.front()) == std::string_view::npos ||
        text[1] == '0') {
        return {};
    }
    Id id{text.front(), 0};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + 1, end, id.number);
    return error == std::errc() && stop == end ? id : Id{};
}

}  // namespace corodemo::trace
