#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "app/terminal/unicode_width.hpp"
#include "core/trace/json/json.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::tests {

namespace {

using asyncio::Behaviour;
using asyncio::BehaviourRow;
using asyncio::PythonVersion;
using scenarios::Claim;
using scenarios::Verdict;

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

scenarios::RunOptions on(PythonVersion python) {
    scenarios::RunOptions options;
    options.python = python;
    return options;
}

/// The verdicts on all versions, a letter each.
std::string verdicts(const Claim& claim) {
    std::string letters;
    for (int minor = PythonVersion::kOldest; minor <= PythonVersion::kNewest; ++minor) {
        letters += letter_of(judge(claim, on(PythonVersion(minor))).verdict);
    }
    return letters;
}

/// What real CPython did, by scenario and version: a trace for each set order that was recorded.
using Recorded = std::map<std::pair<std::string, std::string>, std::vector<trace::Trace>>;

Recorded recorded_traces() {
    Recorded recorded;
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator("tests/conformance/goldens")) {
        paths.insert(entry.path());
    }
    for (const auto& path : paths) {
        const std::string text = read(path);
        const auto golden = nlohmann::json::parse(text);
        const std::string with = golden["policy"]["preset_loop"].get<bool>() ? " preset" : "";
        for (const auto& [version, python] : golden["recorded"].items()) {
            recorded[{golden["program"]["name"], version + with}].push_back(trace::read_json(text));
        }
    }
    return recorded;
}

/// The version table with one row changed: nobody has it, or everybody.
std::vector<BehaviourRow> table_with(Behaviour behaviour, bool everybody) {
    const auto table = asyncio::behaviour_table();
    std::vector<BehaviourRow> changed(table.begin(), table.end());
    BehaviourRow& row = *std::ranges::find(changed, behaviour, &BehaviourRow::behaviour);
    row.since = PythonVersion::kOldest;
    row.before = everybody ? PythonVersion::kNewest + 1 : PythonVersion::kOldest;
    return changed;
}

const Claim& claim(std::string_view sentence) {
    return *std::ranges::find_if(scenarios::claims(),
                                 [&](const Claim& one) { return one.sentence.en == sentence; });
}

}  // namespace

TEST_CASE("every claim is as expected on every version") {
    CHECK(scenarios::claims().size() >= 30);
    for (const Claim& claim : scenarios::claims()) {
        CAPTURE(claim.sentence.en);
        CHECK(verdicts(claim) == claim.expected);
    }
}

TEST_CASE("real CPython's traces come to the same verdicts") {
    const Recorded recorded = recorded_traces();
    std::size_t judged = 0;
    for (const Claim& claim : scenarios::claims()) {
        for (int minor = PythonVersion::kOldest; minor <= PythonVersion::kNewest; ++minor) {
            CAPTURE(claim.sentence.en);
            CAPTURE(minor);
            const auto found =
                recorded.find({std::string(claim.scenario), to_string(PythonVersion(minor))});
            REQUIRE(found != recorded.end());
            const auto index = static_cast<std::size_t>(minor - PythonVersion::kOldest);
            CHECK(letter_of(judge(claim, found->second).verdict) == claim.expected.at(index));
            ++judged;
        }
    }
    CHECK(judged == scenarios::claims().size() * 9);
}

TEST_CASE("on 3.14 with a loop set before, real CPython's traces come to the verdicts of 3.13") {
    const Recorded recorded = recorded_traces();
    for (const Claim& claim : scenarios::claims()) {
        CAPTURE(claim.sentence.en);
        scenarios::RunOptions options = on(PythonVersion(14));
        options.preset_loop = true;
        const Verdict verdict = judge(claim, options).verdict;
        const auto found = recorded.find({std::string(claim.scenario), "3.14 preset"});
        REQUIRE(found != recorded.end());
        CHECK(judge(claim, found->second).verdict == verdict);
        const bool about_loop = claim.sentence.en == "get_event_loop() returns the event loop";
        const bool about_function = claim.sentence.en == "iscoroutinefunction(hello) is True";
        const char expected = about_loop ? 'h' : about_function ? 'w' : claim.expected.at(7);
        CHECK(letter_of(verdict) == expected);
    }
}

TEST_CASE("a predicate is refuted by a program that does otherwise") {
    const auto truth = [](std::string_view sentence, std::string_view scenario) {
        return claim(sentence)
            .predicate(record(*scenarios::find_scenario(scenario),
                              [&] {
                                  scenarios::RunOptions options;
                                  options.arguments = scenarios::find_scenario(scenario)->defaults;
                                  return options;
                              }()))
            .truth;
    };
    using Truth = scenarios::Finding::Truth;
    CHECK(truth("its own arguments must stand before the future", "callback-arguments") ==
          Truth::refuted);
    CHECK(truth("a callback must take the future, or there is an error", "callback") ==
          Truth::refuted);
    CHECK(truth("if the future is done, the callback is called at once", "callback") ==
          Truth::unseen);
    CHECK(truth("loop.close() closes the loop", "gather") == Truth::refuted);
    CHECK(truth("run_forever() goes on when all coroutines have ended", "stop-in-callback") ==
          Truth::refuted);
    CHECK(truth("a stop() after run_forever() is never reached", "stop-in-callback") ==
          Truth::refuted);
    CHECK(truth("... so several cannot run: the first ends it all", "stop-in-coroutine-unequal") ==
          Truth::holds);
    CHECK(truth("run_until_complete() takes only one coroutine", "gather-two") == Truth::refuted);
    CHECK(truth("the three hellos run concurrently", "blocking") == Truth::refuted);
    CHECK(truth("without a return both are None", "result") == Truth::refuted);
    CHECK(truth("await, or yield from, interrupts the coroutine", "hello") == Truth::holds);
    CHECK(truth("... or where another coroutine awaits it", "hello") == Truth::refuted);
    CHECK(truth("... and Python warns about it", "hello") == Truth::refuted);
    CHECK(truth("iscoroutinefunction(hello) is True", "gather") == Truth::refuted);
}

TEST_CASE("a row of the version table decides a verdict") {
    const auto verdict = [](std::string_view sentence, int minor, Behaviour changed,
                            bool everybody) {
        const std::vector<BehaviourRow> table = table_with(changed, everybody);
        return judge(claim(sentence), on(PythonVersion(minor, table))).verdict;
    };
    CHECK(verdict("wait() runs its list from back to front", 13, Behaviour::wait_takes_coroutines,
                  true) == Verdict::is_false);
    CHECK(verdict("like gather(), wait() runs its coroutines concurrently", 10,
                  Behaviour::wait_takes_coroutines, false) == Verdict::no_longer_runs);
    CHECK(verdict("get_event_loop() returns the event loop", 14,
                  Behaviour::get_event_loop_makes_one, true) == Verdict::holds);
    CHECK(verdict("get_event_loop() returns the event loop", 13, Behaviour::get_event_loop_warns,
                  false) == Verdict::holds);
    CHECK(verdict("@asyncio.coroutine defines a coroutine function", 10,
                  Behaviour::coroutine_decorator_warns, false) == Verdict::holds);
    CHECK(verdict("@asyncio.coroutine defines a coroutine function", 10,
                  Behaviour::has_coroutine_decorator, false) == Verdict::no_longer_runs);
    CHECK(verdict("iscoroutinefunction(hello) is True", 14, Behaviour::iscoroutinefunction_warns,
                  false) == Verdict::holds);
}

TEST_CASE("a claim about every order is refuted by a schedule that shows it") {
    const auto& back_to_front = claim("wait() runs its list from back to front");
    const auto options = on(PythonVersion(10));
    const scenarios::Judgement judgement = judge(back_to_front, options);
    CHECK(judgement.verdict == Verdict::is_false);
    CHECK(judgement.runs == 6);
    CHECK(judgement.schedule != "3,2,1");
    const trace::Trace trace = deciding_run(back_to_front, judgement, options);
    CHECK(back_to_front.predicate(trace).truth == scenarios::Finding::Truth::refuted);
}

TEST_CASE("each claim is there in both languages, short enough for the table, with its evidence") {
    constexpr std::size_t kWidest = 54;
    for (const Claim& claim : scenarios::claims()) {
        CAPTURE(claim.sentence.en);
        CHECK(scenarios::find_scenario(claim.scenario) != nullptr);
        for (const auto& text : {claim.sentence, claim.really}) {
            CHECK_FALSE(text.en.empty());
            CHECK(text.en.size() == app::display_width(text.en));  // no Chinese in it
            CHECK(text.zh.size() > app::display_width(text.zh));   // and some here
        }
        CHECK(app::display_width(claim.sentence.en) <= kWidest);
        CHECK(app::display_width(claim.sentence.zh) <= kWidest);
        if (claim.predicate == nullptr) {
            continue;
        }
        for (int minor = PythonVersion::kOldest; minor <= PythonVersion::kNewest; ++minor) {
            CAPTURE(minor);
            CHECK(std::ranges::count_if(claim.source, [&](const scenarios::Quotation& source) {
                      return source.versions.contains(PythonVersion(minor));
                  }) == 1);
        }
        const auto options = on(PythonVersion(10));
        const scenarios::Judgement judgement = judge(claim, options);
        CHECK_FALSE(judgement.evidence.empty());
        CHECK(std::ranges::is_sorted(judgement.evidence));
        const trace::Trace trace = deciding_run(claim, judgement, options);
        CHECK(judgement.evidence.back() <= trace.events().size());
    }
}

}  // namespace corodemo::tests
