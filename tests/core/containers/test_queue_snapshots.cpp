#include <deque>
#include <random>

#include <doctest/doctest.h>

#include "core/containers/queue_snapshots.hpp"

namespace corodemo::tests {

using containers::QueueSnapshots;

TEST_CASE("snapshots of a queue stay as they were") {
    std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): always the same
    QueueSnapshots<int> snapshots;
    std::deque<int> queue;
    std::vector<std::pair<std::vector<int>, std::span<const int>>> kept;
    for (int i = 0; i < 2'000; ++i) {
        const unsigned what = random() % 16;
        if (what == 0) {
            queue.clear();
        } else if (what == 1 && !queue.empty()) {
            queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(random() % queue.size()));
        } else if (what < 8 && !queue.empty()) {
            queue.pop_front();
        } else {
            queue.push_back(i);
        }
        const std::vector<int> items(queue.begin(), queue.end());
        kept.emplace_back(items, snapshots.keep(items));
    }
    for (const auto& [items, snapshot] : kept) {
        CHECK(std::ranges::equal(items, snapshot));
    }
}

TEST_CASE("a snapshot shares its memory with the one before") {
    QueueSnapshots<int> snapshots;
    const std::vector<int> items{1, 2, 3, 4};
    const std::span<const int> all = items;
    const std::span<const int> first = snapshots.keep(all.first(2));
    CHECK(snapshots.keep(all.first(3)).data() == first.data());
    CHECK(snapshots.keep(all.subspan(1, 2)).data() == &first[1]);
    CHECK(snapshots.keep(all.subspan(1, 3)).data() == &first[1]);
    CHECK(snapshots.keep(all.subspan(2, 0)).empty());
}

}  // namespace corodemo::tests
