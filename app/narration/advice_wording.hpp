#pragma once

#include <vector>

#include "app/narration/advice.hpp"
#include "app/narration/wording.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// A finding in two sentences, what happened and what to write instead: `Step 2, line 9: T1 blocks
/// the event loop for 1 s: no other task can run. Write await asyncio.sleep(1) instead.` Code is
/// painted bold.
StyledText advice_text(const Finding& finding, const Wording& wording, const Style& style);

/// The findings as lines of at most `width` columns, each `warning: ` and its text; of a long list
/// the beginning.
std::vector<StyledText> advice_lines(const std::vector<Finding>& findings, const Wording& wording,
                                     const Style& style, std::size_t width);

}  // namespace corodemo::app
