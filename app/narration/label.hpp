#pragma once

#include <array>
#include <string>

#include "app/narration/step.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// What stands in a step's block of a picture: two short lines, of which the second may be empty.
/// The first words that the program printed, else how its task's step ended or began, else what the
/// loop did: `timer T2`, `gather 2 of 3`, `stop`. Safe to display.
using Label = std::array<std::string, 2>;

Label label_of(const Step& step, const Style& style);

/// The label of how the program ended.
Label label_of_end(const Style& style);

}  // namespace corodemo::app
