#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// How wide a text is on a terminal, and what of a foreign text may go there. Texts are UTF-8.

namespace corodemo::app {

/// Columns that a terminal uses: two for East Asian wide characters and emoji, none for combining
/// marks. A byte that is no UTF-8 counts as one column.
std::size_t display_width(std::string_view text);

/// The longest beginning of `text` that is at most `width` columns wide; combining marks stay with
/// their letter.
std::string_view prefix_of_width(std::string_view text, std::size_t width);

/// Where to break a line that may have `most` bytes of `text`: at a blank, between two Chinese
/// characters (but not before what closes, or after what opens), or else at `most`.
std::size_t last_break(std::string_view text, std::size_t most);

/// `text`, made safe to show: what could move the cursor, hide or reorder text, or is no UTF-8,
/// becomes an escape that one can see, as Python's repr would write it: `\x1b`, `\u202e`, `\n`.
std::string escape_unsafe(std::string_view text);

}  // namespace corodemo::app
