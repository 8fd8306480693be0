#include "app/commands/list.hpp"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/formats/formats.hpp"
#include "app/terminal/paragraph.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

using asyncio::PythonVersion;
using scenarios::Scenario;

/// How the scenario ends: its status, and the type of the exception if it raises one.
std::pair<trace::Outcome::Status, std::string> ending(const Scenario& scenario,
                                                      PythonVersion python) {
    scenarios::RunOptions options;
    options.arguments = scenario.defaults;
    options.python = python;
    options.choices = default_choices(scenario, options.arguments, python);
    const trace::Outcome outcome = scenarios::run(scenario, options, nullptr);
    return {outcome.status, outcome.error ? outcome.error->type : std::string()};
}

/// The versions on which the scenario ends as it does on the default one.
std::vector<PythonVersion> versions(const Scenario& scenario) {
    const auto meant = ending(scenario, scenario.usual_python());
    std::vector<PythonVersion> found;
    for (int minor = scenario.place.first_minor; minor <= PythonVersion::kNewest; ++minor) {
        if (ending(scenario, PythonVersion(minor)) == meant) {
            found.emplace_back(minor);
        }
    }
    return found;
}

}  // namespace

std::string versions_text(const Scenario& scenario) {
    const std::vector<PythonVersion> found = versions(scenario);
    const std::string first = to_string(found.front());
    return found.size() == 1 ? first : first + "-" + to_string(found.back());
}

void list_scenarios(const Style& style, std::ostream& out) {
    constexpr std::size_t kSection = 6;
    std::size_t names = 0;
    std::size_t titles = 0;
    for (const Scenario& scenario : scenarios::catalog()) {
        names = std::max(names, scenario.name.size() + 1);
        titles = std::max(titles, display_width(scenario.lesson->title.in(style.lang)) + 1);
    }
    std::optional<scenarios::Group> group;
    for (const Scenario& scenario : scenarios::catalog()) {
        if (group != scenario.place.group) {
            out << (group ? "\n" : "");
            group = scenario.place.group;
            StyledText heading(title_of(*group).in(style.lang));
            std::string text;
            heading.append_to(text, style);
            out << text << '\n';
        }
        StyledText line("  ");
        line.add(scenario.name, Paint::bold).pad(2 + names);
        const bool of_tutorial = scenario.place.group == scenarios::Group::tutorial;
        line.add(of_tutorial ? scenario.place.section : "", Paint::secondary)
            .pad(2 + names + kSection);
        line.add(scenario.lesson->title.in(style.lang)).pad(2 + names + kSection + titles);
        line.add(versions_text(scenario), Paint::secondary);
        std::string text;
        line.append_to(text, style);
        out << text << '\n';
    }
    std::string hint;
    fill(style, {"<dim>corodemo NAME runs one, corodemo explain NAME says what to look for</>",
                 "<dim>corodemo 名称 运行一个场景，corodemo explain 名称 说明观察要点</>"})
        .append_to(hint, style);
    out << '\n' << hint << '\n';
}

namespace {

nlohmann::ordered_json rules_of(const scenarios::Lesson& lesson) {
    auto rules = nlohmann::ordered_json::array();
    for (const scenarios::Rule& rule : lesson.rules) {
        for (const scenarios::Quotation& source : rule.source) {
            rules.push_back({{"where", where(source)}, {"code", source.code}});
        }
    }
    return rules;
}

}  // namespace

void list_scenarios_as_json(std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const Scenario& scenario : scenarios::catalog()) {
        auto pythons = nlohmann::ordered_json::array();
        for (const PythonVersion python : versions(scenario)) {
            pythons.push_back(to_string(python));
        }
        list.push_back(
            {{"name", scenario.name},
             {"group", to_string(scenario.place.group)},
             {"section", scenario.place.section},
             {"title", {{"en", scenario.lesson->title.en}, {"zh", scenario.lesson->title.zh}}},
             {"rules", rules_of(*scenario.lesson)},
             {"pythons", std::move(pythons)},
             {"since", "3." + std::to_string(scenario.place.first_minor)}});
    }
    out << list.dump(2) << '\n';
}

void list_formats(const Style& style, std::ostream& out) {
    constexpr std::size_t kName = 11;
    constexpr std::size_t kEnding = 16;
    for (const Format& format : formats()) {
        StyledText line("  ");
        line.add(format.name, Paint::bold).pad(2 + kName);
        line.add(format.ending, Paint::secondary).pad(2 + kName + kEnding);
        line.add(style(format.purpose));
        std::string text;
        line.append_to(text, style);
        out << text << '\n';
    }
}

std::string version_text() {
#ifdef __clang__
    const std::string compiler = "clang++ " __clang_version__;
#else
    const std::string compiler = "g++ " __VERSION__;
#endif
    return "corodemo " CORODEMO_VERSION " (" + compiler + "), CPython 3." +
           std::to_string(PythonVersion::kOldest) + " to 3." +
           std::to_string(PythonVersion::kNewest);
}

}  // namespace corodemo::app
