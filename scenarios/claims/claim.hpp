#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.hpp"

// The statements of the asyncio tutorial, and whether each is true. A claim names a scenario and a
// predicate on its trace. The predicate does not depend on the version of Python, but the trace
// does, and so may the verdict.

namespace corodemo::scenarios {

/// What a predicate finds in one trace.
struct Finding {
    enum class Truth : std::uint8_t {
        unseen,  ///< the program ended before what the claim is about
        holds,
        refuted,
    };
    Truth truth = Truth::unseen;
    /// The events that prove it, in order.
    std::vector<trace::EventNumber> evidence;
    /// CPython's warning that this will be removed; 0 if there was none.
    trace::EventNumber warning = 0;
};

using Predicate = Finding (*)(const trace::Trace&);

enum class Verdict : std::uint8_t {
    definition,  ///< defines a term: not judged
    holds,
    holds_with_warning,
    is_false,
    no_longer_runs,
};

/// One statement of the tutorial.
struct Claim {
    std::string_view section;
    Localized sentence;
    Localized really;  ///< what really happens; for a definition, where to see it
    /// The code that makes it so, one for each version; empty for a definition.
    std::vector<Quotation> source = {};
    std::string_view scenario;
    Predicate predicate = nullptr;  ///< null for a definition
    /// The expected verdicts, one letter per version from 3.6 on: holds, warning, false, x (no
    /// longer runs), definition. Checked by `corodemo claims --check`.
    std::string_view expected;
};

/// All claims, in the tutorial's order.
std::span<const Claim> claims();

/// The claim's source in that version, or null.
const Quotation* source_on(const Claim& claim, asyncio::PythonVersion python);

/// The letter of a verdict in Claim::expected.
char letter_of(Verdict verdict);

/// The verdict on a claim, and the evidence for it.
struct Judgement {
    Verdict verdict{};
    /// From the deciding run: the one that refutes the claim, or else the first.
    std::vector<trace::EventNumber> evidence;
    trace::EventNumber warning = 0;
    /// That run's choices, for --schedule; empty if it had none.
    std::string schedule;
    std::uint64_t runs = 0;  ///< how many runs were judged
};

/// Judges a claim by traces of its scenario: it holds if it holds in each of them.   Throws:
/// std::logic_error if one ends, without an error, before what the claim is about.
Judgement judge(const Claim& claim, std::span<const trace::Trace> traces);

/// Runs the claim's scenario under `options`, once for every order that its sets can have. The
/// claim holds if it holds in each run.
Judgement judge(const Claim& claim, const RunOptions& options);

/// The run whose events a Judgement names.
trace::Trace deciding_run(const Claim& claim, const Judgement& judgement, RunOptions options);

}  // namespace corodemo::scenarios
