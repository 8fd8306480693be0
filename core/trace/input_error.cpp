#include "core/trace/input_error.hpp"

#include <array>
#include <utility>

#include "core/trace/enum_names.hpp"

namespace corodemo::trace {

namespace {
using namespace std::string_view_literals;

constexpr std::array kProblem{
    "text_is_empty"sv,
    "not_json"sv,
    "not_json_at"sv,
    "nested_too_deeply"sv,
    "not_a_trace"sv,
    "version_is_newer"sv,
    "version_is_unknown"sv,
    "no_events"sv,
    "two_lists_of_events"sv,
    "after_outcome"sv,
    "no_outcome"sv,
    "field_is_missing"sv,
    "fields_are_missing"sv,
    "field_is_no_object"sv,
    "wrong_type"sv,
    "not_a_number"sv,
    "not_a_whole_number"sv,
    "not_an_id"sv,
    "id_of_another_thing"sv,
    "not_a_value"sv,
    "not_an_object"sv,
    "unknown_kind"sv,
    "unknown_phase"sv,
    "wrong_number"sv,
    "cause_is_later"sv,
    "too_few_periods"sv,
    "clock_moves"sv,
    "clock_goes_back"sv,
    "clock_stands_at"sv,
    "unknown_object"sv,
    "unnamed_object"sv,
    "not_a_task"sv,
    "not_a_new_handle"sv,
    "not_a_timer"sv,
    "not_first_in_queue"sv,
    "still_running"sv,
    "not_running"sv,
    "not_ready"sv,
    "created_twice"sv,
    "next_task"sv,
    "already_done"sv,
    "no_such_callback"sv,
    "not_locked"sv,
    "no_run"sv,
    "run_goes_on"sv,
    "other_period"sv,
    "no_iteration"sv,
    "iteration_goes_on"sv,
    "handles_run"sv,
    "next_iteration"sv,
    "cancelled"sv,
    "not_cancelled"sv,
    "not_queued"sv,
    "role_of_a_timer"sv,
    "no_role_of_a_timer"sv,
    "no_handle_steps"sv,
    "no_cancel"sv,
    "other_count"sv,
    "other_cause"sv,
    "not_eager"sv,
    "no_such_listing"sv,
    "events_say"sv,
    "not_an_order"sv,
    "not_a_choice_of_sleep"sv,
    "not_a_seed"sv,
    "not_a_set_order"sv,
    "no_set_of_that_size"sv,
    "answer_fits_no_set"sv,
    "answer_fits_no_sleep"sv,
    "more_answers_than_asked"sv,
};
static_assert(kProblem.size() == static_cast<std::size_t>(kLastProblem) + 1);

}  // namespace

std::span<const std::string_view> enum_names(Problem) {
    return kProblem;
}

InputError::InputError(Problem problem, std::vector<std::string> arguments)
    : problem_(problem),
      arguments_(std::move(arguments)),
      what_(to_string(problem)) {
    for (const std::string& argument : arguments_) {
        what_ += (&argument == arguments_.data() ? ": " : ", ") + argument;
    }
}

}  // namespace corodemo::trace
