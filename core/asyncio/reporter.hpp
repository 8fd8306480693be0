#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/trace/line_map.hpp"
#include "core/trace/sink.hpp"

namespace corodemo::asyncio {

using trace::EventNumber;
using trace::Id;

/// Puts the loop's reports into events: numbers them, says when, within what and because of what
/// they happened, and hands them to the Sink. There is one only while somebody looks; all that is
/// kept for the trace alone is kept here.
class Reporter {
public:
    /// `cause` for report(): whatever handle or task is open.
    static constexpr EventNumber kOpen = ~EventNumber{0};

    /// `lines` may be null: then no Python lines are known.
    Reporter(trace::Sink& sink, const trace::LineMap* lines)
        : sink_(sink),
          wanted_(sink.wanted()),
          lines_(lines) {}

    /// Returns the number of the event.
    template <class Kind>
    EventNumber report(const Kind& what, EventNumber cause = kOpen) {
        ++event_.n;
        if (wanted_.has<Kind>()) {
            const Open& open = step_.id ? step_ : handle_;
            event_.cause = cause == kOpen ? open.started : cause;
            event_.in = open.id;
            event_.payload.template emplace<Kind>(what);
            sink_.on_event(event_);
        }
        return event_.n;
    }

    /// The next Id of that letter.
    Id new_id(char letter) { return {letter, ++last_number_[static_cast<unsigned char>(letter)]}; }

    void set_time(trace::Nanoseconds now) { event_.t = now; }

    /// A run begins: what happens is in it until it ends, and in an iteration until that is left.
    void begin_run() { event_.run = ++runs_; }
    void end_run() { event_.run = event_.it = 0; }
    void begin_iteration() { event_.it = ++iterations_of_run_; }
    void leave_iterations() { event_.it = iterations_of_run_ = 0; }

    /// What happens until close_handle() is in that handle, and caused by `started`.
    void open_handle(Id handle, EventNumber started) { handle_ = {handle, started}; }
    void close_handle() { handle_ = {}; }
    void open_step(Id task, EventNumber started) { step_ = {task, started}; }
    void close_step() { step_ = {}; }
    [[nodiscard]] EventNumber open_handle_event() const { return handle_.started; }

    /// Where the program stands: the line of its C++ text that called into the library, 0 for the
    /// loop itself.
    void set_line(std::uint32_t line) {
        if (line != event_.cpp_line) {
            event_.cpp_line = line;
            event_.line = python_line(line);
        }
    }
    [[nodiscard]] std::uint32_t line() const { return event_.cpp_line; }
    [[nodiscard]] std::uint32_t python_line(std::uint32_t cpp_line) const {
        return lines_ != nullptr ? lines_->python_line(cpp_line) : 0;
    }

    /// The program's last line has run: from now on its objects die.
    void begin_exit() {
        event_.exit = true;
        set_line(0);
    }

    /// An empty list, to be filled with what one event has.
    std::vector<trace::Frame>& frames() {
        frames_.clear();
        return frames_;
    }

private:
    struct Open {
        Id id;
        EventNumber started = 0;
    };

    trace::Sink& sink_;
    trace::Kinds wanted_;
    const trace::LineMap* lines_;
    trace::Event event_;  // the last one; the next has the same time, run, iteration and line
    std::uint32_t runs_ = 0;
    std::uint32_t iterations_of_run_ = 0;
    Open handle_;
    Open step_;
    std::array<std::uint32_t, 128> last_number_{};  // by letter
    std::vector<trace::Frame> frames_;
};

}  // namespace corodemo::asyncio
