#include <map>
#include <set>

#include "core/trace/exploration.hpp"
#include "tests/core/asyncio/program.hpp"

// Sleeps that stand for I/O: every order in which they may end.

namespace corodemo::tests {

namespace {

Coro<> naps(std::string name, Duration delay, CallSite /*call*/ = "naps") {
    co_await sleep(delay);
    print(name);
}

/// What `program` prints under each timing, by schedule; checks that each schedule reproduces its
/// output.
std::map<std::string, std::string> explore(const std::function<Coro<>()>& program) {
    std::map<std::string, std::string> found;
    const auto run_with = [&](trace::Choices& choices) {
        std::string output;
        Interpreter interpreter({PythonVersion(10), &choices, nullptr, nullptr, false,
                                 [&](trace::Stream, std::string_view line) { output += line; }});
        new_event_loop().run_until_complete(program());
        CHECK(interpreter.choice_error == nullptr);
        choices.check_used();
        return output;
    };
    trace::Exploration exploration(true);
    bool more = true;
    while (more) {
        trace::Choices choices = exploration.choices();
        const std::string output = run_with(choices);
        const std::string schedule = to_schedule(choices);
        CHECK(found.emplace(schedule, output).second);
        trace::Choices again = trace::Choices::schedule(schedule);
        CHECK(run_with(again) == output);
        more = exploration.next(choices);
    }
    return found;
}

}  // namespace

TEST_CASE("n sleeps end in each of n! orders exactly once") {
    std::size_t expected = 1;
    for (std::size_t n = 1; n <= 5; ++n) {
        expected *= n;
        const auto found = explore([n]() -> Coro<> {
            std::vector<Coro<>> all;
            for (std::size_t i = 0; i < n; ++i) {
                all.push_back(naps(std::to_string(i), 1s));
            }
            co_await gather(std::move(all));
        });
        std::set<std::string> outputs;
        for (const auto& [schedule, output] : found) {
            outputs.insert(output);
        }
        CHECK(found.size() == expected);
        CHECK(outputs.size() == expected);
    }
}

TEST_CASE("a sleep may take longer than its delay, but never shorter") {
    const auto found = explore([]() -> Coro<> {
        auto both = list({naps("short", 1s), naps("long", 3s)});
        co_await gather(std::move(both));
        print(get_running_loop().time().count() / 1'000'000'000);
    });
    CHECK(found == std::map<std::string, std::string>{{"@1", "short\nlong\n3\n"},
                                                      {"@2", "long\nshort\n3\n"}});
}

TEST_CASE("timers that go by the clock keep their order among themselves, but not among sleeps") {
    const auto found = explore([]() -> Coro<> {
        EventLoop& loop = get_running_loop();
        loop.call_later(1s, callback("first", [] { print("first"); }));
        loop.call_later(2s, callback("second", [] { print("second"); }));
        co_await naps("nap", 3s);
        co_await sleep(9s);
    });
    std::set<std::string> outputs;
    for (const auto& [schedule, output] : found) {
        CHECK(output.find("second\nfirst") == std::string::npos);
        outputs.insert(output);
    }
    CHECK(outputs.contains("first\nsecond\nnap\n"));
    CHECK(outputs.contains("nap\nfirst\nsecond\n"));
}

TEST_CASE("timing is recorded even without a choice") {
    const auto found = explore([]() -> Coro<> { co_await naps("nap", 1s); });
    CHECK(found == std::map<std::string, std::string>{{"@", "nap\n"}});
}

TEST_CASE("an answer that does not fit is reported with the choice that it was for") {
    for (const char* schedule : {"@3", "2,1"}) {
        trace::Choices choices = trace::Choices::schedule(std::string(schedule) + "/@1");
        CHECK_THROWS_WITH_AS(choices.choose_sleep(2), "answer_fits_no_sleep: 1, 2",
                             trace::ChoiceError);
    }
    CHECK_THROWS_AS(trace::Choices::schedule("@0"), trace::ChoiceError);
    CHECK_THROWS_AS(trace::Choices::schedule("@x"), trace::ChoiceError);
}

}  // namespace corodemo::tests
