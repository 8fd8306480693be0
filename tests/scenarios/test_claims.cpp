#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "app/style_width.hpp"
#include "core/trace/json.hpp"
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
    for (const auto& entry : std::filesystem::directory_iterator("tests/conformance/goldens")) {
        const std::string text = read(entry.path());
        const auto golden = nlohmann::json::parse(text);
        if (golden["policy"]["preset_loop"].get<bool>()) {
            continue;
        }
        for (const auto& [version, python] : golden["recorded"].items()) {
            recorded[{golden["program"]["name"], version}].push_back(trace::read_json(text));
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
                recorded.find({std::string(claim.scenario), "3." + std::to_string(minor)});
            REQUIRE(found != recorded.end());
            const auto index = static_cast<std::size_t>(minor - PythonVersion::kOldest);
            CHECK(letter_of(judge(claim, found->second).verdict) == claim.expected.at(index));
            ++judged;
        }
    }
    CHECK(judged == scenarios::claims().size() * 9);
}

TEST_CASE("a row of the version table decides a verdict") {
    const auto verdict = [](std::string_view sentence, int minor, Behaviour changed,
                            bool everybody) {
        const std::vector<BehaviourRow> table = table_with(changed, everybody);
        return judge(claim(sentence), on(PythonVersion(minor, table))).verdict;
    };
    CHECK(verdict("wait() runs its list from back to front", 13, Behaviour::wait_takes_coroutines,
                  true) == Verdict::is_false);
    CHECK(verdict("wait() runs its coroutines as gather() does, at once", 10,
                  Behaviour::wait_takes_coroutines, false) == Verdict::no_longer_runs);
    CHECK(verdict("get_event_loop() gives the loop", 14, Behaviour::get_event_loop_makes_one,
                  true) == Verdict::holds);
    CHECK(verdict("get_event_loop() gives the loop", 13, Behaviour::get_event_loop_warns, false) ==
          Verdict::holds);
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
        CHECK_FALSE(claim.source.code.empty());
        const auto options = on(PythonVersion(10));
        const scenarios::Judgement judgement = judge(claim, options);
        CHECK_FALSE(judgement.evidence.empty());
        CHECK(std::ranges::is_sorted(judgement.evidence));
        const trace::Trace trace = deciding_run(claim, judgement, options);
        CHECK(judgement.evidence.back() <= trace.events().size());
    }
}

}  // namespace corodemo::tests
