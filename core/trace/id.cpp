#include "core/trace/id.hpp"

#include "core/trace/number.hpp"

namespace corodemo::trace {

std::string to_string(Id id) {
    return id ? id.letter + std::to_string(id.number) : std::string();
}

Id id_from_string(std::string_view text) {
    constexpr std::string_view kLetters = "TGFHCKLQMSVNB";
    if (text.size() < 2 || kLetters.find(text.front()) == std::string_view::npos ||
        text[1] == '0') {
        return {};
    }
    const auto number = parse_number<std::uint32_t>(text.substr(1));
    return number ? Id{text.front(), *number} : Id{};
}

}  // namespace corodemo::trace
