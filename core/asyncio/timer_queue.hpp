#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "core/asyncio/handle.hpp"
#include "core/containers/radix_heap.hpp"

namespace corodemo::asyncio {

/// Timers, earliest first; equal deadlines in the order in which they were pushed. Follows
/// BaseEventLoop._scheduled, a heapq, except for ties: a heapq leaves their order open, and with a
/// real clock there are hardly any. Cancelled timers stay until they reach the head or there are
/// too many.
class TimerQueue {
public:
    TimerQueue() = default;
    TimerQueue(const TimerQueue&) = delete;
    TimerQueue(TimerQueue&&) = delete;
    TimerQueue& operator=(const TimerQueue&) = delete;
    TimerQueue& operator=(TimerQueue&&) = delete;
    ~TimerQueue() { clear(); }

    [[nodiscard]] bool empty() const { return early_.empty() && heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return early_.size() + heap_.size(); }

    void push(Ref<TimerObject> timer) {
        timer->pushed = ++pushed_;
        const Key key = key_of(timer->when());
        if (empty()) {
            heap_.set_floor(key_of(Time(0)));
        }
        if (key < heap_.floor()) {
            early_.emplace(key, timer.detach());
        } else {
            heap_.push(key, timer.detach());
        }
    }
    /// Requires: not empty.
    [[nodiscard]] const TimerObject& first() {
        return early_.empty() ? *heap_.first() : *early_.begin()->second;
    }
    Ref<TimerObject> pop_first() {
        return Ref<TimerObject>::adopt(early_.empty() ? heap_.pop_first()
                                                      : early_.extract(early_.begin()).mapped());
    }
    /// Removes and returns all cancelled timers, earliest first.
    std::vector<Ref<TimerObject>> take_cancelled() {
        return take_if([](const TimerObject* timer) { return timer->cancelled(); });
    }
    /// Removes `timer`, in linear time.   Requires: it is in the queue.
    void take(const Ref<TimerObject>& timer) {
        take_if([&](const TimerObject* one) { return one == timer.get(); });
    }
    /// All of them, earliest first.
    [[nodiscard]] std::vector<TimerObject*> all() const {
        std::vector<TimerObject*> timers;
        std::ranges::transform(early_, std::back_inserter(timers), &Early::value_type::second);
        std::ranges::transform(heap_.entries(), std::back_inserter(timers), &Entry::item);
        return timers;
    }
    /// Releases all, including those that are added by their destructors. Follows list.clear() of
    /// asyncio's heapq, which releases the last item first: the heap's array is rebuilt for this.
    void clear() {
        while (!empty()) {
            std::vector<Ref<TimerObject>> left =
                take_if([](const TimerObject* /*timer*/) { return true; });
            std::ranges::sort(left, {}, [](const auto& timer) { return timer->pushed; });
            std::vector<Ref<TimerObject>> array;
            for (Ref<TimerObject>& timer : left) {
                array.push_back(std::move(timer));
                std::ranges::push_heap(array, std::greater<>(),
                                       [](const auto& one) { return one->when(); });
            }
            while (!array.empty()) {
                array.pop_back();
            }
        }
    }

private:
    using Heap = containers::RadixHeap<TimerObject*>;
    using Key = Heap::Key;
    using Entry = Heap::Entry;
    using Early = std::multimap<Key, TimerObject*>;

    /// An unsigned key in the order of signed times.
    static Key key_of(Time when) {
        return static_cast<Key>(when.count()) ^ (Key{1} << (std::numeric_limits<Key>::digits - 1));
    }
    template <class Chosen>
    std::vector<Ref<TimerObject>> take_if(Chosen chosen) {
        std::vector<Ref<TimerObject>> taken;
        for (auto at = early_.begin(); at != early_.end();) {
            if (chosen(at->second)) {
                taken.push_back(Ref<TimerObject>::adopt(at->second));
                at = early_.erase(at);
            } else {
                ++at;
            }
        }
        for (const Entry& entry : heap_.remove_if(chosen)) {
            taken.push_back(Ref<TimerObject>::adopt(entry.item));
        }
        return taken;
    }

    // The plain pointers in both own a reference each.
    Heap heap_;
    // Deadlines before the heap's floor, which happen because call_at() accepts the past, and
    // because a cancelled timer at the head is removed before its deadline.
    Early early_;
    std::uint32_t pushed_ = 0;
};

}  // namespace corodemo::asyncio
