#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/locks/event.hpp"

namespace corodemo::asyncio {

/// The part of a queue that does not depend on the type of its items: how many there may be, how
/// many are not finished, and who waits.
class QueueBase : public SharedObject {
public:
    [[nodiscard]] virtual std::size_t qsize() const = 0;
    [[nodiscard]] std::int64_t maxsize() const { return maxsize_; }
    [[nodiscard]] bool empty() const { return qsize() == 0; }
    [[nodiscard]] bool full() const {
        return maxsize_ > 0 && qsize() >= static_cast<std::uint64_t>(maxsize_);
    }

    /// Throws: ValueError if it is called more often than items were put.
    void task_done();
    static Coro<> join(Ref<QueueBase> self, CallSite call = CallSite::library("join"));
    /// Throws: AttributeError before 3.13.
    void shutdown(bool immediate);

    [[nodiscard]] std::string repr() const override;
    [[nodiscard]] ObjectDescription describe() const override;

protected:
    struct Names {
        const char* type;
        const char* put;  ///< what the trace says that a waiter's future is for
        const char* get;
        const char* join;
    };
    QueueBase(const Names& names, std::int64_t maxsize, SourceLocation where);

    /// The body of the loops in put() and get().   Throws: QueueShutDown; CancelledError.
    static Coro<> wait_for_room(Ref<QueueBase> self, CallSite call = CallSite::library("put"));
    static Coro<> wait_for_item(Ref<QueueBase> self, CallSite call = CallSite::library("get"));

    /// Throws: QueueShutDown, QueueFull.
    void check_has_room() const;
    /// Throws: QueueShutDown, QueueEmpty.
    void check_has_item() const;
    /// To be called when an item has been added or removed.
    void item_added();
    void item_removed();

    /// The repr() of the first items, at most `n`.
    [[nodiscard]] virtual std::vector<std::string> repr_items(std::size_t n) const = 0;
    /// Drops the next item.
    virtual void drop_item() = 0;

private:
    static void wake_up_next(Waiters& waiters);
    static void wake_up_all(Waiters& waiters);
    void set_unfinished(std::uint64_t tasks);

    Names names_;
    std::int64_t maxsize_;
    Waiters getters_{*this};
    Waiters putters_{*this};
    std::uint64_t unfinished_tasks_ = 0;
    Ref<EventObject> finished_;
    bool is_shutdown_ = false;
};

/// The state that the copies of a Queue and its waiters share.
template <class T>
class QueueObject : public QueueBase {
public:
    QueueObject(std::int64_t maxsize, SourceLocation where)
        : QueueObject({"Queue", "Queue.put", "Queue.get", "Queue.join"}, maxsize, where) {}

    static Coro<> put(Ref<QueueObject> self, T item, CallSite /*call*/ = CallSite::library("put")) {
        get_running_loop().note_await_line();
        while (self->full()) {
            co_await wait_for_room(self);
        }
        self->put_nowait(std::move(item));
    }
    static Coro<T> get(Ref<QueueObject> self, CallSite /*call*/ = CallSite::library("get")) {
        get_running_loop().note_await_line();
        while (self->empty()) {
            co_await wait_for_item(self);
        }
        co_return self->get_nowait();
    }
    void put_nowait(T item) {
        check_has_room();
        add_item(std::move(item));
        item_added();
    }
    T get_nowait() {
        check_has_item();
        T item = remove_item();
        item_removed();
        return item;
    }
    [[nodiscard]] std::size_t qsize() const override { return queue_.size(); }

protected:
    QueueObject(const Names& names, std::int64_t maxsize, SourceLocation where)
        : QueueBase(names, maxsize, where) {
        created();
    }

    // What asyncio's derived classes override, too: _put() and _get().

    virtual void add_item(T item) { queue_.push_back(std::move(item)); }
    virtual T remove_item() {
        T first = std::move(queue_.front());
        queue_.pop_front();
        return first;
    }

    std::deque<T> queue_;

private:
    [[nodiscard]] std::vector<std::string> repr_items(std::size_t n) const override {
        std::vector<std::string> items;
        for (std::size_t i = 0; i < std::min(n, queue_.size()); ++i) {
            items.push_back(repr_of(queue_[i]));
        }
        return items;
    }
    void drop_item() override { remove_item(); }
};

/// Its items are a heap, moved as Python's heapq moves them, so that equal items leave it in the
/// same order.
template <class T>
class PriorityQueueObject final : public QueueObject<T> {
public:
    PriorityQueueObject(std::int64_t maxsize, SourceLocation where)
        : QueueObject<T>(
              {"PriorityQueue", "PriorityQueue.put", "PriorityQueue.get", "PriorityQueue.join"},
              maxsize, where) {}

private:
    /// heapq.heappush
    void add_item(T item) override {
        heap_.push_back(std::move(item));
        sift_down(heap_.size() - 1);
    }
    /// heapq.heappop
    T remove_item() override {
        T last = std::move(heap_.back());
        heap_.pop_back();
        if (heap_.empty()) {
            return last;
        }
        T least = std::exchange(heap_.front(), std::move(last));
        sift_up();
        return least;
    }
    /// Moves an item towards the root, past those that are greater (heapq._siftdown).
    void sift_down(std::size_t position) {
        while (position > 0) {
            const std::size_t parent = (position - 1) / 2;
            if (!(heap_[position] < heap_[parent])) {
                break;
            }
            std::swap(heap_[position], heap_[parent]);
            position = parent;
        }
    }
    /// Moves the root down to a leaf, and from there up again as far as it goes (heapq._siftup).
    void sift_up() {
        std::size_t position = 0;
        for (std::size_t child = 1; child < heap_.size(); child = 2 * position + 1) {
            const std::size_t right = child + 1;
            if (right < heap_.size() && !(heap_[child] < heap_[right])) {
                child = right;
            }
            std::swap(heap_[position], heap_[child]);
            position = child;
        }
        sift_down(position);
    }

    std::deque<T>& heap_ = this->queue_;
};

template <class T>
class LifoQueueObject final : public QueueObject<T> {
public:
    LifoQueueObject(std::int64_t maxsize, SourceLocation where)
        : QueueObject<T>({"LifoQueue", "LifoQueue.put", "LifoQueue.get", "LifoQueue.join"}, maxsize,
                         where) {}

private:
    T remove_item() override {
        T last = std::move(this->queue_.back());
        this->queue_.pop_back();
        return last;
    }
};

/// A queue of items between tasks, first in, first out. Follows asyncio.Queue. Copies refer to the
/// same queue. T may be move-only.
template <class T>
class Queue {
public:
    using value_type = T;

    /// put() waits while there are `maxsize` items; if that is not positive, never.
    explicit Queue(std::int64_t maxsize = 0, SourceLocation where = SourceLocation::current())
        : Queue(new QueueObject<T>(maxsize, where)) {}

    /// Adds an item, once there is room for it.
    /// Throws: CancelledError; QueueShutDown; RuntimeError if it is bound to another loop.
    [[nodiscard]] Coro<> put(T item) const { return QueueObject<T>::put(object_, std::move(item)); }
    /// Removes the next item, once there is one, and returns it.   Throws: as put().
    [[nodiscard]] Coro<T> get() const { return QueueObject<T>::get(object_); }
    /// Throws: QueueFull; QueueShutDown.
    void put_nowait(T item, SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->put_nowait(std::move(item));
    }
    /// Throws: QueueEmpty; QueueShutDown if it is also empty.
    // NOLINTNEXTLINE(modernize-use-nodiscard): it may be called to drop an item
    T get_nowait(SourceLocation where = SourceLocation::current()) const {
        here(where);
        return object_->get_nowait();
    }

    /// Says that one of the items that were put is finished.
    /// Throws: ValueError if it is called more often than items were put.
    void task_done(SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->task_done();
    }
    /// Waits until task_done() was called for each item that was put.   Throws: CancelledError;
    /// RuntimeError if it is bound to another loop.
    [[nodiscard]] Coro<> join() const { return QueueBase::join(object_); }
    /// From now on put() raises QueueShutDown, and so does get() when there is no item left; with
    /// `immediate` those that are left are dropped. Since 3.13.   Throws: AttributeError.
    void shutdown(bool immediate = false, SourceLocation where = SourceLocation::current()) const {
        here(where);
        object_->shutdown(immediate);
    }

    [[nodiscard]] std::size_t qsize() const { return object_->qsize(); }
    [[nodiscard]] std::int64_t maxsize() const { return object_->maxsize(); }
    [[nodiscard]] bool empty() const { return object_->empty(); }
    [[nodiscard]] bool full() const { return object_->full(); }

    [[nodiscard]] const Ref<QueueObject<T>>& object() const { return object_; }

protected:
    explicit Queue(Ref<QueueObject<T>> object)
        : object_(std::move(object)) {}

private:
    Ref<QueueObject<T>> object_;
};

/// A queue whose next item is the least, by operator<. Follows asyncio.PriorityQueue.
template <class T>
class PriorityQueue : public Queue<T> {
    static_assert(
        requires(const T& item) {
            { item < item } -> std::convertible_to<bool>;
        }, "the items of a PriorityQueue are compared with <");

public:
    explicit PriorityQueue(std::int64_t maxsize = 0,
                           SourceLocation where = SourceLocation::current())
        : Queue<T>(new PriorityQueueObject<T>(maxsize, where)) {}
};

/// A queue whose next item is the one that was put last. Follows asyncio.LifoQueue.
template <class T>
class LifoQueue : public Queue<T> {
public:
    explicit LifoQueue(std::int64_t maxsize = 0, SourceLocation where = SourceLocation::current())
        : Queue<T>(new LifoQueueObject<T>(maxsize, where)) {}
};

}  // namespace corodemo::asyncio
