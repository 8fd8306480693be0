#include "app/commands/claims.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/errors.hpp"
#include "app/files/output.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/message.hpp"
#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

using asyncio::PythonVersion;
using scenarios::Claim;
using scenarios::Judgement;
using scenarios::Verdict;

constexpr std::array kVerdicts{
    Localized{"a definition: not judged", "定义：不作判断"},
    Localized{"holds", "成立"},
    Localized{"holds, with a warning", "成立，但有警告"},
    Localized{"false", "不成立"},
    Localized{"no longer runs", "无法再运行"},
};

/// For tables: symbols that are one column wide in every locale.
constexpr std::array<std::string_view, 5> kSigns{"·", "✓", "!", "✗", "—"};
constexpr std::array<std::string_view, 5> kAsciiSigns{".", "y", "!", "N", "-"};

std::string sign_of(Verdict verdict, const Style& style) {
    return std::string((style.ascii ? kAsciiSigns : kSigns)[static_cast<std::size_t>(verdict)]);
}
Paint paint_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::is_false:
            return Paint::bold;
        case Verdict::definition:
        case Verdict::no_longer_runs:
            return Paint::secondary;
        default:
            return Paint::plain;
    }
}

scenarios::RunOptions options_for(PythonVersion python, bool preset_loop) {
    scenarios::RunOptions options;
    options.python = python;
    options.preset_loop = preset_loop;
    return options;
}

std::vector<PythonVersion> all_versions() {
    std::vector<PythonVersion> versions;
    for (int minor = PythonVersion::kOldest; minor <= PythonVersion::kNewest; ++minor) {
        versions.emplace_back(minor);
    }
    return versions;
}

std::string command_for(const Claim& claim, const Judgement& judgement,
                        const ClaimsRequest& request) {
    std::string command = "corodemo " + std::string(claim.scenario);
    const scenarios::Scenario* scenario = scenarios::find_scenario(claim.scenario);
    if (request.python.minor() != scenario->usual_python().minor()) {
        command += " --python " + to_string(request.python);
    }
    command += request.preset_loop ? " --preset-loop" : "";
    command += judgement.schedule.empty() ? "" : " --schedule " + judgement.schedule;
    return command;
}

/// "events 9 13"
std::string events_text(const Judgement& judgement, const Style& style) {
    std::string numbers;
    for (const trace::EventNumber number : judgement.evidence) {
        numbers += " " + std::to_string(number);
    }
    const Localized phrase =
        judgement.evidence.size() == 1 ? Localized{"event", "事件"} : Localized{"events", "事件"};
    return numbers.empty() ? "" : std::string(style(phrase)) + numbers;
}

StyledText heading(const ClaimsRequest& request, const Style& style) {
    return fill(style,
                {"<bold>The tutorial, statement by statement</> <dim>· Python {0}{1}</>",
                 "<bold>教程逐句检验</> <dim>· Python {0}{1}</>"},
                {to_string(request.python), request.preset_loop ? ", --preset-loop" : ""});
}

std::string number_text(std::size_t number) {
    return (number < 10 ? " " : "") + std::to_string(number);
}

/// A claim and the verdict on it.
struct Judged {
    std::size_t number = 0;  ///< of the claim, from 1
    Judgement judgement;

    [[nodiscard]] const Claim& claim() const { return scenarios::claims()[number - 1]; }
    [[nodiscard]] bool is(Verdict verdict) const { return judgement.verdict == verdict; }
};

Judged judged(std::size_t number, PythonVersion python, bool preset_loop) {
    const Claim& claim = scenarios::claims()[number - 1];
    return {number, scenarios::judge(claim, options_for(python, preset_loop))};
}

/// The claims that the user asks for, in their order.
std::vector<std::size_t> numbers_of(const ClaimsRequest& request) {
    std::vector<std::size_t> numbers;
    for (std::size_t number = 1; number <= scenarios::claims().size(); ++number) {
        if (request.number == 0 || request.number == number) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

/// The verdicts on a claim on all versions. Empty if the user asks only for false ones, and it is
/// false on none of them; or, if the user names a version, not on that one.
std::vector<Judged> judged_on_all(std::size_t number, const ClaimsRequest& request) {
    std::vector<Judged> all;
    bool shown = !request.only_false;
    for (const PythonVersion python : all_versions()) {
        all.push_back(judged(number, python, request.preset_loop));
        const bool counts = !request.one_version || python.minor() == request.python.minor();
        shown = shown || (counts && all.back().is(Verdict::is_false));
    }
    return shown ? all : std::vector<Judged>();
}

/// How many of the claims do not hold.
StyledText count_line(const std::vector<Judged>& claims, const ClaimsRequest& request,
                      const Style& style) {
    const auto count = [&](Verdict verdict) {
        return static_cast<std::size_t>(
            std::ranges::count_if(claims, [&](const Judged& one) { return one.is(verdict); }));
    };
    const std::string of = std::to_string(claims.size() - count(Verdict::definition));
    StyledText line =
        fill(style,
             {"<bold>{0} of {1} claims do not hold on Python {2}</>",
              "<bold>在 Python {2} 上，{1} 条说法中有 {0} 条不成立</>"},
             {std::to_string(count(Verdict::is_false)), of, to_string(request.python)});
    if (const std::size_t gone = count(Verdict::no_longer_runs); gone != 0) {
        line.add(
            fill(style, {", {0} no longer run", "，{0} 条无法再运行"}, {std::to_string(gone)}));
    }
    return line;
}

constexpr std::size_t kSection = 4;  // column widths: number, section, sentence
constexpr std::size_t kSentence = 10;

StyledText claim_line(std::size_t number, const Claim& claim, const Style& style) {
    StyledText line(number_text(number), Paint::secondary);
    line.pad(kSection).add(claim.section, Paint::secondary).pad(kSentence);
    return line.add(claim.sentence.in(style.lang), Paint::bold);
}

/// The sentence, and below it the verdict with what really happens.
void print_verdict(const Judged& judged, const Style& style, std::ostream& out) {
    const Claim& claim = judged.claim();
    print_line(claim_line(judged.number, claim, style), style, out);
    StyledText verdict(style(kVerdicts[static_cast<std::size_t>(judged.judgement.verdict)]),
                       Paint::run);
    verdict.add(style.glyphs(" · ")).add(claim.really.in(style.lang));
    print_paragraph(StyledText().pad(kSentence), verdict, style, out);
}

void print_claim(const Judged& judged, const ClaimsRequest& request, const Style& style,
                 std::ostream& out) {
    const Claim& claim = judged.claim();
    const Judgement& judgement = judged.judgement;
    const StyledText indent = StyledText().pad(kSentence);
    print_verdict(judged, style, out);
    if (const auto* source = source_on(claim, request.python)) {
        print_line(StyledText(indent).add(where(*source), Paint::secondary), style, out);
        print_code(StyledText(indent).add("  "), source->code, style, out);
    }
    const std::string events = events_text(judgement, style);
    print_paragraph(
        indent,
        StyledText(command_for(claim, judgement, request) + (events.empty() ? "" : ", " + events),
                   Paint::secondary),
        style, out);
}

/// Those that do not hold come first.
void print_claims(const ClaimsRequest& request, const Style& style, std::ostream& out) {
    std::vector<Judged> claims;
    for (const std::size_t number : numbers_of(request)) {
        claims.push_back(judged(number, request.python, request.preset_loop));
    }
    const StyledText count = count_line(claims, request, style);
    std::ranges::sort(claims, {}, [](const Judged& one) {
        return std::pair(!one.is(Verdict::is_false), one.number);
    });
    if (request.only_false) {
        std::erase_if(claims, [](const Judged& one) { return !one.is(Verdict::is_false); });
    }
    print_line(heading(request, style), style, out);
    print_line(count, style, out);
    for (const Judged& one : claims) {
        out << '\n';
        print_claim(one, request, style, out);
    }
}

/// One claim in full.
void print_one_claim(const ClaimsRequest& request, const Style& style, std::ostream& out) {
    const Claim& claim = scenarios::claims()[request.number - 1];
    const auto options = options_for(request.python, request.preset_loop);
    const Judged one = judged(request.number, request.python, request.preset_loop);
    const Judgement& judgement = one.judgement;
    print_line(heading(request, style), style, out);
    out << '\n';
    print_verdict(one, style, out);
    if (const auto* source = source_on(claim, request.python)) {
        out << '\n';
        print_line(
            fill(style,
                 {"<bold>In asyncio</>   <dim>{0}</>", "<bold>在 asyncio 里</>   <dim>{0}</>"},
                 {where(*source)}),
            style, out);
        print_code(StyledText("  "), source->code, style, out);
    }
    out << '\n';
    const std::string command = command_for(claim, judgement, request);
    print_line(judgement.runs > 1
                   ? fill(style,
                          {"<bold>Evidence</>   {0}   <dim>one of {1} runs, one per order</>",
                           "<bold>证据</>   {0}   <dim>{1} 次运行之一，每种顺序一次</>"},
                          {command, std::to_string(judgement.runs)})
                   : fill(style, {"<bold>Evidence</>   {0}", "<bold>证据</>   {0}"}, {command}),
               style, out);
    if (claim.predicate != nullptr) {
        const trace::Trace trace = scenarios::deciding_run(claim, judgement, options);
        std::vector<trace::EventNumber> events = judgement.evidence;
        if (judgement.warning != 0) {
            events.insert(events.begin(), judgement.warning);
        }
        render_some_events(trace, events, style, out);
        if (trace.outcome.error) {
            print_paragraph(StyledText("  "),
                            fill(style, {"raised {0}: {1}", "引发 {0}: {1}"},
                                 {trace.outcome.error->type, trace.outcome.error->message}),
                            style, out);
        }
    }
}

void print_table(const ClaimsRequest& request, const Style& style, std::ostream& out) {
    constexpr std::size_t kColumn = 4;
    constexpr std::size_t kWidest = 54;
    const std::vector<PythonVersion> versions = all_versions();
    // Elided only on a terminal: a file has room for the whole text.
    const bool whole = ::isatty(STDOUT_FILENO) == 0;
    const std::size_t page =
        whole ? kSentence + kWidest + (kColumn * versions.size()) : page_width(style);
    const std::size_t sentence = std::min(kWidest, page - kSentence - (kColumn * versions.size()));
    const std::size_t table = kSentence + sentence;
    StyledText head(request.preset_loop ? "Python 3, --preset-loop" : "Python 3", Paint::secondary);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const std::string minor = "." + std::to_string(versions[i].minor());
        head.pad(table + (kColumn * (i + 1)) - minor.size()).add(minor, Paint::secondary);
    }
    print_line(head, style, out);
    for (const std::size_t number : numbers_of(request)) {
        const std::vector<Judged> verdicts = judged_on_all(number, request);
        if (verdicts.empty()) {
            continue;
        }
        const Claim& claim = scenarios::claims()[number - 1];
        StyledText line(number_text(number), Paint::secondary);
        line.pad(kSection).add(claim.section, Paint::secondary).pad(kSentence);
        line.add(StyledText(claim.sentence.in(style.lang)).cut(sentence, style));
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            const Verdict verdict = verdicts[i].judgement.verdict;
            line.pad(table + (kColumn * (i + 1)) - 1)
                .add(sign_of(verdict, style), paint_of(verdict));
        }
        print_line(line, style, out);
    }
    std::string legend;
    for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
        legend += (i == 0 ? "" : "   ") + sign_of(static_cast<Verdict>(i), style) + " " +
                  std::string(style(kVerdicts[i]));
    }
    print_paragraph(StyledText(), StyledText(legend, Paint::secondary), style, out);
}

nlohmann::ordered_json to_json(const std::vector<Judged>& on_all) {
    const Claim& claim = on_all.front().claim();
    auto verdicts = nlohmann::ordered_json::object();
    const std::vector<PythonVersion> versions = all_versions();
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const Judgement& judgement = on_all[i].judgement;
        nlohmann::ordered_json verdict{
            {"verdict", kVerdicts[static_cast<std::size_t>(judgement.verdict)].en}};
        if (claim.predicate != nullptr) {
            verdict["evidence"] = judgement.evidence;
            if (judgement.warning != 0) {
                verdict["warning"] = judgement.warning;
            }
            if (!judgement.schedule.empty()) {
                verdict["schedule"] = judgement.schedule;
                verdict["runs"] = judgement.runs;
            }
        }
        verdicts[to_string(versions[i])] = std::move(verdict);
    }
    auto sources = nlohmann::ordered_json::array();
    for (const scenarios::Quotation& source : claim.source) {
        sources.push_back({{"where", where(source)}, {"code", source.code}});
    }
    return {{"number", on_all.front().number},
            {"section", claim.section},
            {"sentence", {{"en", claim.sentence.en}, {"zh", claim.sentence.zh}}},
            {"really", {{"en", claim.really.en}, {"zh", claim.really.zh}}},
            {"sources", std::move(sources)},
            {"scenario", claim.scenario},
            {"verdicts", std::move(verdicts)}};
}

void print_json(const ClaimsRequest& request, std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const std::size_t number : numbers_of(request)) {
        if (const std::vector<Judged> on_all = judged_on_all(number, request); !on_all.empty()) {
            list.push_back(to_json(on_all));
        }
    }
    const bool one = request.number != 0 && list.size() == 1;
    out << (one ? list.front() : list).dump(2) << '\n';
}

/// The verdicts that are not as expected.
std::vector<Message> surprises() {
    std::vector<Message> found;
    const std::vector<PythonVersion> versions = all_versions();
    for (std::size_t number = 1; number <= scenarios::claims().size(); ++number) {
        const Claim& claim = scenarios::claims()[number - 1];
        for (std::size_t i = 0; i < versions.size(); ++i) {
            const Verdict verdict =
                scenarios::judge(claim, options_for(versions[i], false)).verdict;
            if (i >= claim.expected.size() || letter_of(verdict) != claim.expected[i]) {
                found.push_back(say({"claim {0} on Python {1} is not as expected: {2}",
                                     "第 {0} 条在 Python {1} 上与预期不符：{2}"},
                                    {std::to_string(number), to_string(versions[i]),
                                     kVerdicts[static_cast<std::size_t>(verdict)]}));
            }
        }
    }
    return found;
}

void check(const DisplayOptions& display) {
    const std::vector<Message> found = surprises();
    const Style style = style_for(STDOUT_FILENO, display);
    write_to_stdout([&](std::ostream& out) {
        for (const Message& line : found) {
            out << line.in(style.lang) << '\n';
        }
        const std::string count = std::to_string(scenarios::claims().size());
        const std::string versions = std::to_string(all_versions().size());
        if (found.empty()) {
            print_line(fill(style,
                            {"{0} claims on {1} versions of Python: every verdict is as expected",
                             "{0} 条说法，{1} 个 Python 版本：结论全部与预期一致"},
                            {count, versions}),
                       style, out);
        }
    });
    if (!found.empty()) {
        throw CommandError(Exit::difference, say({"verdicts that are not as expected: {0}",
                                                  "与预期不符的结论：{0} 个"},
                                                 {std::to_string(found.size())}));
    }
}

/// Throws: UsageError if the options can't be combined.
void check_options(const ClaimsRequest& request) {
    const bool others = request.json || request.all_versions || request.preset_loop ||
                        request.one_version || request.number != 0 || request.only_false;
    if (request.check && others) {
        throw UsageError({"--check goes alone: it judges all claims on every Python",
                          "--check 须单独使用：它在每个 Python 上检验全部说法"});
    }
    if (request.all_versions && request.one_version) {
        throw UsageError({"--all is about every Python: --python does not go with it",
                          "--all 针对每个 Python：不能与 --python 一起使用"});
    }
}

}  // namespace

void run_claims(const ClaimsRequest& request, const DisplayOptions& display) {
    check_options(request);
    if (request.check) {
        check(display);
        return;
    }
    const Style style = style_for(STDOUT_FILENO, display);
    write_to_stdout([&](std::ostream& out) {
        if (request.json) {
            print_json(request, out);
        } else if (request.all_versions) {
            print_table(request, style, out);
        } else if (request.number != 0 && !request.only_false) {
            print_one_claim(request, style, out);
        } else {
            print_claims(request, style, out);
        }
    });
}

}  // namespace corodemo::app
