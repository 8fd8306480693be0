#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/asyncio/handle.hpp"

namespace corodemo::asyncio {

/// Timers, earliest first; of equal deadlines the one that was pushed first. Follows
/// BaseEventLoop._scheduled, a heapq, but for the ties: heapq has no rule for equal deadlines, and
/// a real clock never makes two equal. Cancelled timers stay until they reach the head or are too
/// many.
class TimerQueue {
public:
    TimerQueue() = default;
    TimerQueue(const TimerQueue&) = delete;
    TimerQueue(TimerQueue&&) = delete;
    TimerQueue& operator=(const TimerQueue&) = delete;
    TimerQueue& operator=(TimerQueue&&) = delete;
    ~TimerQueue() { clear(); }

    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }

    void push(Ref<TimerObject> timer) {
        const Time when = timer->when();
        heap_.push_back({when, next_++, timer.release()});
        std::ranges::push_heap(heap_, Later{});
    }
    /// Requires: not empty.
    [[nodiscard]] const TimerObject& first() const { return *heap_.front().timer; }
    Ref<TimerObject> pop_first() {
        std::ranges::pop_heap(heap_, Later{});
        return take_last();
    }
    /// Takes out all cancelled timers, wherever they are, earliest first; each is handed to `taken`
    /// when it is out.
    template <std::invocable<const Ref<TimerObject>&> Taken>
    void take_cancelled(Taken taken) {
        const auto cancelled = std::ranges::partition(
            heap_, [](const Entry& entry) { return !entry.timer->cancelled(); });
        std::ranges::sort(cancelled, Later{});
        for (auto left = cancelled.size(); left > 0; --left) {
            taken(take_last());
        }
        std::ranges::make_heap(heap_, Later{});
    }
    /// Those that are not cancelled, earliest first.
    [[nodiscard]] std::vector<Ref<TimerObject>> pending() const {
        std::vector<Entry> sorted = heap_;
        std::ranges::sort(sorted, {}, &Entry::key);
        std::vector<Ref<TimerObject>> timers;
        for (const Entry& entry : sorted) {
            if (!entry.timer->cancelled()) {
                timers.emplace_back(entry.timer);
            }
        }
        return timers;
    }
    /// Takes out `timer`, which is in it, wherever it is.
    void take(const Ref<TimerObject>& timer) {
        std::swap(*std::ranges::find(heap_, timer.get(), &Entry::timer), heap_.back());
        take_last();
        std::ranges::make_heap(heap_, Later{});
    }
    void clear() {
        while (!heap_.empty()) {
            take_last();
        }
    }

    /// In no particular order.
    [[nodiscard]] auto begin() const { return heap_.begin(); }
    [[nodiscard]] auto end() const { return heap_.end(); }

private:
    /// Small and plain, for the heap moves it about: the reference that it stands for is taken over
    /// when it goes in and out.
    struct Entry {
        Time when;
        std::uint64_t sequence;
        TimerObject* timer;

        [[nodiscard]] std::pair<Time, std::uint64_t> key() const { return {when, sequence}; }
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const {
            return a.when != b.when ? a.when > b.when : a.sequence > b.sequence;
        }
    };
    // NOLINTNEXTLINE(modernize-use-nodiscard): to let it go is one use of it
    Ref<TimerObject> take_last() {
        TimerObject* const timer = heap_.back().timer;
        heap_.pop_back();
        return Ref<TimerObject>::adopt(timer);
    }

    std::vector<Entry> heap_;
    std::uint64_t next_ = 0;
};

}  // namespace corodemo::asyncio
