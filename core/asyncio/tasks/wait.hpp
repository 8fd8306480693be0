#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/tasks/distinct.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/tasks/list.hpp"

namespace corodemo::asyncio {

/// When wait() returns.
enum class ReturnWhen : std::uint8_t { all_completed, first_completed, first_exception };

struct WaitOptions {
    std::optional<Duration> timeout = {};
    ReturnWhen return_when = ReturnWhen::all_completed;
};

/// A set of futures that wait() returned, in the order in which it iterated over them. Another
/// wait() keeps that order, whereas it chooses one for a list: see Choices.
template <class F>
class FutureSet : public std::vector<F> {
    using std::vector<F>::vector;
};

/// What wait() returns: two sets.
template <class F>
struct DoneAndPending {
    FutureSet<F> done;
    FutureSet<F> pending;
};

template <class F>
std::string repr(const DoneAndPending<F>& sets) {
    const auto set_text = [](std::vector<F> set) -> std::string {
        if (set.empty()) {
            return "set()";
        }
        std::ranges::sort(set, {}, &F::id);
        std::string text = repr(set);
        text.front() = '{';
        text.back() = '}';
        return text;
    };
    return "(" + set_text(sets.done) + ", " + set_text(sets.pending) + ")";
}

namespace detail {

/// Counts the futures that are done, and wakes wait() when it should return. Follows _wait's
/// _on_completion.
class OnCompletion final : public CallbackObject {
public:
    OnCompletion(Ref<FutureObject<void>> waiter, Ref<TimerObject> timeout, std::size_t count,
                 ReturnWhen return_when)
        : CallbackObject(Owner::wait),
          waiter_(std::move(waiter)),
          timeout_(std::move(timeout)),
          counter_(count),
          return_when_(return_when) {}
    void call(FutureBase* future) override;

private:
    Ref<FutureObject<void>> waiter_;
    Ref<TimerObject> timeout_;
    std::size_t counter_;
    ReturnWhen return_when_;
};

/// Waits as `options` say. Follows asyncio.tasks._wait.
Coro<> wait_for_completion(std::vector<Ref<FutureBase>> futures, WaitOptions options,
                           CallSite call = CallSite::library("_wait"));

/// Throws: ValueError.
void check_not_empty(bool empty);
/// Throws: TypeError since 3.11. In 3.9 and 3.10 it warns.
void check_takes_coroutines();

template <class F>
DoneAndPending<F> split(const std::vector<F>& futures) {
    DoneAndPending<F> sets;
    for (const F& future : futures) {
        (future.done() ? sets.done : sets.pending).push_back(future);
    }
    return sets;
}

/// Waits for `futures`, in this order.
template <class F>
Coro<> wait_for_completion(const std::vector<F>& futures, const WaitOptions& options) {
    std::vector<Ref<FutureBase>> objects;
    std::ranges::transform(futures, std::back_inserter(objects), &F::object);
    return wait_for_completion(std::move(objects), options);
}

/// wait() for coroutines of type C. `List` is a vector, or a reference to one that the caller owns.
template <Coroutine C, class List>
Coro<DoneAndPending<Task<typename C::value_type>>> wait_for_coroutines(
    List coroutines, WaitOptions options, CallSite /*call*/ = CallSite::library("wait")) {
    EventLoop& loop = get_running_loop();
    loop.note_await_line();
    check_not_empty(coroutines.empty());
    const std::vector<C*> ordered = set_order("wait", coroutines, trace::Elements::coroutines);
    check_takes_coroutines();
    using T = typename C::value_type;
    std::vector<Task<T>> tasks;
    for (C* coroutine : ordered) {  // create_task() would attribute them to this line
        tasks.push_back(loop.new_task<T>(std::move(*coroutine)));
    }
    co_await wait_for_completion(tasks, options);
    co_return split(tasks);
}

}  // namespace detail

/// Waits until all futures are done, or as `options` say; returns those that are done and those
/// that are pending. It neither raises their exceptions nor cancels them. Follows asyncio.wait,
/// which iterates over a set of its arguments: see Choices. Throws: ValueError if there are none.
template <class F>
    requires std::derived_from<F, Future<typename F::value_type>>
Coro<DoneAndPending<F>> wait(std::vector<F> futures, WaitOptions options = {},
                             CallSite /*call*/ = CallSite::library("wait")) {
    get_running_loop().note_await_line();
    detail::check_not_empty(futures.empty());
    std::vector<F> ordered;
    for (const F* future : set_order("wait", futures, trace::Elements::futures)) {
        ordered.push_back(*future);
    }
    co_await detail::wait_for_completion(ordered, options);
    co_return detail::split(ordered);
}
template <class F>
Coro<DoneAndPending<F>> wait(FutureSet<F> futures, WaitOptions options = {},
                             CallSite /*call*/ = CallSite::library("wait")) {
    get_running_loop().note_await_line();
    detail::check_not_empty(futures.empty());
    co_await detail::wait_for_completion(futures, options);
    co_return detail::split(futures);
}

/// The same for coroutines, which it wraps in tasks; until 3.10 (with a warning in 3.9 and 3.10).
/// It moves them out of the caller's list, which must live until wait() has started. Throws:
/// TypeError since 3.11, and leaves the coroutines where they are.
template <Coroutine C>
Coro<DoneAndPending<Task<typename C::value_type>>> wait(std::vector<C>& coroutines,
                                                        WaitOptions options = {}) {
    return detail::wait_for_coroutines<C, std::vector<C>&>(coroutines, options);
}
/// It owns a temporary list: `co_await wait(list({hello(), hello()}))`.
template <Coroutine C>
Coro<DoneAndPending<Task<typename C::value_type>>> wait(std::vector<C>&& coroutines,
                                                        WaitOptions options = {}) {
    return detail::wait_for_coroutines<C, std::vector<C>>(std::move(coroutines), options);
}

}  // namespace corodemo::asyncio
