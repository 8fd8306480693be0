#include <deque>
#include <memory>

#include <doctest/doctest.h>

#include "core/containers/ring.hpp"

namespace corodemo::tests {

using containers::Ring;

TEST_CASE("a ring returns items in insertion order, while it grows and wraps around") {
    Ring<std::unique_ptr<int>> ring;
    std::deque<int> expected;
    int next = 0;
    for (int round = 1; round < 200; ++round) {
        for (int i = 0; i < round % 37; ++i) {
            CHECK(*ring.emplace_back(std::make_unique<int>(next)) == next);
            expected.push_back(next++);
        }
        for (int i = 0; i < round % 31 && !expected.empty(); ++i) {
            CHECK(*ring[expected.size() - 1] == expected.back());
            CHECK(*ring.pop_front() == expected.front());
            expected.pop_front();
        }
        CHECK(ring.size() == expected.size());
    }
    CHECK(ring.size() > 64);
    ring.clear();
    CHECK(ring.empty());
}

TEST_CASE("a ring destroys what is left, in insertion order, and what the destructors add") {
    struct Adds {
        Ring<Adds>* ring = nullptr;
        int* destroyed = nullptr;
        int more = 0;
        Adds(Ring<Adds>& in, int& count, int then)
            : ring(&in),
              destroyed(&count),
              more(then) {}
        Adds(Adds&& other) noexcept
            : ring(std::exchange(other.ring, nullptr)),
              destroyed(other.destroyed),
              more(other.more) {}
        Adds(const Adds&) = delete;
        Adds& operator=(const Adds&) = delete;
        Adds& operator=(Adds&&) = delete;
        ~Adds() {
            if (ring != nullptr) {
                ++*destroyed;
                if (more > 0) {
                    ring->emplace_back(Adds(*ring, *destroyed, more - 1));
                }
            }
        }
    };
    int destroyed = 0;
    {
        Ring<Adds> ring;
        ring.emplace_back(Adds(ring, destroyed, 3));
        ring.emplace_back(Adds(ring, destroyed, 0));
    }
    CHECK(destroyed == 5);
}

}  // namespace corodemo::tests
