#pragma once

#include <optional>
#include <string_view>

#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// What the user wants of colour.
enum class ColorMode : std::uint8_t { automatic, always, never };

/// How output should look, as far as options say so; the rest the terminal and the environment
/// tell.
struct DisplayOptions {
    ColorMode colour = ColorMode::automatic;
    bool ascii = false;
    std::optional<Language> lang;
    bool quiet = false;
};

/// The language that the locale says.
Language language_of_locale();

/// How what is written to a descriptor should look: colour on a terminal only (NO_COLOR,
/// TERM=dumb), width from the terminal, language from the locale.
Style style_for(int descriptor, const DisplayOptions& display);

}  // namespace corodemo::app
