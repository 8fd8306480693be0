#include "app/narration/title.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <variant>

#include "scenarios/scenario.hpp"

namespace corodemo::app {

std::string_view title_of(const trace::Header& header, Language language) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(header.name);
    const bool ours = scenario != nullptr && scenario->lesson->title.en == header.title;
    return ours && language == Language::zh ? scenario->lesson->title.zh
                                            : std::string_view(header.title);
}

std::string argument_text(const trace::Argument& value) {
    struct Visitor {
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const {
            std::array<char, 32> digits{};
            const auto end =
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
            return {digits.data(), end};
        }
        std::string operator()(const std::string& text) const { return text; }
    };
    return std::visit(Visitor(), value);
}

}  // namespace corodemo::app
