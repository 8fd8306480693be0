#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// How wide a text is in a picture. The reader's fonts are not known, so each letter counts as wide
// as in the widest of the common ones (DejaVu Sans, Arial): a text may come out narrower, never
// wider. Foreign text is measured as it is drawn, with what is unsafe escaped.

namespace corodemo::app {

enum class Face : std::uint8_t { regular, bold, mono };

/// In units of the picture, at that font size.
double text_width(std::string_view text, double size, Face face);

/// `text`, or the longest prefix of it that is at most `width` wide together with an ellipsis.
/// Empty if less than three letters would be left.
std::string fit_svg(std::string_view text, double width, double size, Face face = Face::bold);

}  // namespace corodemo::app
