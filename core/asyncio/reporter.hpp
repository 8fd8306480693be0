#pragma once

#include <array>
#include <cstdint>
#include <source_location>

#include "core/trace/listing.hpp"
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
        ++events_;
        if (wanted_.has<Kind>()) {
            trace::Event event = stamped(cause);
            event.payload = what;
            sink_.on_event(event);
        }
        return events_;
    }

    /// The next Id of that letter.
    Id new_id(char letter);

    void set_time(trace::Nanoseconds now) { time_ = now; }

    /// A run begins; returns its first event's common fields to null when it ends.
    void begin_run() {
        ++runs_;
        run_ = runs_;
    }
    void end_run() { run_ = it_ = 0; }
    void begin_iteration() { it_ = ++iterations_of_run_; }
    void end_iteration() {}
    void leave_iterations() { it_ = iterations_of_run_ = 0; }

    /// What happens until close_handle() is in that handle, and caused by `started`.
    void open_handle(Id handle, EventNumber started) { handle_ = {handle, started}; }
    void close_handle() { handle_ = {}; }
    void open_step(Id task, EventNumber started) { step_ = {task, started}; }
    void close_step() { step_ = {}; }
    [[nodiscard]] EventNumber open_handle_event() const { return handle_.started; }

    /// Where the program stands: the line of its C++ text that called into the library, 0 for the
    /// loop itself.
    void set_line(std::uint32_t line) { line_ = line; }
    [[nodiscard]] std::uint32_t line() const { return line_; }
    [[nodiscard]] std::uint32_t python_line(std::uint32_t cpp_line) const {
        return lines_ != nullptr ? lines_->python_line(cpp_line) : 0;
    }

    /// The program's last line has run: from now on its objects die.
    void begin_exit() {
        exit_ = true;
        line_ = 0;
    }

private:
    struct Open {
        Id id;
        EventNumber started = 0;
    };

    /// The next event, without what happened.
    [[nodiscard]] trace::Event stamped(EventNumber cause) const;

    trace::Sink& sink_;
    trace::Kinds wanted_;
    const trace::LineMap* lines_;
    EventNumber events_ = 0;
    trace::Nanoseconds time_ = 0;
    std::uint32_t runs_ = 0;
    std::uint32_t run_ = 0;
    std::uint32_t iterations_of_run_ = 0;
    std::uint32_t it_ = 0;
    std::uint32_t line_ = 0;
    bool exit_ = false;
    Open handle_;
    Open step_;
    std::array<std::uint32_t, 128> last_number_{};  // by letter
};

}  // namespace corodemo::asyncio
