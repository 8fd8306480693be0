#include <stdexcept>
#include <utility>

#include "core/trace/recorder.hpp"
#include "scenarios/claims/claim.hpp"
#include "scenarios/schedules.hpp"

namespace corodemo::scenarios {

namespace {

Verdict verdict_of(const Finding& finding, const trace::Trace& trace) {
    switch (finding.truth) {
        case Finding::Truth::unseen:
            if (!trace.outcome.error) {
                throw std::logic_error(
                    "a claim looks for something that its scenario doesn't show");
            }
            return Verdict::no_longer_runs;
        case Finding::Truth::refuted:
            return Verdict::is_false;
        case Finding::Truth::holds:
            break;
    }
    return finding.warning != 0 ? Verdict::holds_with_warning : Verdict::holds;
}

/// Takes another run into account. The first one decides, unless a later one refutes the claim.
void add_run(Judgement& judgement, const Claim& claim, const trace::Trace& trace,
             const std::string& schedule) {
    ++judgement.runs;
    const bool settled = judgement.runs > 1 && judgement.verdict == Verdict::is_false;
    Finding finding = claim.predicate(trace);
    const Verdict verdict = verdict_of(finding, trace);
    if (settled || (judgement.runs > 1 && verdict != Verdict::is_false)) {
        return;
    }
    judgement.verdict = verdict;
    judgement.evidence = std::move(finding.evidence);
    judgement.warning = finding.warning;
    judgement.schedule = schedule;
}

}  // namespace

char letter_of(Verdict verdict) {
    constexpr std::string_view kLetters = "dhwfx";
    return kLetters[static_cast<std::size_t>(verdict)];
}

Judgement judge(const Claim& claim, std::span<const trace::Trace> traces) {
    Judgement judgement;
    if (claim.predicate == nullptr) {
        return judgement;
    }
    if (traces.empty()) {
        throw std::logic_error("no trace to judge a claim by");
    }
    for (const trace::Trace& trace : traces) {
        add_run(judgement, claim, trace, {});
    }
    return judgement;
}

Judgement judge(const Claim& claim, const RunOptions& options) {
    Judgement judgement;
    if (claim.predicate == nullptr) {
        return judgement;
    }
    const Scenario& scenario = *find_scenario(claim.scenario);
    RunOptions with_defaults = options;
    with_defaults.arguments = scenario.defaults;
    Schedules schedules(scenario, with_defaults);
    while (schedules.next()) {
        trace::Trace trace;
        trace::Recorder recorder(trace);
        trace.outcome = schedules.run(&recorder);
        add_run(judgement, claim, trace, schedules.current());
    }
    return judgement;
}

trace::Trace deciding_run(const Claim& claim, const Judgement& judgement, RunOptions options) {
    options.choices = judgement.schedule.empty() ? trace::Choices()
                                                 : trace::Choices::schedule(judgement.schedule);
    const Scenario& scenario = *find_scenario(claim.scenario);
    options.arguments = scenario.defaults;
    return record(scenario, options);
}

}  // namespace corodemo::scenarios
