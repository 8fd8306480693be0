#include "app/terminal/styled_text.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <utility>

namespace corodemo::app {

namespace {

struct Glyph {
    std::string_view unicode;
    std::string_view ascii;
};

constexpr std::array kGlyphs = std::to_array<Glyph>({
    {"►", ">"},
    {"▻", "^"},
    {"░", "~"},
    {"▪", "."},
    {"✗", "x"},
    {"⊘", "/"},
    {"⇢", "="},
    {"┃", "|"},
    {"─", "-"},
    {"·", "-"},
    {"→", "->"},
    {"…", ".."},
    {"≠", "!"},
    {"µ", "u"},
});

struct Tag {
    std::string_view text;
    Paint paint;
};

constexpr std::array kTags = std::to_array<Tag>({
    {"<run>", Paint::run},
    {"<ready>", Paint::ready},
    {"<bold>", Paint::bold},
    {"<dim>", Paint::secondary},
    {"<line>", Paint::line},
    {"</>", Paint::plain},
});

std::string_view escape_sequence(Paint paint) {
    constexpr std::array<std::string_view, 6> kSequences{
        "", "\x1b[1;38;5;166m", "\x1b[38;5;32m", "\x1b[38;5;244m", "\x1b[1m", ""};
    return kSequences.at(static_cast<std::size_t>(paint));
}

/// A fast check for texts that need no escaping, as most do.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char letter) { return letter >= ' ' && letter <= '~'; });
}

const Tag* tag_at(std::string_view text) {
    const auto found =
        std::ranges::find_if(kTags, [&](const Tag& tag) { return text.starts_with(tag.text); });
    return found == kTags.end() ? nullptr : &*found;
}

}  // namespace

std::string Style::glyphs(std::string_view text) const {
    std::string out;
    if (!ascii) {
        out = text;
        return out;
    }
    while (!text.empty()) {
        const auto glyph = std::ranges::find_if(
            kGlyphs, [&](const Glyph& one) { return text.starts_with(one.unicode); });
        if (glyph != kGlyphs.end()) {
            out += glyph->ascii;
            text.remove_prefix(glyph->unicode.size());
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

StyledText& StyledText::add(const Part& part) {
    if (!part.text.empty()) {
        const std::size_t begin = text_.size();
        text_ += is_plain(part.text) ? part.text : escape_unsafe(part.text);
        width_ += display_width(std::string_view(text_).substr(begin));
        add_range({text_.size(), part.paint, part.argument});
    }
    return *this;
}

// It is safe already, and its width is known.
StyledText& StyledText::add(const StyledText& other) {
    const std::size_t begin = text_.size();
    text_ += other.text_;
    width_ += other.width_;
    for (const Range& range : other.parts_) {
        add_range({begin + range.end, range.paint, range.argument});
    }
    return *this;
}

// Neighbours of the same paint are one part, but for arguments.
void StyledText::add_range(const Range& range) {
    const bool goes_on = !parts_.empty() && parts_.back().paint == range.paint &&
                         !parts_.back().argument && !range.argument;
    if (goes_on) {
        parts_.back().end = range.end;
    } else {
        parts_.push_back(range);
    }
}

StyledText& StyledText::capitalize() {
    if (!parts_.empty() && parts_.front().paint == Paint::plain && 'a' <= text_[0] &&
        text_[0] <= 'z') {
        text_[0] = static_cast<char>(text_[0] - 'a' + 'A');
    }
    return *this;
}

StyledText StyledText::slice(std::size_t begin, std::size_t end) const {
    StyledText out;
    std::size_t at = 0;
    for (const Range& part : parts_) {
        const std::size_t from = std::max(at, begin);
        const std::size_t to = std::min(part.end, end);
        if (from < to) {
            out.add({std::string_view(text_).substr(from, to - from), part.paint, part.argument});
        }
        at = part.end;
    }
    return out;
}

StyledText& StyledText::cut(std::size_t width, const Style& style) {
    if (width_ > width) {
        const std::string ellipsis = style.glyphs("…");
        const std::size_t room = width - std::min(width, display_width(ellipsis));
        const Paint paint = parts_.back().paint;
        *this = slice(0, prefix_of_width(text_, room).size());
        add(prefix_of_width(ellipsis, width), parts_.empty() ? paint : parts_.back().paint);
    }
    return *this;
}

StyledText& StyledText::pad(std::size_t width) {
    if (width_ < width) {
        add(std::string(width - width_, ' '));
    }
    return *this;
}

// The end of the line that begins at a byte.
std::size_t StyledText::end_of_line(std::size_t begin, std::size_t width) const {
    const std::string_view rest = std::string_view(text_).substr(begin);
    std::size_t most = prefix_of_width(rest, width).size();
    if (most == rest.size()) {
        return text_.size();
    }
    if (most == 0) {
        // At least one character, so that the caller makes progress.
        most = prefix_of_width(rest, 2).size();
    }
    return begin + last_break(rest, most);
}

StyledText StyledText::take_line(std::size_t width) {
    if (width_ <= width) {
        return std::exchange(*this, {});
    }
    const std::size_t end = end_of_line(0, width);
    StyledText line = slice(0, end);
    *this = slice(end < text_.size() && text_[end] == ' ' ? end + 1 : end, text_.size());
    return line;
}

std::vector<StyledText> StyledText::wrap(std::size_t width) const {
    std::vector<StyledText> lines;
    for (std::size_t begin = 0; begin < text_.size();) {
        const std::size_t end = end_of_line(begin, width);
        lines.push_back(slice(begin, end));
        begin = end < text_.size() && text_[end] == ' ' ? end + 1 : end;
    }
    return lines;
}

void StyledText::append_to(std::string& out, const Style& style) const {
    const std::size_t visible = text_.find_last_not_of(' ') + 1;  // 0 if all is blank
    std::size_t begin = 0;
    for (auto part = parts_.begin(); part != parts_.end() && begin < visible;) {
        const std::string_view escape = style.colour ? escape_sequence(part->paint) : "";
        const auto next = std::find_if(
            part, parts_.end(), [&](const Range& other) { return other.paint != part->paint; });
        const std::size_t end = std::min(std::prev(next)->end, visible);
        out += escape;
        out.append(text_, begin, end - begin);
        out += escape.empty() ? "" : "\x1b[0m";
        begin = end;
        part = next;
    }
}

std::size_t page_width(const Style& style) {
    constexpr int kLeast = 60;
    constexpr int kMost = 1000;
    return static_cast<std::size_t>(std::clamp(style.width, kLeast, kMost));
}

namespace {

/// Adds a piece of a phrase. `paint` carries over from the piece before, and into the next.
void add_literal(StyledText& out, std::string_view text, Paint& paint, const Style& style) {
    while (!text.empty()) {
        if (const Tag* tag = tag_at(text)) {
            paint = tag->paint;
            text.remove_prefix(tag->text.size());
        } else {
            const std::size_t next = std::min(text.find('<', 1), text.size());
            out.add(style.glyphs(text.substr(0, next)), paint);
            text.remove_prefix(next);
        }
    }
}

/// `add(index, out, paint)` adds an argument.
template <class Add>
StyledText fill_with(const Style& style, const Localized& phrase, Add add) {
    StyledText out;
    Paint paint = Paint::plain;
    for_each_piece(
        style(phrase), [&](std::string_view literal) { add_literal(out, literal, paint, style); },
        [&](std::size_t index) { add(index, out, paint); });
    return out;
}

}  // namespace

StyledText fill(const Style& style, const Localized& phrase,
                std::initializer_list<PhraseArgument> arguments) {
    return fill_with(style, phrase, [&](std::size_t index, StyledText& out, Paint paint) {
        assert(index < arguments.size());
        std::data(arguments)[index].add_to(out, paint);
    });
}

StyledText fill(const Style& style, const Localized& phrase,
                std::span<const StyledText> arguments) {
    return fill_with(style, phrase, [&](std::size_t index, StyledText& out, Paint paint) {
        assert(index < arguments.size());
        arguments[index].for_each([&](StyledText::Part part) {
            part.paint = part.paint == Paint::plain ? paint : part.paint;
            out.add(part);
        });
    });
}

std::string elide(std::string_view text, std::size_t width, const Style& style) {
    // A prefix suffices: a megabyte of text needn't be scanned to its end.
    std::size_t looked_at = std::min(text.size(), 4 * width + 64);
    while (looked_at < text.size() && looked_at > 0 &&
           (static_cast<unsigned char>(text[looked_at]) & 0xC0U) == 0x80) {
        --looked_at;
    }
    std::string out = escape_unsafe(text.substr(0, looked_at));
    if (looked_at < text.size() || display_width(out) > width) {
        const std::string_view ellipsis = style.ascii ? ".." : "…";
        out = prefix_of_width(out, width - std::min(width, display_width(ellipsis)));
        out += prefix_of_width(ellipsis, width);
    }
    return out;
}

}  // namespace corodemo::app
