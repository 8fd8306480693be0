#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "app/narration/step.hpp"
#include "core/asyncio/python_version.hpp"

// What is wrong with a program, as far as its trace proves it, and what to write instead. In no
// language: advice_wording.hpp puts it into words.
//
//     Advisor advisor(trace);
//     while (const Step* step = steps.next()) {
//         advisor.add(*step, steps);
//     }
//     ...advisor.findings()

namespace corodemo::app {

/// A mistake that a trace can prove. Each has its sentence in advice_wording.cpp.
enum class Mistake : std::uint8_t {
    never_awaited,    ///< a coroutine object was dropped, and its body never ran
    blocks,           ///< a step took long, and no other task could run
    never_retrieved,  ///< a task or future failed, and nobody looked
    lost_task,        ///< a pending task was destroyed while its loop ran
    unfinished_task,  ///< a pending task was destroyed after its loop had stopped
    runs_on,          ///< gather() failed, and its other children went on
    waits_forever,    ///< in a loop that hangs
    runs_forever,     ///< run_forever(), with nothing left to run
};

/// What to write instead. Names of Python's that not every version has are left to the Advisor.
enum class Remedy : std::uint8_t {
    await_coroutine,
    await_library,       ///< a coroutine of asyncio's own
    run_coroutine,       ///< in module-level code
    run_until_complete,  ///< the same, before asyncio.run()
    schedule_coroutine,  ///< in a callback, which cannot await
    sleep_in_loop,
    call_in_thread,    ///< a function of the program
    use_thread,        ///< whatever takes long
    call_in_executor,  ///< the same two, before asyncio.to_thread()
    use_executor,
    use_executor_in_callback,
    await_task,
    await_task_or_group,
    keep_task,
    keep_task_or_group,
    finish_task,
    cancel_others,
    use_group,
    set_result,
    set_event,
    notify,
    pass_on,         ///< a notification that a cancelled task took with it
    not_reentrant,   ///< the task holds the lock for which it waits
    release_lock,    ///< whose holder has ended
    order_locks,     ///< whose holder waits for another one
    await_holder,    ///< of a lock, who waits for something else
    use_async_with,  ///< of a semaphore
    release_semaphore,
    put_item,
    get_item,
    mark_done,
    complete,  ///< something that isn't known better
    stop_loop,
};

/// A mistake in a program. Equal ones of one line are one finding.
struct Finding {
    Mistake mistake{};
    Remedy remedy{};
    std::uint64_t step = 0;           ///< the first in which it showed; 0 before the first
    std::uint32_t line = 0;           ///< of the Python program, to be repaired; 0 if unknown
    std::uint32_t file = 0;           ///< which of its listings
    std::string file_name = {};       ///< of that listing, if it is not the first one
    std::vector<trace::Id> who = {};  ///< the tasks or futures, in order of their numbers
    trace::Id awaited = {};           ///< of waits_forever: what the first of them waits for
    trace::Id object = {};            ///< likewise: the lock or the like whose method it awaits
    trace::Id other = {};             ///< who holds that lock, or lost its notification
    std::string name = {};            ///< of a function, or an error; safe to display
    std::string code = {};            ///< to write instead; safe to display
    std::string_view create_task =
        {};                       ///< asyncio.create_task, or what was there before Python 3.7
    trace::Nanoseconds time = 0;  ///< of blocks: in all
    std::uint64_t times = 1;      ///< how often it happened
};

/// Finds the mistakes of a program while its trace is read. Keeps a reference to the Trace.
class Advisor {
public:
    /// The shortest step that blocks the event loop, as in asyncio's debug mode.
    static constexpr trace::Nanoseconds kSlow = 100'000'000;

    explicit Advisor(const trace::Trace& trace);
    explicit Advisor(const trace::Trace&& trace) = delete;

    /// To be called for each step, in order, right after steps.next().
    void add(const Step& step, const Steps& steps);

    /// In the order in which they showed.
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

private:
    struct Failed {  // a gather
        const trace::Event* created = nullptr;
        std::string error;
        std::uint64_t step = 0;
        std::uint32_t run = 0;
        std::uint32_t it = 0;
    };

    void look_at(const trace::Event& event, const Steps& steps);
    void on(const trace::Event& event, const trace::Warned& warned, const trace::Replay& state);
    void on(const trace::Event& event, const trace::ExceptionReported& reported);
    void on(const trace::Event& event, const trace::FutureDone& done, const trace::Replay& state);
    void on(const trace::Event& event, const trace::StepStarted& started);
    void on(const trace::Event& event, const ObjectDeed& deed);
    void look_for_lost_notification(const trace::StepStarted& started);
    [[nodiscard]] bool follows_from_error(const trace::Event& warned, const trace::Event& created,
                                          const trace::Replay& state) const;
    void look_for_blocking(const Step& step);
    void advise_blocking_task(Finding& finding) const;
    void look_for_waiting(const trace::Replay& state);
    void look_at_object(const trace::ObjectStateNow& object, Finding& finding,
                        const trace::Replay& state) const;
    void add(Finding finding, std::string_view kind = {});
    /// The text of a Python listing; empty if there is none.
    [[nodiscard]] std::string_view source(std::uint32_t file) const;
    [[nodiscard]] bool has(int minor) const { return python_.minor() >= minor; }

    const trace::Trace& trace_;
    asyncio::PythonVersion python_;
    std::uint64_t step_ = 0;  // the number of the last decision
    std::unordered_map<std::uint32_t, const trace::Event*> coroutines_;  // where created
    std::unordered_map<std::uint32_t, const trace::Event*> gathers_;     // likewise
    std::unordered_map<std::uint32_t, Failed> left_;  // tasks that a failed gather left running
    std::unordered_map<std::uint32_t, trace::Id>
        notified_;                                       // by task that has not run yet: by what
    std::unordered_map<std::uint32_t, trace::Id> lost_;  // by condition: who was notified in vain
    std::vector<Finding> findings_;
    std::map<std::tuple<Mistake, std::uint32_t, std::uint32_t, std::string>, std::size_t> known_;
};

/// The mistakes of a program that left this trace.   Throws: ReplayError.
std::vector<Finding> findings(const trace::Trace& trace);

}  // namespace corodemo::app
