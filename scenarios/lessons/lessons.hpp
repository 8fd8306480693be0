#pragma once

#include "scenarios/scenario.hpp"

// What each scenario teaches, in a file for each part of the asyncio tutorial. In `look_for`, #4 is
// step 4 of the run with the default arguments: tests/scenarios/lessons.txt lists what happens
// there.

namespace corodemo::scenarios {

#define SCENARIO(name, place, defaults) extern const Lesson name##_lesson;
#include "scenarios/catalog.def"
#undef SCENARIO

}  // namespace corodemo::scenarios
