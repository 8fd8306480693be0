#pragma once

#include <chrono>

#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// One line on standard error that shows the progress of a long command. Only on a terminal, and
/// not with --quiet; it appears after a moment, is updated a few times per second, and is erased at
/// the end. The only code that reads a real clock.
class ProgressLine {
public:
    explicit ProgressLine(const DisplayOptions& options);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine(ProgressLine&&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ProgressLine& operator=(ProgressLine&&) = delete;
    ~ProgressLine();

    /// Shows the StyledText that `text()` returns, if it is time for an update.
    template <class MakeText>
    void update(MakeText text) {
        if (is_due()) {
            show(text(style_));
        }
    }

private:
    using Clock = std::chrono::steady_clock;

    bool is_due();
    void show(StyledText text);

    Style style_;
    bool shown_;
    bool written_ = false;
    Clock::time_point last_;
};

}  // namespace corodemo::app
