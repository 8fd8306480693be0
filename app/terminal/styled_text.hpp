#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal/unicode_width.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Colours on a terminal: of states, never of tasks. Legible on black and on white.
enum class Paint : std::uint8_t {
    plain,
    run,        ///< the program's code runs
    ready,      ///< is in the ready queue, or caused that
    secondary,  ///< rules, numbers, column headings
    bold,       ///< what the program printed, and names
    line,       ///< the number of a line of the listing; looks plain
};

/// How text output is displayed.
struct Style {
    bool colour = false;
    bool ascii = false;  ///< our own glyphs as ASCII; the program's texts are left alone
    Language lang = Language::en;
    int width = 80;  ///< columns of the terminal

    /// `text`, one of ours, with its glyphs (► ░ ▻ ▪ ⇢ ┃ ─ · → … ≠) replaced as the style requires.
    [[nodiscard]] std::string glyphs(std::string_view text) const;

    [[nodiscard]] std::string_view operator()(const Localized& text) const { return text.in(lang); }
};

/// Text for one line, in parts that each have their paint, and are words of ours or an argument of
/// theirs: a name, a number, a value. Widths are terminal columns. Any text may be added: whatever
/// is unsafe to display is escaped with escape_unsafe(), so that it can disturb neither the
/// terminal nor a table.
class StyledText {
public:
    StyledText() = default;
    explicit StyledText(std::string_view text, Paint paint = Paint::plain) { add(text, paint); }

    struct Part {
        std::string_view text;
        Paint paint{};
        bool argument = false;
    };
    StyledText& add(const Part& part);
    StyledText& add(std::string_view text, Paint paint = Paint::plain) {
        return add(Part{text, paint});
    }
    StyledText& add(const StyledText& other);
    /// A text that is an argument.
    [[nodiscard]] static StyledText argument(std::string_view text) {
        return StyledText().add({text, Paint::plain, true});
    }

    /// Begins it with a capital letter, if it begins with a plain small one.
    StyledText& capitalize();

    [[nodiscard]] std::size_t width() const { return width_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] const std::string& text() const { return text_; }

    /// Truncates to `width` columns; a truncated text ends in … (in ASCII: ..).
    StyledText& cut(std::size_t width, const Style& style);
    /// Pads with spaces to `width` columns.
    StyledText& pad(std::size_t width);
    /// Removes and returns a prefix of at most `width` columns, up to a space if there is one; that
    /// space is dropped.
    StyledText take_line(std::size_t width);
    /// The text in lines of at most `width` columns, broken as by take_line(), in linear time.
    [[nodiscard]] std::vector<StyledText> wrap(std::size_t width) const;

    /// Calls `take(part)` for each part.
    template <class Take>
    void for_each(Take take) const {
        std::size_t begin = 0;
        for (const Range& part : parts_) {
            take(Part{std::string_view(text_).substr(begin, part.end - begin), part.paint,
                      part.argument});
            begin = part.end;
        }
    }

    /// Appends the text to `out`: with colours if the style has them, without trailing spaces.
    void append_to(std::string& out, const Style& style) const;

private:
    struct Range {
        std::size_t end = 0;  // in text_, exclusive
        Paint paint{};
        bool argument = false;
    };

    void add_range(const Range& range);
    [[nodiscard]] StyledText slice(std::size_t begin, std::size_t end) const;
    [[nodiscard]] std::size_t end_of_line(std::size_t begin, std::size_t width) const;

    std::string text_;
    std::vector<Range> parts_;
    std::size_t width_ = 0;
};

/// The width of a page of text in this style, kept within legible bounds.
std::size_t page_width(const Style& style);

/// An argument of a phrase: plain text, painted like its surroundings, or text with paint of its
/// own. Holds a reference, so the text must outlive it.
class PhraseArgument {
public:
    template <std::convertible_to<std::string_view> Text>
    PhraseArgument(const Text& text)  // NOLINT(google-explicit-constructor)
        : text_(text) {}
    PhraseArgument(const StyledText& styled)  // NOLINT(google-explicit-constructor)
        : styled_(&styled) {}

    void add_to(StyledText& out, Paint paint) const {
        styled_ != nullptr ? out.add(*styled_) : out.add({text_, paint, true});
    }

private:
    std::string_view text_;
    const StyledText* styled_ = nullptr;
};

/// Substitutes arguments into a phrase. Text between <run>, <ready>, <bold> or <dim> and </> is
/// painted. Glyphs are replaced as the style requires. The arguments may be any text.
/// Requires: an argument for each placeholder.
StyledText fill(const Style& style, const Localized& phrase,
                std::initializer_list<PhraseArgument> arguments = {});
StyledText fill(const Style& style, const Localized& phrase, std::span<const StyledText> arguments);

/// `text`, from a trace, escaped and truncated to `width` columns.
std::string elide(std::string_view text, std::size_t width, const Style& style);

}  // namespace corodemo::app
