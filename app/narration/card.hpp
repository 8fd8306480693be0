#pragma once

#include "app/narration/account.hpp"
#include "app/narration/step.hpp"
#include "app/narration/wording.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// A step in a few short words, for the place that shows what runs now. `who` and `outcome` may be
/// empty.
struct Card {
    StyledText title;    ///< `T2`, `gather()`, `timer`, `idle`
    StyledText who;      ///< `hello`, `T2`
    StyledText verb;     ///< `resumes`, `T2 is done`
    StyledText outcome;  ///< `returns None`, `2 of 3 done`
};

/// The card of the step that `steps` returned last, or of how the program ended.
Card card_of(const Step& step, const Account& account, const Steps& steps, const Wording& wording);

}  // namespace corodemo::app
