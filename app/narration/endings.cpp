#include "app/narration/endings.hpp"

#include <span>
#include <string>
#include <string_view>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

Code code(std::string_view text) {
    return {std::string(text)};
}

/// What the loop waited for last, outside of it.
Outside last_waited_for(const trace::Trace& trace) {
    std::span<const trace::Text> what;
    for (const trace::Event& event : trace.events()) {
        if (const auto* waiting = event.as<trace::WaitingOutside>()) {
            what = waiting->what.value_or(std::span<const trace::Text>());
        }
    }
    return {{what.begin(), what.end()}};
}

/// What ran the last loop that isn't part of a shutdown.
Code last_call(const trace::Trace& trace) {
    std::string_view call = "run_until_complete";
    for (const trace::Event& event : trace.events()) {
        const auto* run = event.as<trace::RunStarted>();
        if (run != nullptr && !run->internal.value_or(false)) {
            call = run->via ? to_string(*run->via) : to_string(run->how);
        }
    }
    return code(call);
}

Clause ending_of(const trace::Trace& trace) {
    using Status = trace::Outcome::Status;
    const trace::Outcome& outcome = trace.outcome;
    switch (outcome.status) {
        case Status::raised: {
            const trace::Outcome::Raised error = outcome.error.value_or(trace::Outcome::Raised());
            return {Saying::program_raises, {Code{error_text(error.type, error.message)}}};
        }
        case Status::hung:
            return {Saying::program_hangs, {}};
        case Status::limit:
            return {Saying::limit, {}};
        case Status::waiting: {
            const Outside what = last_waited_for(trace);
            return what.what.empty() ? Clause{Saying::cut_off, {}}
                                     : Clause{Saying::cut_off_waiting, {what}};
        }
        case Status::killed:
            return {Saying::killed, {code(outcome.signal.value_or(""))}};
        case Status::returned:
            break;
    }
    return outcome.value ? Clause{Saying::call_returns, {last_call(trace), code(*outcome.value)}}
                         : Clause{Saying::program_ends, {}};
}

}  // namespace

Account account_of_end(const trace::Trace& trace) {
    return {.begin = ending_of(trace), .why = {}, .clauses = {}, .end = {}, .consequences = {}};
}

Clause ending_of(const trace::RunStarted& run, const trace::RunFinished& finished) {
    const Code call =
        code(run.via && !run.internal.value_or(false) ? to_string(*run.via) : to_string(run.how));
    if (finished.error.type.data() != nullptr) {
        return {Saying::call_raises,
                {call, Code{error_text(finished.error.type, finished.error.message)}}};
    }
    if (finished.value.data() != nullptr) {
        return {Saying::call_returns, {call, code(finished.value)}};
    }
    switch (finished.why) {
        case trace::FinishWhy::hung:
            return {Saying::program_hangs, {}};
        case trace::FinishWhy::limit:
            return {Saying::limit, {}};
        case trace::FinishWhy::stopped:
        case trace::FinishWhy::raised:
            break;
    }
    return {Saying::call_stops, {call}};
}

}  // namespace corodemo::app
