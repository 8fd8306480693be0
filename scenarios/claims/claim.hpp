#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.hpp"

// The statements of the asyncio tutorial, and what becomes of each. A claim names a scenario and a
// predicate over its trace. The predicate knows nothing of versions: run the scenario as another
// CPython does, and the verdict may be another.

namespace corodemo::scenarios {

/// What a predicate finds in one trace.
struct Finding {
    enum class Truth : std::uint8_t {
        unseen,  ///< what the claim is about did not happen: the program ended before
        holds,
        refuted,
    };
    Truth truth = Truth::unseen;
    /// The events that show it, in order.
    std::vector<trace::EventNumber> evidence;
    /// CPython's warning that this will be removed, if it gave one.
    trace::EventNumber warning = 0;
};

using Predicate = Finding (*)(const trace::Trace&);

enum class Verdict : std::uint8_t {
    definition,  ///< says what a word means: not judged
    holds,
    holds_with_warning,
    is_false,
    no_longer_runs,
};

/// A place in CPython's source.
struct Source {
    std::string_view where;
    std::string_view code;
};

/// One statement of the tutorial.
struct Claim {
    std::string_view section;
    Localized sentence;
    Localized really;  ///< what happens; for a definition, where to see it
    Source source;     ///< what makes it so
    std::string_view scenario;
    Predicate predicate = nullptr;  ///< null for a definition
    /// The verdicts that are expected, a letter a version from 3.6 on: holds, warning, false, x (no
    /// longer runs), definition. `corodemo claims --check` compares.
    std::string_view expected;
};

/// All of them, in the tutorial's order.
std::span<const Claim> claims();

/// The letter of a verdict in Claim::expected.
char letter_of(Verdict verdict);

/// What a claim comes to, and what shows it.
struct Judgement {
    Verdict verdict{};
    /// Of the run that decides: the one that refutes the claim, or else the first.
    std::vector<trace::EventNumber> evidence;
    trace::EventNumber warning = 0;
    /// The answers to that run's choices, for --schedule; empty if it had none.
    std::string schedule;
    std::uint64_t runs = 0;  ///< how many were looked at
};

/// Judges a claim by traces of its scenario: it has to hold in each of them.   Throws:
/// std::logic_error if one ends without an error before what the claim is about.
Judgement judge(const Claim& claim, std::span<const trace::Trace> traces);

/// Runs the claim's scenario under `options` in every order that its sets can have: a claim holds
/// if it holds in each.
Judgement judge(const Claim& claim, const RunOptions& options);

/// The run whose events a Judgement names.
trace::Trace deciding_run(const Claim& claim, const Judgement& judgement, RunOptions options);

}  // namespace corodemo::scenarios
