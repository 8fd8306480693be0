#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <tuple>
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

/// What stands for a child that was cancelled in the list of results.
std::exception_ptr cancelled_error_of(const FutureBase& child);

/// gather's outer future. Follows _GatheringFuture: cancelling it cancels the children.
template <class Results>
class GatheringFuture final : public FutureObject<Results>, public GatherOuter {
public:
    /// The results of the children, each of which is done.
    using Collect = Results (*)(const std::vector<Ref<FutureBase>>& children);

    GatheringFuture(EventLoop& loop, std::vector<Ref<FutureBase>> gathered, bool return_exceptions,
                    GatherCallback* callback, Collect collect)
        : FutureObject<Results>(loop, FutureBase::Kind::gathering_future),
          GatherOuter(std::move(gathered), return_exceptions),
          collect_(collect) {
        this->reporter().gather_created(*this, callback);
    }

    void set_results() override { this->set_result(collect_(gathered())); }
    bool cancel(std::optional<std::string> message) override {
        this->check_cancel_message(message);
        this->reporter().cancel_requested(*this, message);
        const CancelPassedOn passes_on(this->reporter(), *this);
        return !this->done() && cancel_children(message);
    }
    [[nodiscard]] std::span<const Ref<FutureBase>> children() const override { return gathered(); }

private:
    Collect collect_;
};

/// What gather() returns for arguments of different types: a tuple, which Python shows as the list
/// that it is there.
template <class... Items>
class Gathered : public std::tuple<Items...> {
public:
    using std::tuple<Items...>::tuple;
};

template <class... Items>
std::string repr(const Gathered<Items...>& results) {
    std::string text;
    std::apply([&](const Items&... items) { ((text += ", " + repr_of(items)), ...); }, results);
    return "[" + text.substr(std::min<std::size_t>(2, text.size())) + "]";
}

namespace detail {

/// The exception or null of a child, if gather() returns exceptions.
std::exception_ptr exception_of_child(FutureBase& child);

/// `Item` is what gather() returns of a child whose value is a T.
template <class T, class Item>
Item item_of(FutureBase& child) {
    if constexpr (std::same_as<Item, Outcome<T>>) {
        Outcome<T> outcome;
        if (const std::exception_ptr exception = exception_of_child(child)) {
            outcome.set_exception(exception);
        } else {
            outcome.set_value(give_value<T>(child));
        }
        return outcome;
    } else {
        return give_value<T>(child);
    }
}

template <class T, class Item>
std::vector<Item> collect_list(const std::vector<Ref<FutureBase>>& children) {
    std::vector<Item> items;
    items.reserve(children.size());
    for (const Ref<FutureBase>& child : children) {
        items.push_back(item_of<T, Item>(*child));
    }
    return items;
}

/// The positions of the distinct arguments, in argument order or in set order (3.6).
std::vector<std::size_t> order_of_gather(const std::vector<std::size_t>& first_occurrences);

/// Calls `ensure(i)`, which is ensure_future() of the argument at i, for each distinct one; returns
/// the future at each position.
template <std::invocable<std::size_t> Ensure>
std::vector<Ref<FutureBase>> gather_children(const std::vector<const void*>& identities,
                                             GatherCallback& callback, Ensure ensure) {
    const std::vector<std::size_t> first = first_occurrences(identities);
    std::vector<Ref<FutureBase>> children(first.size());
    for (const std::size_t i : order_of_gather(first)) {
        children[i] = ensure(i);
        if (TaskBase* task = children[i]->as_task();
            task != nullptr && identities[i] == nullptr) {  // made of a coroutine
            task->dont_log_destroy_pending();
        }
        if (!interpreter().python().has(Behaviour::gather_iterates_set)) {
            callback.watch(*children[i]);
        }
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
        children[i] = children[first[i]];
    }
    return children;
}

/// gather() of the arguments that have `identities`: `ensure` as in gather_children().
template <class Results, std::invocable<std::size_t> Ensure>
Future<Results> gather(const std::vector<const void*>& identities, bool return_exceptions,
                       typename GatheringFuture<Results>::Collect collect, Ensure ensure,
                       SourceLocation where) {
    using Outer = GatheringFuture<Results>;
    here(where);
    if (identities.empty()) {
        Ref<Outer> outer(new Outer(get_event_loop(where), {}, return_exceptions, nullptr, collect));
        outer->set_results();
        return Future<Results>(outer);
    }
    const Ref<GatherCallback> callback(new GatherCallback);
    std::vector<Ref<FutureBase>> children = gather_children(identities, *callback, ensure);
    EventLoop& loop = children.front()->loop();
    const Ref<Outer> outer(
        new Outer(loop, std::move(children), return_exceptions, callback.get(), collect));
    if (interpreter().python().has(Behaviour::gather_iterates_set)) {
        for (const Ref<FutureBase>& child : outer->gathered()) {
            callback->watch(*child);  // last, and once per position
        }
    }
    callback->complete(*outer, *outer);
    return Future<Results>(outer);
}

template <class Item, class A>
Future<std::vector<Item>> gather_list(std::vector<A> awaitables, bool return_exceptions,
                                      SourceLocation where) {
    std::vector<const void*> identities;
    std::ranges::transform(awaitables, std::back_inserter(identities), identity_of<A>);
    const auto ensure = [&](std::size_t i) {
        return ensure_future(std::move(awaitables[i]), where).object();
    };
    return gather<std::vector<Item>>(identities, return_exceptions,
                                     collect_list<typename A::value_type, Item>, ensure, where);
}

template <class Results, std::size_t... Is, class... As>
Future<Results> gather_tuple(std::index_sequence<Is...> /*positions*/, std::tuple<As...> awaitables,
                             bool return_exceptions, SourceLocation where) {
    const auto collect = [](const std::vector<Ref<FutureBase>>& children) {
        return Results(
            item_of<typename As::value_type, std::tuple_element_t<Is, Results>>(*children[Is])...);
    };
    const auto ensure = [&](std::size_t i) {
        Ref<FutureBase> future;
        const auto ensure_if = [&](std::size_t position, auto& awaitable) {
            if (position == i) {
                future = ensure_future(std::move(awaitable), where).object();
            }
        };
        (ensure_if(Is, std::get<Is>(awaitables)), ...);
        return future;
    };
    return gather<Results>({identity_of(std::get<Is>(awaitables))...}, return_exceptions, collect,
                           ensure, where);
}

}  // namespace detail

/// Runs awaitables concurrently. The future that it returns is done when all are, with the list of
/// their results in argument order, regardless of which finishes first; or as soon as one raises,
/// with its exception, while the others keep running. Coroutines are wrapped in tasks, in argument
/// order. A future that is passed twice has two places in the list. Follows asyncio.gather.
template <class A>
Future<std::vector<ValueOf<typename A::value_type>>> gather(
    std::vector<A> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather_list<ValueOf<typename A::value_type>>(std::move(awaitables), false,
                                                                where);
}

/// gather(..., return_exceptions=True): exceptions are results like any other.
template <class A>
Future<std::vector<Outcome<typename A::value_type>>> gather_return_exceptions(
    std::vector<A> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather_list<Outcome<typename A::value_type>>(std::move(awaitables), true, where);
}

/// gather() of awaitables of different types; the results are a tuple. The braces of
/// `gather(std::tuple{a(), b()})` evaluate them in their order, which function arguments in C++
/// have not.
template <FutureOrCoroutine... As>
Future<Gathered<ValueOf<typename As::value_type>...>> gather(
    std::tuple<As...> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather_tuple<Gathered<ValueOf<typename As::value_type>...>>(
        std::index_sequence_for<As...>(), std::move(awaitables), false, where);
}
template <FutureOrCoroutine... As>
Future<Gathered<Outcome<typename As::value_type>...>> gather_return_exceptions(
    std::tuple<As...> awaitables, SourceLocation where = SourceLocation::current()) {
    return detail::gather_tuple<Gathered<Outcome<typename As::value_type>...>>(
        std::index_sequence_for<As...>(), std::move(awaitables), true, where);
}

/// The same for a few: `auto [x, y] = co_await gather(a(), b());`
template <FutureOrCoroutine A, FutureOrCoroutine B>
auto gather(A a, B b, SourceLocation where = SourceLocation::current()) {
    return gather(std::tuple<A, B>(std::move(a), std::move(b)), where);
}
template <FutureOrCoroutine A, FutureOrCoroutine B, FutureOrCoroutine C>
auto gather(A a, B b, C c, SourceLocation where = SourceLocation::current()) {
    return gather(std::tuple<A, B, C>(std::move(a), std::move(b), std::move(c)), where);
}
template <FutureOrCoroutine A, FutureOrCoroutine B>
auto gather_return_exceptions(A a, B b, SourceLocation where = SourceLocation::current()) {
    return gather_return_exceptions(std::tuple<A, B>(std::move(a), std::move(b)), where);
}
template <FutureOrCoroutine A, FutureOrCoroutine B, FutureOrCoroutine C>
auto gather_return_exceptions(A a, B b, C c, SourceLocation where = SourceLocation::current()) {
    return gather_return_exceptions(std::tuple<A, B, C>(std::move(a), std::move(b), std::move(c)),
                                    where);
}

}  // namespace corodemo::asyncio

// For structured bindings.
template <class... Items>
struct std::tuple_size<corodemo::asyncio::Gathered<Items...>>
    : std::tuple_size<std::tuple<Items...>> {};
template <std::size_t I, class... Items>
struct std::tuple_element<I, corodemo::asyncio::Gathered<Items...>>
    : std::tuple_element<I, std::tuple<Items...>> {};
