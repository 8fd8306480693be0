#include "app/formats/svg/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

// Of the letters from space to tilde, in thousandths of the font size.
using Widths = std::array<std::uint16_t, 0x7F - 0x20>;
constexpr Widths kRegular{
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361,  318, 337, 637, 637, 637,
    637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667,
    611, 778, 752, 295, 500, 667, 558, 863, 749, 788, 667, 788, 723, 667,  611, 732, 685, 989, 686,
    667, 686, 391, 337, 391, 838, 557, 500, 613, 635, 550, 635, 616, 353,  635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592,  525, 637, 337, 637, 838};
constexpr Widths kBold{349, 457, 521, 838, 696,  1002, 873, 307,  458, 458, 523, 838, 380, 416,
                       380, 366, 696, 696, 696,  696,  696, 696,  696, 696, 696, 696, 400, 400,
                       838, 838, 838, 611, 1000, 774,  763, 734,  831, 684, 684, 821, 837, 373,
                       557, 775, 638, 996, 837,  851,  733, 851,  771, 721, 683, 813, 774, 1104,
                       771, 725, 726, 458, 366,  458,  838, 557,  500, 675, 716, 593, 716, 679,
                       436, 716, 712, 343, 343,  666,  343, 1042, 712, 688, 716, 716, 494, 596,
                       479, 712, 652, 924, 646,  652,  583, 712,  366, 712, 838};
constexpr std::uint64_t kMono = 603;
constexpr std::uint64_t kFullWidth = 1000;  // an East Asian wide character, and the ellipsis
constexpr std::uint64_t kOther = 700;       // of other scripts, on average
constexpr std::uint64_t kOtherBold = 770;
constexpr std::uint64_t kSign = 838;
constexpr std::string_view kEllipsis = "…";

std::size_t bytes_of(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// In thousandths of the font size.
std::uint64_t width_of(std::string_view character, Face face) {
    const std::size_t columns = display_width(character);
    if (columns != 1) {
        return columns / 2 * kFullWidth;
    }
    if (face == Face::mono) {
        return kMono;
    }
    if (const char letter = character.front(); letter >= ' ' && letter <= '~') {
        const auto at = static_cast<std::size_t>(letter - ' ');
        return face == Face::bold ? kBold.at(at) : kRegular.at(at);
    }
    if (character == kEllipsis) {
        return kFullWidth;
    }
    return character == "→" || character == "×" ? kSign : face == Face::bold ? kOtherBold : kOther;
}

/// Calls `take` with each character and its width in thousandths, until it returns false.
template <class Take>
void for_each_character(std::string_view text, Face face, Take take) {
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = text.substr(at, bytes_of(text[at]));
        if (!take(character, width_of(character, face))) {
            return;
        }
        at += character.size();
    }
}

}  // namespace

double text_width(std::string_view text, double size, Face face) {
    std::uint64_t sum = 0;
    for_each_character(escape_unsafe(text), face,
                       [&](std::string_view /*character*/, std::uint64_t width) {
                           sum += width;
                           return true;
                       });
    return size * static_cast<double>(sum) / 1000;
}

std::string fit_svg(std::string_view text, double width, double size, Face face) {
    constexpr std::size_t kLeast = 3;
    const double room = std::max(0.0, width) * 1000 / size;
    // No letter is narrower than a quarter of the size, so that a long text need not be read on.
    const std::size_t columns = static_cast<std::size_t>(room / 250) + 2;
    constexpr std::size_t kMostBytes = 16;  // of a column, with its combining marks
    std::string safe =
        escape_unsafe(prefix_of_width(text.substr(0, columns * kMostBytes), columns));
    const auto ellipsis = static_cast<double>(width_of(kEllipsis, face));
    double sum = 0;
    std::size_t cut = 0;  // bytes, where there is still room for an ellipsis
    for_each_character(safe, face, [&](std::string_view character, std::uint64_t letter) {
        sum += static_cast<double>(letter);
        cut += sum + ellipsis <= room ? character.size() : 0;
        return sum <= room;
    });
    if (sum <= room) {
        return safe;
    }
    const std::string_view kept = std::string_view(safe).substr(0, cut);
    return display_width(kept) < kLeast ? std::string()
                                        : std::string(kept) + std::string(kEllipsis);
}

}  // namespace corodemo::app
