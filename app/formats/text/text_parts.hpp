#pragma once

#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/formats/text/text.hpp"

// Shared by the texts of a trace. The rest of the program calls render_text(), in text.hpp.

namespace corodemo::app {

/// Sizes that have to be known before the first line is written.
struct Extent {
    std::uint64_t steps = 0;
    std::uint64_t iterations = 0;  ///< the maximum over the runs
    std::uint32_t runs = 0;
    std::uint32_t tasks = 0;
    trace::Nanoseconds time = 0;  ///< the latest
    std::size_t decimals = 3;     ///< of a second; 6 if any time is a fraction of a millisecond
};

Extent measure(const trace::Trace& trace);

/// Takes the lines of a text, and what they belong to.
class Lines {
public:
    explicit Lines(const Style& style)
        : style_(style) {}
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    virtual ~Lines() = default;

    void add(const StyledText& line) {
        text_.clear();
        line.append_to(text_, style_);
        write(text_);
    }
    void add() { add(StyledText()); }
    void add(const std::vector<StyledText>& lines) {
        for (const StyledText& line : lines) {
            add(line);
        }
    }

    /// The lines that follow tell of a step.
    virtual void begin_step() {}
    /// The lines that follow tell of an iteration or a run, which is called `title`.
    virtual void begin_chapter(const std::string& /*title*/) {}

protected:
    /// Takes a line, without its end.
    virtual void write(const std::string& line) = 0;

private:
    const Style& style_;
    std::string text_;  // the current line; a member to reuse its memory
};

/// Writes lines to a stream.
class StreamLines final : public Lines {
public:
    StreamLines(std::ostream& out, const Style& style)
        : Lines(style),
          out_(out) {}

private:
    void write(const std::string& line) override { out_ << line << '\n'; }

    std::ostream& out_;
};

/// `── iteration 1 ── runs T1 T2 ───...`, `width` columns wide; a plain rule if `text` is empty.
StyledText rule(std::string_view text, std::size_t width, const Style& style);

/// How the program ended, and how long it took: the last lines of the text.
std::vector<StyledText> outcome_lines(const trace::Trace& trace, const Extent& extent,
                                      const Style& style);

/// An event in one line: `step_started T1 first`.
std::string event_text(const trace::Event& event, const Style& style);

void render_steps(const trace::Trace& trace, const Style& style, const Part& part, Lines& lines);
void render_iterations(const trace::Trace& trace, const Style& style, std::ostream& out);
void render_events(const trace::Trace& trace, const Style& style, std::ostream& out);
/// Writes one line for each of these events, and nothing else.
void render_some_events(const trace::Trace& trace, std::span<const trace::EventNumber> numbers,
                        const Style& style, std::ostream& out);

}  // namespace corodemo::app
