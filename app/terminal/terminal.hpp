#pragma once

#include <optional>
#include <string_view>

#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// The user's preference for colour.
enum class ColorMode : std::uint8_t { automatic, always, never };

/// Preferences given by options; the rest follows from the terminal and the environment.
struct DisplayOptions {
    ColorMode colour = ColorMode::automatic;
    bool ascii = false;
    std::optional<Language> lang;
    bool quiet = false;
    int width = 0;      ///< of text, in columns; 0: the terminal's
    bool pager = true;  ///< for long texts on a terminal
};

/// The language of the locale.
Language language_of_locale();

/// The style for output to a descriptor: colour on terminals only (and not with NO_COLOR or
/// TERM=dumb), width from the terminal, language from the locale.
Style style_for(int descriptor, const DisplayOptions& display);

}  // namespace corodemo::app
