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
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }

    void push(Ref<TimerObject> timer) {
        const Time when = timer->when();
        heap_.push_back({when, next_++, std::move(timer)});
        std::ranges::push_heap(heap_, Later{});
    }
    /// Requires: not empty.
    [[nodiscard]] const TimerObject& first() const { return *heap_.front().timer; }
    Ref<TimerObject> pop_first() {
        std::ranges::pop_heap(heap_, Later{});
        Ref<TimerObject> timer = std::move(heap_.back().timer);
        heap_.pop_back();
        return timer;
    }
    /// Takes out all cancelled timers, wherever they are, earliest first; each is handed to `taken`
    /// when it is out.
    template <std::invocable<const Ref<TimerObject>&> Taken>
    void take_cancelled(Taken taken) {
        const auto cancelled = std::ranges::partition(
            heap_, [](const Entry& entry) { return !entry.timer->cancelled(); });
        std::ranges::sort(cancelled, Later{});
        for (auto left = cancelled.size(); left > 0; --left) {
            const Ref<TimerObject> timer = std::move(heap_.back().timer);
            heap_.pop_back();
            taken(timer);
        }
        std::ranges::make_heap(heap_, Later{});
    }
    /// Those that are not cancelled, earliest first.
    [[nodiscard]] std::vector<Ref<TimerObject>> pending() const {
        std::vector<Entry> sorted = heap_;
        std::ranges::sort(sorted, {}, &Entry::key);
        std::vector<Ref<TimerObject>> timers;
        for (Entry& entry : sorted) {
            if (!entry.timer->cancelled()) {
                timers.push_back(std::move(entry.timer));
            }
        }
        return timers;
    }
    /// Takes out `timer`, wherever it is.
    void take(const Ref<TimerObject>& timer) {
        std::erase_if(heap_, [&](const Entry& entry) { return entry.timer == timer; });
        std::ranges::make_heap(heap_, Later{});
    }
    void clear() { heap_.clear(); }

    /// In no particular order.
    [[nodiscard]] auto begin() const { return heap_.begin(); }
    [[nodiscard]] auto end() const { return heap_.end(); }

private:
    struct Entry {
        Time when;
        std::uint64_t sequence;
        Ref<TimerObject> timer;

        [[nodiscard]] std::pair<Time, std::uint64_t> key() const { return {when, sequence}; }
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.key() > b.key(); }
    };

    std::vector<Entry> heap_;
    std::uint64_t next_ = 0;
};

}  // namespace corodemo::asyncio
