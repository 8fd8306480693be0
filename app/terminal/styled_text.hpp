#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal/unicode_width.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The colours of a terminal: of a state, never of a task. They read on black and on white alike.
enum class Paint : std::uint8_t {
    plain,
    run,        ///< the program's code runs
    ready,      ///< is in the ready queue, or what put it there
    secondary,  ///< rules, numbers, headings of columns
    bold,       ///< what the program printed, and names
};

/// How text output looks.
struct Style {
    bool colour = false;
    bool ascii = false;  ///< our own glyphs as ASCII; the program's words stay as they are
    Language lang = Language::en;
    int width = 80;  ///< columns of the terminal

    /// `text`, one of ours, with its glyphs (► ░ ▻ ▪ ⇢ ┃ ─ · → … ≠) as the style wants them.
    [[nodiscard]] std::string glyphs(std::string_view text) const;

    [[nodiscard]] std::string_view operator()(const Localized& text) const { return text.in(lang); }
};

/// A piece of a line, each part of it with its paint. Widths are columns of a terminal. Any text
/// may go in: what would be unsafe to show comes out as escape_unsafe() has it, so that a terminal,
/// and the table that the line belongs to, stay whole.
class StyledText {
public:
    StyledText() = default;
    explicit StyledText(std::string_view text, Paint paint = Paint::plain) { add(text, paint); }

    StyledText& add(std::string_view text, Paint paint = Paint::plain);
    StyledText& add(const StyledText& other);

    [[nodiscard]] std::size_t width() const { return width_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] const std::string& text() const { return text_; }

    /// Cuts to `width` columns; what is cut ends in … (ASCII ..).
    StyledText& cut(std::size_t width, const Style& style);
    /// Fills with blanks up to `width` columns.
    StyledText& pad(std::size_t width);
    /// Takes off and returns a beginning of at most `width` columns, at a blank if there is one;
    /// the blank is lost.
    StyledText take_line(std::size_t width);

    /// Calls `part(text, paint)` for each part.
    template <class Part>
    void for_each(Part part) const {
        std::size_t begin = 0;
        for (const auto& [end, paint] : parts_) {
            part(std::string_view(text_).substr(begin, end - begin), paint);
            begin = end;
        }
    }

    /// Adds the text to `out`: with colours if the style has them, and without blanks at its end.
    void append_to(std::string& out, const Style& style) const;

private:
    struct Part {
        std::size_t end = 0;  // in text_, exclusive
        Paint paint{};
    };

    [[nodiscard]] StyledText slice(std::size_t begin, std::size_t end) const;

    std::string text_;
    std::vector<Part> parts_;
    std::size_t width_ = 0;
};

/// The columns of text that a style allows: a page is no narrower than can be read.
std::size_t page_width(const Style& style);

/// What is put into a phrase: a text, which is painted as the place where it stands, or one that
/// has paint of its own. Refers to it: it has to live as long.
class PhraseArgument {
public:
    template <std::convertible_to<std::string_view> Text>
    PhraseArgument(const Text& text)  // NOLINT(google-explicit-constructor)
        : text_(text) {}
    PhraseArgument(const StyledText& styled)  // NOLINT(google-explicit-constructor)
        : styled_(&styled) {}

    void add_to(StyledText& out, Paint paint) const {
        styled_ != nullptr ? out.add(*styled_) : out.add(text_, paint);
    }

private:
    std::string_view text_;
    const StyledText* styled_ = nullptr;
};

/// A phrase with its arguments put in. Parts between <run>, <ready>, <bold> or <dim> and </> are
/// painted. Glyphs become what the style wants them to be. The arguments may be any
/// text. Requires: an argument for each placeholder.
StyledText fill(const Style& style, const Localized& phrase,
                std::initializer_list<PhraseArgument> arguments = {});

/// `text` of a trace, made harmless and cut to `width` columns.
std::string elide(std::string_view text, std::size_t width, const Style& style);

}  // namespace corodemo::app
