#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/asyncio/handle.hpp"
#include "core/asyncio/virtual_time.hpp"

namespace corodemo::asyncio {

/// A function of the program with its name, which C++ cannot derive, and the location of the call
/// that it is passed to: see named().
template <class Function>
struct Named {
    std::string name;
    Function function;
    SourceLocation where;
};
/// For to_thread() and run_in_executor(): `named("read", read)`.
template <class Function>
Named<Function> named(std::string name, Function function,
                      SourceLocation where = SourceLocation::current()) {
    return {std::move(name), std::move(function), where};
}

/// A call of `function` with these arguments, which may be move-only.
template <class Function, class... Arguments>
std::function<std::invoke_result_t<Function, Arguments...>()> job_of(Function function,
                                                                     Arguments... arguments) {
    return [call = std::make_shared<std::pair<Function, std::tuple<Arguments...>>>(
                std::move(function), std::tuple(std::move(arguments)...))] {
        return std::apply(
            [&](auto&... each) { return std::invoke(call->first, std::move(each)...); },
            call->second);
    };
}

/// Which thread schedules a handle, and what a trace says about it.
struct FromThread {
    std::string thread;
    std::string about;   ///< "job 1, read"
    bool is_job = true;  ///< the thread has done a job of an executor
};

/// The threads in which a loop runs what would block it, in virtual time. Follows
/// concurrent.futures.ThreadPoolExecutor.
///
/// No thread really runs. A job is called in one go when a thread would begin it, and takes the
/// time that it blocks: that of its time_sleep(). So what it prints has the time of its beginning.
/// The loop hears of its end when the clock comes to it.
class Executor {
public:
    /// On a machine with so many processors or more. Further jobs wait for a thread.
    static constexpr std::size_t kMaxWorkers = 32;

    explicit Executor(EventLoop& loop)
        : loop_(loop) {}

    /// `done` is called by the loop, one iteration after the end of the job at the earliest.
    void submit(std::string name, std::function<void()> job, Ref<CallbackObject> done);
    /// Calls `done` likewise when no job is left. Follows ThreadPoolExecutor.shutdown(), in a
    /// thread of its own.
    void shutdown(Ref<CallbackObject> done);

    /// Whether a job is to end, or shutdown() to call back.
    [[nodiscard]] bool busy() const { return !ends_.empty(); }
    /// When the next job ends.   Requires: busy().
    [[nodiscard]] Time next_end() const { return ends_.begin()->first; }
    /// Schedules what is to be called now that the clock has moved.
    void tell_ended();
    /// What is not yet over, as a trace says it: "job 1, read".
    [[nodiscard]] std::vector<std::string> unfinished() const;

private:
    struct Job {
        std::string about;
        std::function<void()> function;
        Ref<CallbackObject> done;
    };
    struct End {
        FromThread by;
        Ref<CallbackObject> done;
        std::size_t worker = 0;
    };
    void begin(Job job, std::size_t worker);
    [[nodiscard]] std::string name_of(std::size_t worker) const;
    void end_shutdown();

    EventLoop& loop_;
    std::vector<bool> busy_workers_;
    std::deque<Job> waiting_;        // for a worker
    std::multimap<Time, End> ends_;  // equal times in order of insertion
    std::size_t jobs_ = 0;
    Ref<CallbackObject> shut_down_;
};

}  // namespace corodemo::asyncio
