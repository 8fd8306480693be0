#include <algorithm>
#include <utility>

#include "core/trace/exploration.hpp"
#include "core/trace/recorder.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::scenarios {

namespace {

Verdict verdict_of(const Finding& finding) {
    switch (finding.truth) {
        case Finding::Truth::unseen:
            return Verdict::no_longer_runs;
        case Finding::Truth::refuted:
            return Verdict::is_false;
        case Finding::Truth::holds:
            break;
    }
    return finding.warning != 0 ? Verdict::holds_with_warning : Verdict::holds;
}

/// Takes one run more into account. The first decides, unless a later one refutes the claim.
void add_run(Judgement& judgement, const Claim& claim, const trace::Trace& trace,
             const std::string& schedule) {
    ++judgement.runs;
    const bool settled = judgement.runs > 1 && judgement.verdict == Verdict::is_false;
    Finding finding = claim.predicate(trace);
    const Verdict verdict = verdict_of(finding);
    if (settled || (judgement.runs > 1 && verdict != Verdict::is_false)) {
        return;
    }
    judgement.verdict = verdict;
    judgement.evidence = std::move(finding.evidence);
    judgement.warning = finding.warning;
    judgement.schedule = schedule;
}

trace::Trace run_once(const Claim& claim, RunOptions options) {
    const Scenario& scenario = *find_scenario(claim.scenario);
    options.arguments = scenario.defaults;
    return record(scenario, std::move(options));
}

}  // namespace

char letter_of(Verdict verdict) {
    constexpr std::string_view kLetters = "dhwfx";
    return kLetters[static_cast<std::size_t>(verdict)];
}

Judgement judge(const Claim& claim, std::span<const trace::Trace> traces) {
    Judgement judgement;
    for (const trace::Trace& trace : traces) {
        if (claim.predicate != nullptr) {
            add_run(judgement, claim, trace, {});
        }
    }
    return judgement;
}

Judgement judge(const Claim& claim, const RunOptions& options) {
    Judgement judgement;
    if (claim.predicate == nullptr) {
        return judgement;
    }
    if (claim.quantifier == Quantifier::in_the_run) {
        add_run(judgement, claim, run_once(claim, options), {});
        return judgement;
    }
    trace::Exploration exploration;
    bool more = true;
    while (more) {
        const Scenario& scenario = *find_scenario(claim.scenario);
        RunOptions run_options = options;
        run_options.arguments = scenario.defaults;
        run_options.choices = exploration.choices();
        trace::Trace trace;
        trace::Recorder recorder(trace);
        trace.outcome = run(scenario, run_options, &recorder);
        add_run(judgement, claim, trace, trace::to_schedule(run_options.choices.taken()));
        more = exploration.next(run_options.choices);
    }
    return judgement;
}

trace::Trace deciding_run(const Claim& claim, const Judgement& judgement,
                          const RunOptions& options) {
    RunOptions run_options = options;
    if (!judgement.schedule.empty()) {
        run_options.choices = trace::Choices::schedule(judgement.schedule);
    }
    return run_once(claim, std::move(run_options));
}

}  // namespace corodemo::scenarios
