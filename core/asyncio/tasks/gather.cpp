#include "core/asyncio/tasks/gather.hpp"

namespace corodemo::asyncio {

namespace {

/// So that nobody reports that it was never retrieved.
void retrieve_exception(FutureBase& child) {
    if (!child.cancelled()) {
        child.exception();
    }
}

}  // namespace

bool GatherOuter::cancel_children(const std::optional<std::string>& message) {
    bool any = false;
    for (const Ref<FutureBase>& child : children_) {
        any = child->cancel(message) || any;
    }
    // If a child accepted the request, the outer future raises CancelledError once all are done,
    // even with return_exceptions.
    cancel_requested_ = cancel_requested_ || any;
    return any;
}

std::exception_ptr cancelled_error_of(const FutureBase& child) {
    // Where there is no message, CPython passes an empty one since 3.9.
    return std::make_exception_ptr(interpreter().python().has(Behaviour::cancel_message)
                                       ? CancelledError(child.cancel_message().value_or(""))
                                       : CancelledError());
}

void GatherCallback::watch(FutureBase& child) {
    ++watched_;
    if (child.done() && interpreter().python().has(Behaviour::gather_of_done_is_done)) {
        done_already_.emplace_back(&child);
    } else {
        child.add_done_callback(this);
    }
}

void GatherCallback::complete(FutureBase& future, GatherOuter& outer) {
    outer_future_ = &future;
    outer_ = &outer;
    for (const Ref<FutureBase>& child : std::exchange(done_already_, {})) {
        call(child.get());
    }
}

void GatherCallback::call(FutureBase* future) {
    ++finished_;
    if (!outer_future_ || outer_future_->done()) {  // none: a later argument could not be used
        retrieve_exception(*future);
        return;
    }
    if (!outer_->return_exceptions()) {
        const std::exception_ptr exception =
            future->cancelled() ? future->make_cancelled_error() : future->exception();
        if (exception) {
            outer_future_->set_exception(exception);
            return;
        }
    }
    if (finished_ != watched_) {
        return;
    }
    if (outer_->cancel_requested()) {
        // asyncio has collected the results by then: all exceptions are retrieved, and the error
        // is that of the last argument.
        for (const Ref<FutureBase>& child : outer_->gathered()) {
            retrieve_exception(*child);
        }
        outer_future_->set_exception(outer_->gathered().back()->make_cancelled_error());
    } else {
        outer_->set_results();
    }
}

namespace detail {

std::exception_ptr exception_of_child(FutureBase& child) {
    return child.cancelled() ? cancelled_error_of(child) : child.exception();
}

std::vector<std::size_t> order_of_gather(const std::vector<std::size_t>& first_occurrences) {
    std::vector<std::size_t> distinct;
    for (std::size_t i = 0; i < first_occurrences.size(); ++i) {
        if (first_occurrences[i] == i) {
            distinct.push_back(i);
        }
    }
    if (distinct.size() < 2 || !interpreter().python().has(Behaviour::gather_iterates_set)) {
        return distinct;
    }
    std::vector<std::size_t> ordered;
    for (const std::uint32_t position :
         interpreter().choose("gather", distinct.size(), trace::Elements::coroutines)) {
        ordered.push_back(distinct[position - 1]);
    }
    return ordered;
}

}  // namespace detail

}  // namespace corodemo::asyncio
