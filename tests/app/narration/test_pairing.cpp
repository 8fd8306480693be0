#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/pairing.hpp"
#include "app/narration/playback.hpp"
#include "tests/app/texts.hpp"

// Which snapshots of two playbacks belong together.

namespace corodemo::tests {

using app::PairedBy;
using app::SnapshotPair;

namespace {

/// Two tasks, of which one starts first; `extra` tasks start after them.
trace::Trace two_tasks(std::uint32_t first, std::uint32_t extra = 0) {
    Script script;
    const std::uint32_t second = 3 - first;
    for (std::uint32_t number = 1; number <= 2 + extra; ++number) {
        script.add(trace::TaskCreated{
            task(number), {}, trace::Id{trace::Id::kCoroutine, number}, "hello", {}, {}});
    }
    for (const std::uint32_t number : {first, second}) {
        script.schedule(number, trace::Role::step, task(number));
    }
    for (std::uint32_t number = 3; number <= 2 + extra; ++number) {
        script.schedule(number, trace::Role::step, task(number));
    }
    script.begin_run();
    script.begin_iteration();
    for (const std::uint32_t number : {first, second}) {
        script.run_step(number, number, trace::End::yielded);
    }
    for (std::uint32_t number = 3; number <= 2 + extra; ++number) {
        script.run_step(number, number, trace::End::yielded);
    }
    script.end_iteration();
    script.end_run(trace::FinishWhy::stopped);
    return script.take();
}

std::size_t count_snapshots(const trace::Trace& trace) {
    app::Playback playback(trace);
    std::size_t count = 0;
    while (playback.next() != nullptr) {
        ++count;
    }
    return count;
}

/// Whether each snapshot of both is in exactly one pair, in order.
void check_complete(const std::vector<SnapshotPair>& pairs, const trace::Trace& left,
                    const trace::Trace& right) {
    std::size_t next_left = 0;
    std::size_t next_right = 0;
    for (const SnapshotPair& pair : pairs) {
        CHECK(pair.left.value_or(next_left) == next_left);
        CHECK(pair.right.value_or(next_right) == next_right);
        next_left += pair.left ? 1U : 0U;
        next_right += pair.right ? 1U : 0U;
        CHECK((pair.left || pair.right));
    }
    CHECK(next_left == count_snapshots(left));
    CHECK(next_right == count_snapshots(right));
}

}  // namespace

TEST_CASE("a playback is paired with itself, and nothing differs") {
    const trace::Trace trace = record("gather");
    for (const PairedBy by : {PairedBy::iteration, PairedBy::event}) {
        const std::vector<SnapshotPair> pairs = pair_snapshots(trace, trace, by);
        CHECK(pairs.size() == count_snapshots(trace));
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            CHECK(pairs[i] == SnapshotPair{i, i, false});
        }
    }
}

TEST_CASE("in the same iteration, another coroutine may run") {
    const std::vector<SnapshotPair> pairs =
        pair_snapshots(two_tasks(1), two_tasks(2), PairedBy::iteration);
    CHECK(pairs ==
          std::vector<SnapshotPair>{{0, 0, false}, {1, 1, true}, {2, 2, true}, {3, 3, false}});
}

TEST_CASE("what an iteration of one has more stands alone") {
    const std::vector<SnapshotPair> pairs =
        pair_snapshots(two_tasks(1), two_tasks(1, 1), PairedBy::iteration);
    CHECK(pairs == std::vector<SnapshotPair>{
                       {0, 0, false}, {1, 1, false}, {2, 2, false}, {{}, 3, true}, {3, 4, false}});
}

TEST_CASE("of different programs, what is alike is paired, in order") {
    const std::vector<SnapshotPair> pairs =
        pair_snapshots(two_tasks(1), two_tasks(2), PairedBy::event);
    CHECK(pairs.size() == 5);
    CHECK(std::ranges::count(pairs, true, &SnapshotPair::differs) == 2);
    check_complete(pairs, two_tasks(1), two_tasks(2));
}

TEST_CASE("no snapshot is left out, whatever is compared") {
    for (const char* name : {"wait", "gather", "stop-in-callback", "blocking"}) {
        for (const PairedBy by : {PairedBy::iteration, PairedBy::event}) {
            CAPTURE(name);
            const trace::Trace left = record(name);
            const trace::Trace right = motley();
            check_complete(pair_snapshots(left, right, by), left, right);
        }
    }
}

TEST_CASE("what a program prints makes a difference, times don't") {
    const trace::Trace plain = Script::one_step("Hello");
    const trace::Trace other = Script::one_step("Goodbye");
    const std::vector<SnapshotPair> pairs = pair_snapshots(plain, other, PairedBy::iteration);
    CHECK(std::ranges::count(pairs, true, &SnapshotPair::differs) == 1);
    CHECK(pairs.at(1).differs);
}

}  // namespace corodemo::tests
