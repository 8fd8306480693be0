#include <algorithm>
#include <string>

#include "scenarios/lessons/lessons.hpp"
#include "scenarios/listings.hpp"
#include "scenarios/program.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

namespace {

// The default arguments, as the lines of catalog.def spell them.

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
Scenario scenario(const std::string& identifier, std::string_view section, const Lesson& lesson,
                  const Arguments& defaults, void (*program)(const Arguments&)) {
    Scenario made;
    made.name = identifier;
    std::ranges::replace(made.name, '_', '-');
    made.section = section;
    made.lesson = &lesson;
    made.defaults = defaults;
    made.takes_tasks = defaults.tasks != 0;
    made.takes_delay = defaults.delay.count() != 0;
    made.program = program;
    made.python_file = identifier + ".py";
    made.python_text = listing(made.python_file);
    made.cpp_file = identifier + ".cpp";
    made.cpp_text = listing(made.cpp_file);
    return made;
}

}  // namespace

std::span<const Scenario> catalog() {
    static const std::vector<Scenario> scenarios{
#define SCENARIO(name, section, defaults) \
    scenario(#name, section, name##_lesson, defaults, name##_program),
#include "scenarios/catalog.def"
#undef SCENARIO
    };
    return scenarios;
}

}  // namespace corodemo::scenarios
