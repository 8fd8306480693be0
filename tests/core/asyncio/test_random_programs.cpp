#include <doctest/doctest.h>

#include "core/trace/replay.hpp"
#include "tests/core/asyncio/program.hpp"
#include "tests/random/random_program.hpp"

namespace corodemo::tests {

namespace {

/// Checks each loop from its creation on.
class WatchingRecorder final : public trace::Sink {
public:
    explicit WatchingRecorder(trace::Trace& trace)
        : checked_(trace) {}
    void on_event(const trace::Event& event) override {
        if (event.n > 1) {  // the first creates the loop
            if (const EventLoop* loop = interpreter().set_loop()) {
                checked_.watch(*loop);
                ++watched_;
            }
        }
        checked_.on_event(event);
    }
    [[nodiscard]] const std::string& disagreement() const { return checked_.disagreement(); }
    /// After how many events the replay was compared with a loop.
    [[nodiscard]] std::size_t watched() const { return watched_; }

private:
    CheckedRecorder checked_;
    std::size_t watched_ = 0;
};

}  // namespace

TEST_CASE(
    "replay equals the live loop's containers after every event of thousands of random programs") {
    constexpr std::uint64_t kPrograms = 3000;
    std::size_t events = 0;
    for (std::uint64_t seed = 0; seed < kPrograms; ++seed) {
        CAPTURE(seed);
        trace::Trace trace;
        WatchingRecorder recorder(trace);
        trace::Choices choices("seed:" + std::to_string(seed));
        const int python = PythonVersion::kOldest + static_cast<int>(seed % 9);
        RandomProgram(seed, PythonVersion(python)).run(recorder, choices);
        REQUIRE(recorder.disagreement() == "");
        events += recorder.watched();
    }
    MESSAGE(kPrograms << " programs, " << events << " events");
    CHECK(events > 100'000);
}

}  // namespace corodemo::tests
