#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The display width of text, and making foreign text safe for a terminal. All text is UTF-8.

namespace corodemo::app {

/// Terminal columns: two for East Asian wide characters and emoji, none for combining marks. An
/// invalid byte counts as one column.
std::size_t display_width(std::string_view text);

/// The longest prefix of `text` that is at most `width` columns wide; combining marks stay with
/// their base character.
std::string_view prefix_of_width(std::string_view text, std::size_t width);

/// Where to break a line of at most `most` bytes of `text`: at a space, between two Chinese
/// characters (but not before closing or after opening punctuation), or else at `most`.
std::size_t last_break(std::string_view text, std::size_t most);

/// All places where a line may be broken so, but not just after a space.
std::vector<std::size_t> breaks_of(std::string_view text);

/// `text`, made safe to display: whatever could move the cursor, hide or reorder text, or is
/// invalid UTF-8, is replaced by a visible escape, as in Python's repr: `\x1b`, `\u202e`, `
/// `.
std::string escape_unsafe(std::string_view text);

}  // namespace corodemo::app
