#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/timer_queue.hpp"
#include "core/containers/radix_heap.hpp"

namespace corodemo::tests {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

namespace {

using Heap = containers::RadixHeap<int>;
using Model = std::multimap<std::uint64_t, int>;  // keeps equal keys in insertion order, too

std::vector<std::pair<std::uint64_t, int>> pairs(const std::vector<Heap::Entry>& entries) {
    std::vector<std::pair<std::uint64_t, int>> pairs;
    for (const Heap::Entry& entry : entries) {
        pairs.emplace_back(entry.key, entry.item);
    }
    return pairs;
}

void check_same(const Heap& heap, const Model& model) {
    CHECK(heap.size() == model.size());
    CHECK(heap.empty() == model.empty());
    CHECK(pairs(heap.entries()) ==
          std::vector<std::pair<std::uint64_t, int>>(model.begin(), model.end()));
}

/// Does everything that the loop does with its timers to a TimerQueue, and to a plain list of
/// {deadline, number}.
class TimersTwice {
public:
    void push(Time when) {
        const Ref<TimerObject> timer(
            new TimerObject(loop_, when, TimerObject::Purpose::call_at, Ref<CallbackObject>()));
        timer->id = {Id::kHandle, ++last_};
        queue_.push(timer);
        model_.emplace(std::pair(when, last_), timer);
        check();
    }
    void pop_first() {
        const auto first = model_.extract(model_.begin());
        CHECK(queue_.first().id.number == first.key().second);
        CHECK(queue_.pop_first() == first.mapped());
        check();
    }
    void take(std::size_t index) {
        const auto at = std::next(model_.begin(), static_cast<std::ptrdiff_t>(index));
        queue_.take(at->second);
        model_.erase(at);
        check();
    }
    void cancel(std::size_t index) {
        std::next(model_.begin(), static_cast<std::ptrdiff_t>(index))->second->cancel();
    }
    void take_cancelled() {
        std::vector<Ref<TimerObject>> cancelled;
        std::erase_if(model_, [&](const auto& one) {
            return one.second->cancelled() && (cancelled.push_back(one.second), true);
        });
        CHECK(queue_.take_cancelled() == cancelled);
        check();
    }
    [[nodiscard]] std::size_t size() const { return model_.size(); }

private:
    void check() const {
        std::vector<const TimerObject*> expected;
        for (const auto& [key, timer] : model_) {
            expected.push_back(timer.get());
        }
        const std::vector<TimerObject*> all = queue_.all();
        CHECK(std::ranges::equal(all, expected));
        CHECK(queue_.size() == expected.size());
        CHECK(queue_.empty() == expected.empty());
    }

    Interpreter::Setup setup_;
    Interpreter interpreter_{setup_};
    EventLoop& loop_ = interpreter_.make_loop();
    TimerQueue queue_;
    std::map<std::pair<Time, std::uint32_t>, Ref<TimerObject>> model_;
    std::uint32_t last_ = 0;
};

}  // namespace

TEST_CASE("a radix heap is a priority queue, with equal keys in insertion order") {
    std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): reproducible
    for (const std::uint64_t range : {2ULL, 10ULL, 1'000ULL, 1'000'000'000'000ULL}) {
        CAPTURE(range);
        Heap heap;
        Model model;
        heap.set_floor(1);
        for (int i = 0; i < 2'000; ++i) {
            if (random() % 5 < (i < 1'000 ? 3 : 2) || model.empty()) {
                const std::uint64_t key = heap.floor() + random() % range;
                heap.push(key, i);
                model.emplace(key, i);
            } else {
                CHECK(heap.first() == model.begin()->second);
                if (random() % 2 == 0) {  // at the floor, before what was first
                    heap.push(heap.floor(), i);
                    model.emplace(heap.floor(), i);
                }
                CHECK(heap.pop_first() == model.begin()->second);
                CHECK(heap.floor() == model.begin()->first);
                model.erase(model.begin());
            }
            if (i % 100 == 0) {
                check_same(heap, model);
            }
        }
    }
}

TEST_CASE("a radix heap accepts every value of a key") {
    Heap heap;
    const std::uint64_t largest = ~std::uint64_t{0};
    heap.push(largest, 1);
    heap.push(0, 2);
    heap.push(largest, 3);
    heap.push(std::uint64_t{1} << 63U, 4);
    for (const int expected : {2, 4, 1, 3}) {
        CHECK(heap.first() == expected);
        CHECK(heap.pop_first() == expected);
    }
    CHECK(heap.empty());
    CHECK(heap.floor() == largest);
}

TEST_CASE("a radix heap removes entries anywhere") {
    Heap heap;
    Model model;
    for (int i = 0; i < 100; ++i) {
        const auto key = static_cast<std::uint64_t>(i * 37 % 20);
        heap.push(key, i);
        model.emplace(key, i);
    }
    CHECK(heap.pop_first() == 0);
    model.erase(model.begin());
    CHECK(heap.first() == 20);
    const auto odd = [](int item) { return item % 2 == 1; };
    Model removed;
    std::erase_if(model,
                  [&](const auto& one) { return odd(one.second) && (removed.insert(one), true); });
    CHECK(pairs(heap.remove_if(odd)) ==
          std::vector<std::pair<std::uint64_t, int>>(removed.begin(), removed.end()));
    check_same(heap, model);
    CHECK(heap.first() == 20);
    heap.clear();
    CHECK(heap.empty());
    CHECK(heap.entries().empty());
}

TEST_CASE("a timer queue accepts deadlines in the past, and removes any timer") {
    std::mt19937 random(2);  // NOLINT(cert-msc32-c,cert-msc51-cpp): reproducible
    for (const int range : {3, 100, 1'000'000}) {
        CAPTURE(range);
        TimersTwice timers;
        const auto any = [&] { return random() % timers.size(); };
        for (int i = 0; i < 1'500; ++i) {
            const auto what = random() % 16;
            if (what < 8 || timers.size() == 0) {
                timers.push(Time(static_cast<int>(random() % static_cast<unsigned>(range)) - 2));
            } else if (what < 13) {
                timers.pop_first();
            } else if (what == 13) {
                timers.take(any());
            } else if (what == 14) {
                timers.cancel(any());
            } else if (i % 10 == 0) {
                timers.take_cancelled();
            }
        }
    }
}

TEST_CASE("a loop that closes releases its timers as CPython's does, the last in the array first") {
    // the order in which CPython 3.11 destroys futures that only a call_later() callback holds
    const std::map<std::vector<int>, std::vector<int>> expected{
        {{1, 2, 3}, {3, 2, 1}}, {{3, 2, 1}, {2, 1, 3}}, {{2, 3, 1}, {1, 2, 3}}};
    for (const auto& [delays, gone] : expected) {
        std::vector<int> found;
        Interpreter::Setup setup;
        Interpreter interpreter(setup);
        EventLoop& loop = interpreter.make_loop();
        int number = 0;
        for (const int delay : delays) {
            const std::shared_ptr<int> kept(new int(++number), [&](const int* mine) {
                found.push_back(*mine);
                delete mine;
            });
            loop.call_later(std::chrono::seconds(delay), [kept] { static_cast<void>(kept); });
        }
        loop.close();
        CHECK(found == gone);
    }
}

TEST_CASE("an empty timer queue accepts deadlines in the past") {
    TimersTwice timers;
    timers.push(std::chrono::hours(1));
    timers.pop_first();
    timers.push(Time(2));
    timers.push(Time(1));
    timers.push(Time(-1));
    timers.pop_first();
    timers.pop_first();
    timers.pop_first();
    CHECK(timers.size() == 0);
}

}  // namespace corodemo::tests
