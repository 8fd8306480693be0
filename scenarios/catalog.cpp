#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scenarios/lessons/lessons.hpp"
#include "scenarios/listings.hpp"
#include "scenarios/program.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

namespace {

// The groups and the default arguments, as the lines of catalog.def spell them.

/// An example of the tutorial, which was written for the Python of its day: 3.10 is the last
/// version that runs all of it.
constexpr Place tutorial(std::string_view section) {
    return Place{Group::tutorial, section}.on(10);
}
constexpr Place today() {
    return {Group::today};
}
constexpr Place several() {
    return {Group::several};
}
constexpr Place exceptions() {
    return {Group::exceptions};
}
constexpr Place cancellation() {
    return {Group::cancellation};
}
constexpr Place synchronization() {
    return {Group::synchronization};
}
constexpr Place races() {
    return Place{Group::races}.on(10);
}

constexpr Arguments nothing() {
    return {};
}
constexpr Arguments delay(asyncio::Duration duration) {
    return {0, duration};
}
constexpr Arguments tasks_and_delay(std::uint64_t tasks, asyncio::Duration duration) {
    return {tasks, duration};
}

/// `identifier` is its name in C++ and in its file names.
Scenario scenario(const std::string& identifier, const Place& place, const Lesson& lesson,
                  const Arguments& defaults, void (*program)(const Arguments&)) {
    const std::string folder = std::string(to_string(place.group)) + "/";
    Scenario made;
    made.name = identifier;
    std::ranges::replace(made.name, '_', '-');
    made.place = place;
    made.lesson = &lesson;
    made.defaults = defaults;
    made.takes_tasks = defaults.tasks != 0;
    made.takes_delay = defaults.delay.count() != 0;
    made.program = program;
    made.python_file = identifier + ".py";
    made.python_text = listing(folder + made.python_file);
    made.cpp_file = identifier + ".cpp";
    made.cpp_text = listing(folder + made.cpp_file);
    return made;
}

using NamedGroup = std::pair<std::string_view, Localized>;
constexpr std::array kGroups{
    NamedGroup{"tutorial", {"The tutorial's examples", "教程中的示例"}},
    NamedGroup{"today", {"asyncio today", "今天的 asyncio"}},
    NamedGroup{"several", {"Waiting for several", "等待多个任务"}},
    NamedGroup{"exceptions", {"Exceptions", "异常"}},
    NamedGroup{"cancellation", {"Cancellation and timeouts", "取消与超时"}},
    NamedGroup{"synchronization", {"Synchronization", "同步"}},
    NamedGroup{"races", {"Races", "竞争"}},
};

}  // namespace

std::string_view to_string(Group group) {
    return kGroups.at(static_cast<std::size_t>(group)).first;
}

const Localized& title_of(Group group) {
    return kGroups.at(static_cast<std::size_t>(group)).second;
}

std::span<const Scenario> catalog() {
    static const std::vector<Scenario> scenarios{
#define SCENARIO(name, place, defaults) \
    scenario(#name, place, name##_lesson, defaults, name##_program),
#include "scenarios/catalog.def"
#undef SCENARIO
    };
    return scenarios;
}

}  // namespace corodemo::scenarios
