#pragma once

#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corodemo::trace {

/// What can be wrong with input: with a text that should be a trace, with its events, with a
/// choice. The arguments are in parentheses.
enum class Problem : std::uint8_t {
    // a whole text
    text_is_empty,
    not_json,
    not_json_at,  ///< (byte)
    nested_too_deeply,
    not_a_trace,
    version_is_newer,    ///< (version, the newest that is known)
    version_is_unknown,  ///< (version)
    no_events,
    two_lists_of_events,
    after_outcome,
    no_outcome,

    // a field or its value
    field_is_missing,    ///< (name)
    fields_are_missing,  ///< (name, name): one of them is required
    field_is_no_object,  ///< (name)
    wrong_type,
    not_a_number,
    not_a_whole_number,   ///< (number)
    not_an_id,            ///< (text)
    id_of_another_thing,  ///< (id)
    not_a_value,          ///< (text)

    // an event by itself
    not_an_object,
    unknown_kind,     ///< (text)
    unknown_phase,    ///< (text)
    wrong_number,     ///< (number)
    cause_is_later,   ///< (number)
    too_few_periods,  // runs or iterations

    // an event, given those before it
    clock_moves,      // without clock_advanced
    clock_goes_back,  ///< (time)
    clock_stands_at,  ///< (time)
    unknown_object,   ///< (id)
    unnamed_object,
    not_a_task,          ///< (id)
    not_a_new_handle,    ///< (id)
    not_a_timer,         ///< (id)
    not_first_in_queue,  ///< (id)
    still_running,       ///< (id)
    not_running,         ///< (id)
    not_ready,           ///< (id)
    created_twice,       ///< (id)
    next_task,           ///< (the id that it should have)
    already_done,        ///< (id)
    no_such_callback,    ///< (id)
    not_locked,          ///< (id)
    no_run,
    run_goes_on,   ///< (number)
    other_period,  ///< (run, iteration)
    no_iteration,
    iteration_goes_on,  ///< (number)
    handles_run,        // too late for what has to precede them
    next_iteration,     ///< (id)
    cancelled,          ///< (id)
    not_cancelled,      ///< (id)
    not_queued,         ///< (id)
    role_of_a_timer,
    no_role_of_a_timer,
    no_handle_steps,  ///< (id)
    no_cancel,        ///< (id)
    other_count,      ///< (number)
    other_cause,      ///< (the number of the event that is its cause)
    not_eager,        ///< (id)
    no_such_listing,  ///< (its index)
    events_say,       ///< (what a field of the outcome should be)

    // a choice
    not_an_order,             ///< (text)
    not_a_choice_of_sleep,    ///< (text)
    not_a_seed,               ///< (text)
    not_a_set_order,          ///< (text)
    no_set_of_that_size,      ///< (size)
    answer_fits_no_set,       ///< (number of the answer)
    answer_fits_no_sleep,     ///< (number of the answer, how many sleeps)
    more_answers_than_asked,  ///< (answers, those that were taken)
};

inline constexpr Problem kLastProblem = Problem::more_answers_than_asked;

std::span<const std::string_view> enum_names(Problem);

/// A place in a trace where something is wrong.
struct Place {
    enum class Kind : std::uint8_t { header, listing, event, line, outcome, field };

    Kind kind{};
    std::string name;  ///< of the field or listing; the number of the event or line
};

/// Invalid input. It has no text in any language: the code that shows it has the sentences
/// (app/input_errors.hpp).
class InputError : public std::exception {
public:
    explicit InputError(Problem problem, std::vector<std::string> arguments = {});

    /// The name of the problem and its arguments, for programmers.
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }
    [[nodiscard]] Problem problem() const { return problem_; }
    [[nodiscard]] const std::vector<std::string>& arguments() const { return arguments_; }
    /// Outermost first.
    [[nodiscard]] const std::vector<Place>& places() const { return places_; }

    /// Adds the place that contains those so far.
    void add_outer(Place place) { places_.insert(places_.begin(), std::move(place)); }

private:
    Problem problem_;
    std::vector<std::string> arguments_;
    std::vector<Place> places_;
    std::string what_;
};

/// Calls `action`, and adds the place called `name` to an InputError that it throws.
template <class Action>
void within(Place::Kind kind, std::string_view name, Action action) {
    try {
        action();
    } catch (InputError& error) {
        error.add_outer({kind, std::string(name)});
        throw;
    }
}
/// The same for a place with a number.
template <class Action>
void within(Place::Kind kind, std::uint64_t number, Action action) {
    try {
        action();
    } catch (InputError& error) {
        error.add_outer({kind, std::to_string(number)});
        throw;
    }
}

}  // namespace corodemo::trace
