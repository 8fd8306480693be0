#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/tasks/distinct.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

/// When wait() returns.
enum class ReturnWhen : std::uint8_t { all_completed, first_completed, first_exception };

struct WaitOptions {
    std::optional<Duration> timeout;
    ReturnWhen return_when = ReturnWhen::all_completed;
};

/// What wait() returns: two sets.
template <class F>
struct DoneAndPending {
    std::vector<F> done;
    std::vector<F> pending;
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

/// `items` without repetitions, in the order in which asyncio would iterate over the set of them.
template <class Item>
std::vector<Item*> set_order(std::vector<Item>& items, trace::Elements elements) {
    const std::vector<std::size_t> first = first_occurrences(items);
    std::vector<Item*> base;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (first[i] == i) {
            base.push_back(&items[i]);
        }
    }
    if (base.size() < 2) {
        return base;
    }
    std::vector<Item*> ordered;
    for (const std::uint32_t position : interpreter().choose("wait", base.size(), elements)) {
        ordered.push_back(base[position - 1]);
    }
    return ordered;
}

inline void check_not_empty(bool empty) {
    if (empty) {
        throw ValueError(interpreter().python().has(Behaviour::wait_takes_coroutines)
                             ? "Set of coroutines/Futures is empty."
                             : "Set of Tasks/Futures is empty.");
    }
}

template <class F>
DoneAndPending<F> split(const std::vector<F>& futures) {
    DoneAndPending<F> sets;
    for (const F& future : futures) {
        (future.done() ? sets.done : sets.pending).push_back(future);
    }
    return sets;
}

}  // namespace detail

/// Waits until all futures are done, or as `options` say; returns those that are and those that are
/// not. It raises none of their exceptions and cancels nobody. Follows asyncio.wait, which makes a
/// set of its arguments: see Choices. Throws: ValueError if there are none.
template <class F>
    requires std::derived_from<F, Future<typename F::value_type>>
Coro<DoneAndPending<F>> wait(std::vector<F> futures, WaitOptions options = {},
                             CallSite /*call*/ = CallSite::library("wait")) {
    get_running_loop().note_await_line();
    detail::check_not_empty(futures.empty());
    std::vector<F> ordered;
    for (const F* future : detail::set_order(futures, trace::Elements::futures)) {
        ordered.push_back(*future);
    }
    std::vector<Ref<FutureBase>> objects;
    for (const F& future : ordered) {
        objects.push_back(future.object());
    }
    co_await detail::wait_for_completion(std::move(objects), options);
    co_return detail::split(ordered);
}

/// The same for coroutines, of which it makes tasks; until 3.10. It takes them out of `coroutines`,
/// which must live until it has begun: a list that the caller still holds, as in Python. Throws:
/// TypeError since 3.11; then the coroutines are left as they are.
template <class T>
Coro<DoneAndPending<Task<T>>> wait(std::vector<Coro<T>>& coroutines, WaitOptions options = {},
                                   CallSite /*call*/ = CallSite::library("wait")) {
    get_running_loop().note_await_line();
    detail::check_not_empty(coroutines.empty());
    const std::vector<Coro<T>*> ordered =
        detail::set_order(coroutines, trace::Elements::coroutines);
    if (!interpreter().python().has(Behaviour::wait_takes_coroutines)) {
        throw TypeError(std::string(PythonVersion::text(Behaviour::wait_takes_coroutines)));
    }
    std::vector<Task<T>> tasks;
    std::vector<Ref<FutureBase>> objects;
    for (Coro<T>* coroutine : ordered) {
        tasks.push_back(get_running_loop().create_task(std::move(*coroutine)));
        objects.push_back(tasks.back().object());
    }
    co_await detail::wait_for_completion(std::move(objects), options);
    co_return detail::split(tasks);
}

}  // namespace corodemo::asyncio
