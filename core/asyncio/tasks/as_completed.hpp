#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/asyncio/tasks/distinct.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/tasks/list.hpp"
#include "core/asyncio/weak_callback.hpp"
#include "core/containers/ordered_set.hpp"

namespace corodemo::asyncio {

namespace detail {

/// The part of as_completed() that does not depend on the type of the values: the done callback of
/// each future, and the queue of those that are done. Follows _AsCompletedIterator, which until
/// 3.12 was a generator.
class Completions final : public CallbackObject {
public:
    Completions()
        : CallbackObject(Owner::as_completed) {}
    ~Completions() override;

    /// To be called once, with the distinct futures.
    void start(EventLoop& loop, const std::vector<Ref<FutureBase>>& futures,
               std::optional<Duration> timeout);

    /// Whether there is another one to wait for; counts it. Follows __next__ and __anext__.
    bool take_next();
    /// The next future that is done; null if the timeout has passed first.
    static Coro<Ref<FutureBase>> next_done(Ref<Completions> completions,
                                           CallSite call = CallSite::library("get"));

    /// Follows _handle_completion.
    void call(FutureBase* future) override;

private:
    void handle_timeout();
    void put(Ref<FutureBase> future);
    void wake_up_next();

    EventLoop* loop_ = nullptr;
    containers::OrderedSet<FutureBase> todo_;
    std::size_t todo_left_ = 0;
    Ref<TimerObject> timeout_handle_;
    Ref<WeakCallback> on_timeout_;
    // Its asyncio.Queue.
    std::deque<Ref<FutureBase>> done_;
    std::deque<Ref<FutureObject<void>>> getters_;
};

/// Throws: TypeError before 3.13.
void check_iterates_asynchronously();

/// The result of `future`, which next_done() returned; TimeoutError if that is null.
template <class T>
Future<T> completed(const Ref<FutureBase>& future) {
    if (!future) {
        throw TimeoutError();
    }
    return Future<T>(future);
}

}  // namespace detail

/// What as_completed() returns: a range of coroutines, each of which returns the result of the next
/// future that is done.
template <class T>
class AsCompleted {
public:
    using Start = std::function<void(detail::Completions&)>;

    explicit AsCompleted(Start start)
        : start_(std::move(start)),
          completions_(new detail::Completions) {
        if (interpreter().python().has(Behaviour::as_completed_is_object)) {
            start_once();
        }
    }

    class Iterator {
    public:
        using value_type = Coro<T>;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(Ref<detail::Completions> completions)
            : completions_(std::move(completions)),
              more_(completions_->take_next()) {}
        Coro<T> operator*() const { return wait_for_one(completions_); }
        Iterator& operator++() {
            more_ = completions_->take_next();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t /*end*/) const { return !more_; }

    private:
        Ref<detail::Completions> completions_;
        bool more_;
    };
    Iterator begin() {
        start_once();
        return Iterator(completions_);
    }
    static std::default_sentinel_t end() { return {}; }

    /// `async for`: waits for the next future that is done, and returns it; one that is empty when
    /// there are no more.   Throws: TimeoutError; TypeError before 3.13.
    ///
    ///     while (auto done = co_await completed.anext()) { ... }
    [[nodiscard]] Coro<Future<T>> anext() {
        detail::check_iterates_asynchronously();
        return anext(completions_);
    }

private:
    void start_once() {
        if (const Start start = std::exchange(start_, nullptr)) {
            start(*completions_);
        }
    }
    static Coro<T> wait_for_one(Ref<detail::Completions> completions,
                                CallSite /*call*/ = CallSite::library("_wait_for_one")) {
        const Ref<FutureBase> done = co_await detail::Completions::next_done(completions);
        const Future<T> future = detail::completed<T>(done);
        future.result();
        if constexpr (!std::is_void_v<T>) {
            co_return give_value<T>(*future.object());
        }
    }
    static Coro<Future<T>> anext(Ref<detail::Completions> completions,
                                 CallSite /*call*/ = CallSite::library("__anext__")) {
        if (!completions->take_next()) {
            co_return Future<T>();
        }
        const Ref<FutureBase> done = co_await detail::Completions::next_done(completions);
        co_return detail::completed<T>(done);
    }

    Start start_;
    Ref<detail::Completions> completions_;
};

/// The results of awaitables in the order in which they are done, as soon as they are:
///
///     for (auto next : as_completed(list({fetch(1), fetch(2)}))) {
///         print(co_await std::move(next));
///     }
///
/// If `timeout` passes first, the rest throw TimeoutError. Coroutines are wrapped in tasks, in the
/// order of a set: see Choices. Follows asyncio.as_completed, which until 3.12 does nothing until
/// the loop begins.
template <FutureOrCoroutine A>
AsCompleted<typename A::value_type> as_completed(std::vector<A> awaitables,
                                                 std::optional<Duration> timeout = {},
                                                 SourceLocation where = SourceLocation::current()) {
    using T = typename A::value_type;
    here(where);
    const auto items = std::make_shared<std::vector<A>>(std::move(awaitables));
    return AsCompleted<T>([items, timeout, where](detail::Completions& completions) {
        EventLoop& loop = get_event_loop(where);
        std::vector<Ref<FutureBase>> futures;
        const auto elements = Coroutine<A> ? trace::Elements::coroutines : trace::Elements::futures;
        for (A* item : set_order("as_completed", *items, elements)) {
            futures.push_back(detail::future_of(loop, std::move(*item)).object());
        }
        completions.start(loop, futures, timeout);
    });
}

}  // namespace corodemo::asyncio
