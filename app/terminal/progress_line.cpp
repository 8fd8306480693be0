#include "app/terminal/progress_line.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <unistd.h>

namespace corodemo::app {

ProgressLine::ProgressLine(const DisplayOptions& options)
    : style_(style_for(STDERR_FILENO, options)),
      shown_(!options.quiet && ::isatty(STDERR_FILENO) == 1),
      last_(Clock::now()) {}

ProgressLine::~ProgressLine() {
    if (written_) {
        std::cerr << "\r\x1b[K" << std::flush;
    }
}

bool ProgressLine::is_due() {
    constexpr std::chrono::milliseconds kPause{250};
    if (!shown_ || Clock::now() - last_ < kPause) {
        return false;
    }
    last_ = Clock::now();
    return true;
}

void ProgressLine::show(StyledText text) {
    const auto room = static_cast<std::size_t>(std::max(style_.width - 1, 1));
    std::string line;
    text.cut(room, style_).append_to(line, style_);
    std::cerr << '\r' << line << "\x1b[K" << std::flush;
    written_ = true;
}

}  // namespace corodemo::app
