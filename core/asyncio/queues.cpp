#include "core/asyncio/queues.hpp"

#include <limits>

namespace corodemo::asyncio {

QueueBase::QueueBase(const Names& names, std::int64_t maxsize, SourceLocation where)
    : SharedObject(where),
      names_(names),
      maxsize_(maxsize),
      finished_(new EventObject(*this, where)) {
    finished_->set();
}

Coro<> QueueBase::wait_for_room(Ref<QueueBase> self, CallSite /*call*/) {
    if (self->is_shutdown_) {
        throw QueueShutDown();
    }
    const Ref<Waiter> putter(new Waiter(self->get_loop(), self->names_.put));
    self->putters_.append(putter);
    try {
        co_await Future<Wakeup>(putter);
    } catch (...) {
        putter->cancel({});
        if (interpreter().python().has(Behaviour::cancelled_put_lets_go)) {
            self->putters_.remove(putter);
        }
        if (!self->full() && !putter->cancelled()) {
            wake_up_next(self->putters_);  // this task was woken up, in vain
        }
        throw;
    }
}

Coro<> QueueBase::wait_for_item(Ref<QueueBase> self, CallSite /*call*/) {
    if (self->is_shutdown_) {
        throw QueueShutDown();
    }
    const Ref<Waiter> getter(new Waiter(self->get_loop(), self->names_.get));
    self->getters_.append(getter);
    try {
        co_await Future<Wakeup>(getter);
    } catch (...) {
        getter->cancel({});
        self->getters_.remove(getter);
        if (!self->empty() && !getter->cancelled()) {
            wake_up_next(self->getters_);  // this task was woken up, in vain
        }
        throw;
    }
}

void QueueBase::check_has_room() const {
    if (is_shutdown_) {
        throw QueueShutDown();
    }
    if (full()) {
        throw QueueFull();
    }
}

void QueueBase::check_has_item() const {
    if (!empty()) {
        return;
    }
    if (is_shutdown_) {
        throw QueueShutDown();
    }
    throw QueueEmpty();
}

void QueueBase::item_added() {
    set_unfinished(unfinished_tasks_ + 1);
    finished_->clear();
    wake_up_next(getters_);
}

void QueueBase::item_removed() {
    changed();
    wake_up_next(putters_);
}

/// Wakes up the first waiter that is not cancelled.
void QueueBase::wake_up_next(Waiters& waiters) {
    while (!waiters.empty()) {
        const Ref<Waiter> waiter = waiters.popleft();
        if (!waiter->done()) {
            waiter->set_result({});
            break;
        }
    }
}

void QueueBase::wake_up_all(Waiters& waiters) {
    while (!waiters.empty()) {
        wake_up_next(waiters);
    }
}

void QueueBase::task_done() {
    if (unfinished_tasks_ == 0) {
        throw ValueError("task_done() called too many times");
    }
    set_unfinished(unfinished_tasks_ - 1);
    if (unfinished_tasks_ == 0) {
        finished_->set();
    }
}

void QueueBase::set_unfinished(std::uint64_t tasks) {
    unfinished_tasks_ = tasks;
    changed();
}

Coro<> QueueBase::join(Ref<QueueBase> self, CallSite /*call*/) {
    get_running_loop().note_await_line();
    if (self->unfinished_tasks_ > 0) {
        co_await EventObject::wait(self->finished_, self->names_.join);
    }
}

void QueueBase::shutdown(bool immediate) {
    if (!interpreter().python().has(Behaviour::queue_has_shutdown)) {
        throw AttributeError('\'' + std::string(names_.type) + '\'' +
                             std::string(PythonVersion::text(Behaviour::queue_has_shutdown)));
    }
    is_shutdown_ = true;
    changed();
    if (immediate) {
        while (!empty()) {
            drop_item();
            if (unfinished_tasks_ > 0) {
                set_unfinished(unfinished_tasks_ - 1);
            }
        }
        if (unfinished_tasks_ == 0) {
            finished_->set();
        }
    }
    wake_up_all(getters_);
    wake_up_all(putters_);
    changed();
}

std::string QueueBase::repr() const {
    std::string text = '<' + std::string(names_.type) + " maxsize=" + std::to_string(maxsize_);
    if (!empty()) {
        text += " _queue=[";
        const std::vector<std::string> all = repr_items(qsize());
        for (std::size_t i = 0; i < all.size(); ++i) {
            text += (i == 0 ? "" : ", ") + all[i];
        }
        text += ']';
    }
    const auto add = [&text](const char* name, std::size_t number, const char* end) {
        if (number > 0) {
            text += name + std::to_string(number) + end;
        }
    };
    add(" _getters[", getters_.size(), "]");
    add(" _putters[", putters_.size(), "]");
    add(" tasks=", unfinished_tasks_, "");
    return text + (is_shutdown_ ? " shutdown>" : ">");
}

ObjectDescription QueueBase::describe() const {
    constexpr std::size_t kShownItems = 8;
    ObjectDescription description{.letter = Id::kQueue, .type = names_.type};
    if (maxsize_ > 0) {
        description.maxsize = maxsize_;
    }
    if (is_shutdown_) {
        description.state = trace::ObjectState::shutdown;
    }
    description.size = qsize();
    description.items = repr_items(kShownItems);
    description.unfinished = unfinished_tasks_;
    getters_.describe(description.waiters);
    putters_.describe(description.waiters);
    finished_->waiters().describe(description.waiters);
    return description;
}

}  // namespace corodemo::asyncio
