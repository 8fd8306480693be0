#pragma once

#include <utility>

#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

namespace detail {

/// Gives the outer future the outcome of the inner one, unless it was cancelled meanwhile. Follows
/// shield's _inner_done_callback.
class InnerDone : public CallbackObject {
public:
    explicit InnerDone(Ref<FutureBase> outer)
        : CallbackObject(Owner::shield),
          outer_(std::move(outer)) {}
    void call(FutureBase* inner) final;

protected:
    [[nodiscard]] FutureBase& outer() const { return *outer_; }
    virtual void pass_on_value(FutureBase& inner) = 0;

private:
    Ref<FutureBase> outer_;
};

template <class T>
class InnerDoneWith final : public InnerDone {
public:
    using InnerDone::InnerDone;

protected:
    void pass_on_value(FutureBase& inner) override {
        static_cast<FutureObject<T>&>(outer()).set_result(give_value<T>(inner));
    }
};

/// Adds shield's done callbacks to both futures.
void shield(FutureBase& inner, FutureBase& outer, const Ref<InnerDone>& inner_done);

}  // namespace detail

/// A future that gets the outcome of `awaitable`, but does not pass a request to cancel it on: the
/// task that awaits it is cancelled, and what it has waited for keeps running. Coroutines are
/// wrapped in a task, which somebody should keep a reference to. Follows asyncio.shield.
template <FutureOrCoroutine A>
Future<typename A::value_type> shield(A awaitable,
                                      SourceLocation where = SourceLocation::current()) {
    using T = typename A::value_type;
    const Future<T> inner = ensure_future(std::move(awaitable), where);
    if (inner.done()) {
        return inner;
    }
    const Ref<FutureObject<T>> outer(new FutureObject<T>(inner.get_loop(), "shield"));
    detail::shield(*inner.object(), *outer, new detail::InnerDoneWith<T>(outer));
    return Future<T>(outer);
}

}  // namespace corodemo::asyncio
