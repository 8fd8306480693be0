#include "app/terminal/unicode_width.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <span>

namespace corodemo::app {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Combining marks of widely used scripts. A mark that is missing here counts as one column too
// many, so a table cell comes out too narrow, never too wide.
constexpr std::array kZeroWidth = std::to_array<Range>({
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},
    {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED}, {0x0900, 0x0902},
    {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0951, 0x0957},
    {0x0962, 0x0963}, {0x0981, 0x0981}, {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD},
    {0x0BC0, 0x0BC0}, {0x0BCD, 0x0BCD}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1160, 0x11FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20F0},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
});

// East Asian Width W and F of Unicode 15.1; unassigned code points within a block count like their
// neighbours.
constexpr std::array kWide = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAD9},   {0xFE10, 0xFE6B},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335},
    {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3},
    {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440},
    {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A},
    {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

// Invisible characters, and those that reorder or move text. The two joiners are not included:
// scripts and emoji need them.
constexpr std::array kHidden = std::to_array<Range>({
    {0x0000, 0x001F},
    {0x007F, 0x009F},
    {0x061C, 0x061C},
    {0x180E, 0x180E},
    {0x200B, 0x200B},
    {0x200E, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB},
    {0xFFFE, 0xFFFF},
    {0x1D173, 0x1D17A},
    {0xE0000, 0xE007F},
});

bool within(std::span<const Range> ranges, char32_t character) {
    const auto after = std::ranges::upper_bound(ranges, character, {}, &Range::first);
    return after != ranges.begin() && character <= std::prev(after)->last;
}

// A decoded character. Invalid UTF-8: one byte, marked as not valid.
struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

Character next_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        return {first, 1, true};
    }
    std::size_t length = first >= 0xE0 ? 3 : 2;
    if (first >= 0xF0) {
        length = 4;
    }
    if (first < 0xC2 || first > 0xF4 || text.size() < length) {
        return {first};
    }
    char32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0U) != 0x80) {
            return {first};
        }
        code = (code << 6U) | (byte(at) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < kLeast.at(length) || code > 0x10FFFF || surrogate) {
        return {first};
    }
    return {code, length, true};
}

std::size_t width_of(const Character& character) {
    if (character.code < 0x300 || !character.valid) {
        return 1;
    }
    if (within(kZeroWidth, character.code)) {
        return 0;
    }
    return within(kWide, character.code) ? 2 : 1;
}

void append_escaped(std::string& out, char32_t code) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr std::string_view kNamed = "\t\n\r";
    if (const auto named = kNamed.find(static_cast<char>(code));
        code < 0x20 && named != std::string_view::npos) {
        out += '\\';
        out += "tnr"[named];
        return;
    }
    struct Form {
        char32_t most;
        char letter;
        unsigned digits;
    };
    constexpr std::array kForms =
        std::to_array<Form>({{0xFF, 'x', 2}, {0xFFFF, 'u', 4}, {0x10FFFF, 'U', 8}});
    const Form& form =
        *std::ranges::find_if(kForms, [&](const Form& one) { return code <= one.most; });
    out += '\\';
    out += form.letter;
    for (unsigned left = form.digits; left > 0; --left) {
        out += kDigits[(code >> (4 * (left - 1))) & 0xFU];
    }
}

/// Whether a line may be broken between two characters.
bool may_break(const Character& before, const Character& behind) {
    constexpr std::u32string_view kOpening = U"（《“‘「『【〈([{\"'#";
    constexpr std::u32string_view kClosing = U"，。、；：？！）》”’」』】〉…,.;:?!)]}\"'%";
    if (before.code == ' ' || behind.code == ' ') {
        return behind.code == ' ' && before.code != ' ';
    }
    return (width_of(before) == 2 || width_of(behind) == 2) &&
           kOpening.find(before.code) == std::u32string_view::npos &&
           kClosing.find(behind.code) == std::u32string_view::npos;
}

/// Whether `text` begins with a unit that belongs to the number before it: "1| s".
bool is_unit(char32_t before, std::string_view text) {
    return before >= '0' && before <= '9' && text.starts_with(" s") &&
           (text.size() == 2 || std::isalnum(static_cast<unsigned char>(text[2])) == 0);
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character = next_character(text);
        width += width_of(character);
        text.remove_prefix(character.bytes);
    }
    return width;
}

std::string_view prefix_of_width(std::string_view text, std::size_t width) {
    std::size_t bytes = 0;
    std::size_t used = 0;
    while (bytes < text.size()) {
        const Character character = next_character(text.substr(bytes));
        used += width_of(character);
        if (used > width) {
            break;
        }
        bytes += character.bytes;
    }
    return text.substr(0, bytes);
}

namespace {

/// Calls `visit` with each place where a line of at most `most` bytes may be broken, in order.
void visit_breaks(std::string_view text, std::size_t most, auto visit) {
    if (text.empty()) {
        return;
    }
    Character before = next_character(text);
    for (std::size_t at = before.bytes; at <= most && at < text.size();) {
        const Character behind = next_character(text.substr(at));
        if (may_break(before, behind) && !is_unit(before.code, text.substr(at))) {
            visit(at);
        }
        before = behind;
        at += behind.bytes;
    }
}

}  // namespace

std::size_t last_break(std::string_view text, std::size_t most) {
    std::size_t best = std::min(most, text.size());
    visit_breaks(text, most, [&](std::size_t at) { best = at; });
    return best;
}

std::vector<std::size_t> breaks_of(std::string_view text) {
    std::vector<std::size_t> breaks;
    visit_breaks(text, text.size(), [&](std::size_t at) { breaks.push_back(at); });
    return breaks;
}

std::string escape_unsafe(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character character = next_character(text);
        if (!character.valid || within(kHidden, character.code)) {
            append_escaped(out, character.code);
        } else {
            out += text.substr(0, character.bytes);
        }
        text.remove_prefix(character.bytes);
    }
    return out;
}

}  // namespace corodemo::app
