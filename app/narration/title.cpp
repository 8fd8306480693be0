#include "app/narration/title.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <variant>

#include "scenarios/scenario.hpp"

namespace corodemo::app {

std::string_view title_of(const trace::Header& header, Language language) {
    if (const scenarios::Scenario* scenario = scenarios::find_scenario(header.name)) {
        const scenarios::Lesson& lesson = *scenario->lesson;
        for (const Localized& ours : {lesson.title, lesson.title_of_any_number}) {
            if (ours.en == header.title) {
                return ours.in(language);
            }
        }
    }
    return header.title;
}

std::string_view own_title_of(const trace::Header& header, Language language) {
    return header.title == header.name ? std::string_view() : title_of(header, language);
}

std::span<const Localized> look_for_in(const trace::Header& header) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(header.name);
    const bool is_usual = scenario != nullptr && !header.python.empty() &&
                          header.python.front().text == scenario->python_text &&
                          header.python_version == to_string(scenario->usual_python());
    return is_usual ? std::span<const Localized>(scenario->lesson->look_for)
                    : std::span<const Localized>();
}

std::string order_option(std::string_view set_order) {
    constexpr std::string_view kSchedule = "schedule:";
    if (set_order.starts_with(kSchedule)) {
        return "--schedule " + std::string(set_order.substr(kSchedule.size()));
    }
    return set_order.empty() || set_order == "tutorial" ? std::string()
                                                        : "--set-order " + std::string(set_order);
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
