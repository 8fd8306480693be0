#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace corodemo::asyncio {

/// Something that not every CPython does alike, as far as this library does it.
enum class Behaviour : std::uint8_t {
    task_names,                ///< Task-1, Task-2, ...
    wait_takes_coroutines,     ///< wait() makes tasks of coroutines, in the order of a set
    wait_warns_of_coroutines,  ///< ... and, awaited by the program, warns of it
    gather_iterates_set,       ///< gather() walks its arguments in the order of a set
    gather_of_done_is_done,    ///< gather() of nothing but done futures is done when it returns
    cancel_message,            ///< cancel(msg)
    cancelled_error_kept,  ///< who awaits a cancelled task gets the very CancelledError that ended
                           ///< it
    cancel_wins_over_return,  ///< cancel() in the step in which the coroutine returns: the task is
                              ///< cancelled
    lock_made_for_a_loop,     ///< a Lock belongs to the loop that get_event_loop() gives when it is
                              ///< made
    with_ends_where_it_begins,    ///< what the end of an `async with` does has the line of its
                                  ///< beginning
    cancelled_wait_lets_go,       ///< wait() takes its callbacks away even if it is cancelled
    negative_sleep_yields,        ///< sleep() of less than 0 is sleep(0)
    run_checks_running_first,     ///< run_until_complete() makes no task if a loop is running
    task_rejects_set_result,      ///< set_result() and set_exception() of a Task raise
    get_event_loop_makes_one,     ///< get_event_loop() makes a loop where there is none
    get_event_loop_warns,         ///< ... and warns of it
    has_coroutine_decorator,      ///< @asyncio.coroutine
    coroutine_decorator_warns,    ///< ... and warns of it
    iscoroutinefunction_warns,    ///< iscoroutinefunction() says that it will be removed
    errors_name_the_class,        ///< a method called with wrong arguments is named with its class
    exceptions_shown_with_comma,  ///< repr(ValueError("no")) is ValueError('no',)
    callbacks_shown_with_arguments,  ///< where the loop tells of a callback that raised
};

/// One line of the table of what differs: who has it, and the words in which CPython says so.
struct BehaviourRow {
    Behaviour behaviour;
    std::string_view name;
    int since;              ///< the minor version of Python 3 that has it first
    int before;             ///< the first that has it no more
    std::string_view text;  ///< what CPython says where it is deprecated, or missing
};
std::span<const BehaviourRow> behaviour_table();

/// Which CPython to behave as: 3.`minor`, with what the table says of it.
class PythonVersion {
public:
    static constexpr int kOldest = 6;
    static constexpr int kNewest = 14;

    explicit PythonVersion(int minor = 10, std::span<const BehaviourRow> table = behaviour_table())
        : minor_(minor),
          table_(table) {}

    /// "3.10"; empty if it is no version, or one that is not covered.
    static std::optional<PythonVersion> parse(std::string_view text);

    [[nodiscard]] int minor() const { return minor_; }
    [[nodiscard]] bool has(Behaviour behaviour) const;

    /// What this CPython says about it.
    static std::string_view text(Behaviour behaviour);

private:
    int minor_;
    std::span<const BehaviourRow> table_;
};

/// "3.10"
std::string to_string(PythonVersion python);

}  // namespace corodemo::asyncio
