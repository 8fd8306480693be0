#pragma once

#include <chrono>

#include "app/terminal/terminal.hpp"

namespace corodemo::app {

/// One line on standard error that tells whoever waits how far a long command is. It is there on a
/// terminal only, and not with --quiet; it comes after a moment, changes a few times a second, and
/// is gone at the end. It is the one thing that looks at a real clock.
class ProgressLine {
public:
    explicit ProgressLine(const DisplayOptions& options);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine(ProgressLine&&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ProgressLine& operator=(ProgressLine&&) = delete;
    ~ProgressLine();

    /// Calls `text`, which gives a StyledText, if it is time to show another one.
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
