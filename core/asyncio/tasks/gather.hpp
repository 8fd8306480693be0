#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/repr.hpp"
#include "core/asyncio/tasks/distinct.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/tasks/list.hpp"

namespace corodemo::asyncio {

using coro::Outcome;

/// The part of gather's outer future that does not depend on the type of its results.
class GatherOuter {
public:
    GatherOuter(std::vector<Ref<FutureBase>> children, bool return_exceptions)
        : children_(std::move(children)),
          return_exceptions_(return_exceptions) {}
    GatherOuter(const GatherOuter&) = delete;
    GatherOuter& operator=(const GatherOuter&) = delete;
    virtual ~GatherOuter() = default;

    [[nodiscard]] const std::vector<Ref<FutureBase>>& gathered() const { return children_; }
    [[nodiscard]] bool return_exceptions() const { return return_exceptions_; }
    [[nodiscard]] bool cancel_requested() const { return cancel_requested_; }

    /// Collects the results in argument order.   Requires: all children are done.
    virtual void set_results() = 0;

protected:
    /// Cancels each child; returns whether any accepted the request.
    bool cancel_children(const std::optional<std::string>& message);

private:
    std::vector<Ref<FutureBase>> children_;
    bool return_exceptions_;
    bool cancel_requested_ = false;
};

/// The done callback of each child, which completes the outer future. Follows gather's
/// _done_callback.
class GatherCallback final : public CallbackObject {
public:
    GatherCallback()
        : CallbackObject(Owner::gather) {}

    /// Adds itself to `child`, or remembers one that is done already (since 3.12).
    void watch(FutureBase& child);
    /// To be called once `outer` exists: from now on it can be completed.
    void complete(FutureBase& future, GatherOuter& outer);
    void call(FutureBase* future) override;

private:
    Ref<FutureBase> outer_future_;
    GatherOuter* outer_ = nullptr;  // the same object
    std::vector<Ref<FutureBase>> done_already_;
    std::size_t watched_ = 0;
    std::size_t finished_ = 0;
};

/// gather's outer future. Follows _GatheringFuture: cancelling it cancels the children.
template <class T, class Item>
class GatheringFuture final : public FutureObject<std::vector<Item>>, public GatherOuter {
public:
    GatheringFuture(EventLoop& loop, std::vector<Ref<FutureBase>> gathered, bool return_exceptions,
                    GatherCallback* callback)
        : FutureObject<std::vector<Item>>(loop, FutureBase::Kind::gathering_future),
          GatherOuter(std::move(gathered), return_exceptions) {
        this->reporter().gather_created(*this, callback);
    }

    void set_results() override {
        std::vector<Item> items;
        items.reserve(gathered().size());
        for (const Ref<FutureBase>& child : gathered()) {
            items.push_back(item_of(*child));
        }
        this->set_result(std::move(items));
    }
    bool cancel(std::optional<std::string> message) override {
        this->check_cancel_message(message);
        this->reporter().cancel_requested(*this, message);
        const CancelPassedOn passes_on(this->reporter(), *this);
        return !this->done() && cancel_children(message);
    }
    [[nodiscard]] std::span<const Ref<FutureBase>> children() const override { return gathered(); }

private:
    static Item item_of(FutureBase& child) {
        if constexpr (std::same_as<Item, Outcome<T>>) {
            Outcome<T> outcome;
            if (child.cancelled()) {
                // Where there is no message, CPython passes an empty one since 3.9.
                outcome.set_exception(std::make_exception_ptr(
                    interpreter().python().has(Behaviour::cancel_message)
                        ? CancelledError(child.cancel_message().value_or(""))
                        : CancelledError()));
            } else if (const std::exception_ptr exception = child.exception()) {
                outcome.set_exception(exception);
            } else {
                outcome.set_value(give_value<T>(child));
            }
            return outcome;
        } else {
            return give_value<T>(child);
        }
    }
};

namespace detail {

/// Calls ensure_future() for each distinct awaitable, in argument order or in set order (3.6);
/// returns the future at each position.
template <class A>
std::vector<Ref<FutureBase>> gather_children(std::vector<A>& awaitables, GatherCallback& callback,
                                             bool set_order, SourceLocation where) {
    constexpr bool kAreFutures = std::equality_comparable<A>;
    const std::vector<std::size_t> first = first_occurrences(awaitables);
    std::vector<std::size_t> distinct;
    for (std::size_t i = 0; i < awaitables.size(); ++i) {
        if (first[i] == i) {
            distinct.push_back(i);
        }
    }
    if (set_order && distinct.size() > 1) {
        const std::vector<std::size_t> base = distinct;
        std::ranges::transform(
            interpreter().choose("gather", base.size(), trace::Elements::coroutines),
            distinct.begin(), [&](std::uint32_t position) { return base[position - 1]; });
    }
    std::vector<Ref<FutureBase>> children(awaitables.size());
    for (const std::size_t i : distinct) {
        children[i] = ensure_future(std::move(awaitables[i]), where).object();
        if (TaskBase* task = children[i]->as_task(); task != nullptr && !kAreFutures) {
            task->dont_log_destroy_pending();
        }
        if (!set_order) {
            callback.watch(*children[i]);
        }
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
        children[i] = children[first[i]];
    }
    return children;
}

template <class Item, class A>
Future<std::vector<Item>> gather(std::vector<A> awaitables, bool return_exceptions,
                                 SourceLocation where) {
    using Outer = GatheringFuture<typename A::value_type, Item>;
    here(where);
    if (awaitables.empty()) {
        Ref<Outer> outer(new Outer(get_event_loop(where), {}, return_exceptions, nullptr));
        outer->set_result({});
        return Future<std::vector<Item>>(outer);
    }
    const Ref<GatherCallback> callback(new GatherCallback);
    const bool set_order = interpreter().python().has(Behaviour::gather_iterates_set);
    std::vector<Ref<FutureBase>> children =
        gather_children(awaitables, *callback, set_order, where);
    EventLoop& loop = children.front()->loop();
    const Ref<Outer> outer(new Outer(loop, std::move(children), return_exceptions, callback.get()));
    if (set_order) {  // 3.6 adds its callback last, and once per position
        for (const Ref<FutureBase>& child : outer->gathered()) {
            callback->watch(*child);
        }
    }
    callback->complete(*outer, *outer);
    return Future<std::vector<Item>>(outer);
}

}  // namespace detail

/// Runs awaitables concurrently. The future that it returns is done when all are, with the list of
/// their results in argument order, regardless of which finishes first; or as soon as one raises,
/// with its exception, while the others keep running. Coroutines are wrapped in tasks, in argument
/// order. A future that is passed twice has two places in the list. Follows asyncio.gather.
template <class A>
Future<std::vector<ValueOf<typename A::value_type>>> gather(
    std::vector<A> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather<ValueOf<typename A::value_type>>(std::move(awaitables), false, where);
}

/// gather(..., return_exceptions=True): exceptions are results like any other.
template <class A>
Future<std::vector<Outcome<typename A::value_type>>> gather_return_exceptions(
    std::vector<A> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather<Outcome<typename A::value_type>>(std::move(awaitables), true, where);
}

}  // namespace corodemo::asyncio
