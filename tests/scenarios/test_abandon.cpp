#include <doctest/doctest.h>

#include "core/asyncio/event_loop.hpp"
#include "core/containers/free_list.hpp"
#include "scenarios/scenario.hpp"
#include "tests/random/random_program.hpp"

namespace corodemo::tests {

using asyncio::PythonVersion;

namespace {

/// Leaves the loop for good at its n-th event between two handles, as if the program hung there.
class Abandon final : public trace::Sink {
public:
    explicit Abandon(std::size_t n)
        : left_(n) {}

    [[nodiscard]] trace::Kinds wanted() const override {
        return trace::Kinds::of<trace::IterationStarted, trace::ClockAdvanced, trace::TimerDue,
                                trace::HandleFinished, trace::IterationFinished>();
    }
    void on_event(const trace::Event& /*event*/) override {
        if (left_-- == 0) {
            abandoned_ = true;
            asyncio::interpreter().program_hung();
            throw asyncio::LoopHung("abandoned");
        }
    }
    [[nodiscard]] bool abandoned() const { return abandoned_; }

private:
    std::size_t left_;
    bool abandoned_ = false;
};

/// Abandons a program wherever that can be, and checks that it leaves nothing behind. Returns how
/// often.
template <class RunProgram>
std::size_t abandon_everywhere(RunProgram run_program) {
    for (std::size_t n = 0;; ++n) {
        CAPTURE(n);
        const std::size_t before = containers::FreeList::in_use();
        Abandon sink(n);
        run_program(sink);
        REQUIRE(containers::FreeList::in_use() == before);  // frames, tasks, futures, handles
        if (!sink.abandoned()) {
            return n;
        }
    }
}

}  // namespace

// With AddressSanitizer this shows that nothing is used after it was destroyed, either.
TEST_CASE("a scenario can be abandoned at any moment, and everything of it is destroyed") {
    std::size_t times = 0;
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        CAPTURE(scenario.name);
        for (int minor = scenario.place.first_minor; minor <= PythonVersion::kNewest; ++minor) {
            CAPTURE(minor);
            times += abandon_everywhere([&](trace::Sink& sink) {
                scenarios::RunOptions options = scenarios::default_options(scenario);
                options.python = PythonVersion(minor);
                try {
                    scenarios::run(scenario, options, &sink);
                } catch (const trace::ChoiceError&) {  // NOLINT(bugprone-empty-catch)
                    // the scenario's own schedule has answers for the whole run
                }
            });
        }
    }
    CHECK(times > 1000);
}

TEST_CASE("so can random programs") {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        CAPTURE(seed);
        const PythonVersion python(PythonVersion::kOldest + static_cast<int>(seed % 9));
        const RandomProgram program(seed, python);
        abandon_everywhere([&](trace::Sink& sink) {
            trace::Choices choices("seed:" + std::to_string(seed));
            program.run(sink, choices);
        });
    }
}

}  // namespace corodemo::tests
