#include "app/commands/explore.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <ostream>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/files/output.hpp"
#include "app/formats/text/text.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/orders.hpp"
#include "app/terminal/paragraph.hpp"
#include "core/trace/exploration.hpp"

namespace corodemo::app {

namespace {

using trace::Outcome;

/// What some of the schedules come to.
struct Result {
    std::string schedule;  ///< the first that does
    std::uint64_t schedules = 0;
    std::string started;
    std::string finished;
    Outcome outcome;
    bool breaks = false;  ///< the scenario's property does not hold
};

struct Exploring {
    std::vector<Result> results;  ///< in the order in which they were found
    /// Where the scenario's property does not hold: in how many schedules, and the first of them.
    std::uint64_t broken = 0;
    std::string first_broken;
    std::uint64_t schedules = 0;
    bool complete = true;
};

/// Empty if it raised nothing.
std::string error_of(const Outcome& outcome) {
    return outcome.error ? error_text(outcome.error->type, outcome.error->message) : std::string();
}

/// A line on a terminal that counts, for whoever waits.
class Progress {
public:
    explicit Progress(const DisplayOptions& looks)
        : shown_(!looks.quiet && ::isatty(STDERR_FILENO) == 1) {}
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() {
        if (written_) {
            std::cerr << "\r\x1b[K";
        }
    }
    void show(std::uint64_t schedules) {
        constexpr std::uint64_t kEach = 20'000;
        if (shown_ && schedules % kEach == 0) {
            std::cerr << '\r' << schedules << " ..." << std::flush;
            written_ = true;
        }
    }

private:
    bool shown_;
    bool written_ = false;
};

Exploring explore_all(const ExploreRequest& request, const DisplayOptions& looks) {
    Exploring found;
    std::map<std::vector<std::string>, std::size_t> known;  // what distinguishes an outcome
    Progress progress(looks);
    trace::Exploration exploration(request.timing);
    bool more = true;
    while (more) {
        if (found.schedules == request.max_schedules) {
            found.complete = false;
            break;
        }
        scenarios::RunOptions options = options_of(request.run);
        options.choices = exploration.choices();
        OrderFinder finder;
        Result result;
        const scenarios::Property& property = request.run.scenario->lesson->property;
        result.outcome = scenarios::run(*request.run.scenario, options, &finder);
        const Orders orders = finder.orders();
        result.started = positions_text(orders.started);
        result.finished = positions_text(orders.finished);
        result.schedule = trace::to_schedule(options.choices);
        result.breaks =
            property.holds != nullptr && !property.holds(result.outcome, options.arguments);
        if (result.breaks && found.broken++ == 0) {
            found.first_broken = result.schedule;
        }
        const auto [at, is_new] = known.try_emplace(
            {result.started, result.finished, result.outcome.output,
             std::to_string(static_cast<int>(result.outcome.status)), error_of(result.outcome)},
            found.results.size());
        if (is_new) {
            found.results.push_back(std::move(result));
        }
        ++found.results[at->second].schedules;
        progress.show(++found.schedules);
        more = exploration.next(options.choices);
    }
    return found;
}

/// The schedule of the run that the tutorial saw.
std::string schedule_of_tutorial(const ExploreRequest& request) {
    scenarios::RunOptions options = options_of(request.run);
    scenarios::run(*request.run.scenario, options, nullptr);
    return trace::to_schedule(options.choices);
}

StyledText ending(const Outcome& outcome, const Style& style) {
    switch (outcome.status) {
        case Outcome::Status::hung:
            return fill(style, {"never ends", "永不结束"});
        case Outcome::Status::raised:
            return StyledText(error_of(outcome));
        default:
            return {};
    }
}

/// What was printed, a few lines of it in one of ours.
void put_printed(std::string_view output, const Style& style, std::ostream& out) {
    constexpr std::string_view kIndent = "   ";
    StyledText line(kIndent);
    for (const std::string_view text : lines_of(output)) {
        const std::string piece = escape_unsafe(text);
        const bool fits = line.width() + 3 + display_width(piece) <= page_width(style);
        if (line.width() > kIndent.size() && !fits) {
            print_line(line, style, out);
            line = StyledText(kIndent);
        }
        line.add(line.width() > kIndent.size() ? " | " : "", Paint::secondary).add(piece);
    }
    if (line.width() > kIndent.size()) {
        print_line(line, style, out);
    }
}

void put_result(std::size_t number, const Result& result, bool tutorial, const Style& style,
                std::ostream& out) {
    const std::string count = std::to_string(result.schedules);
    StyledText line =
        fill(style, {"<bold>{0}</>  started {1}, finished {2}", "<bold>{0}</>  开始 {1}，完成 {2}"},
             {std::to_string(number), result.started, result.finished});
    line.add(result.schedules == 1
                 ? fill(style, {"  <dim>· 1 schedule</>", "  <dim>· 1 种调度</>"})
                 : fill(style, {"  <dim>· {0} schedules</>", "  <dim>· {0} 种调度</>"}, {count}));
    if (!result.schedule.empty()) {
        line.add("  --schedule " + result.schedule);
    }
    if (tutorial) {
        line.add(fill(style, {"  <bold><- what the tutorial saw</>", "  <bold><- 教程看到的</>"}));
    }
    if (result.breaks) {
        line.add(style.glyphs("  ≠"), Paint::bold);
    }
    print_line(line, style, out);
    put_printed(result.outcome.output, style, out);
    if (const StyledText end = ending(result.outcome, style); !end.empty()) {
        print_paragraph(StyledText("   "), end, style, out);
    }
}

/// The property, whether it holds, and if not the first run that breaks it.
void put_property(const ExploreRequest& request, const Exploring& found, const Style& style,
                  std::ostream& out) {
    const scenarios::Property& property = request.run.scenario->lesson->property;
    if (property.holds == nullptr) {
        return;
    }
    out << '\n';
    const std::string_view text = property.text.in(style.lang);
    if (found.broken == 0) {
        print_line(fill(style,
                        found.complete ? Localized{"<bold>holds in every one</>: {0}",
                                                   "<bold>每一种都成立</>：{0}"}
                                       : Localized{"<bold>holds in all that were tried</>: {0}",
                                                   "<bold>试过的都成立</>：{0}"},
                        {text}),
                   style, out);
        return;
    }
    const std::string broken = std::to_string(found.broken);
    const std::string all = std::to_string(found.schedules);
    print_line(fill(style,
                    {"<bold>{0} of {1} schedules break it (≠)</>: {2}",
                     "<bold>{1} 种调度中有 {0} 种不成立（≠）</>：{2}"},
                    {broken, all, text}),
               style, out);
    print_line(fill(style, {"the first that does:", "其中第一个："}), style, out);
    out << '\n';
    scenarios::RunOptions options = options_of(request.run);
    options.choices = trace::Choices::schedule(found.first_broken);
    render_text(scenarios::record(*request.run.scenario, options), style, Detail::brief, out);
}

void put_text(const ExploreRequest& request, const Exploring& found, const Style& style,
              std::ostream& out) {
    const std::string schedules = std::to_string(found.schedules);
    const std::string outcomes = std::to_string(found.results.size());
    print_line(fill(style,
                    request.timing
                        ? Localized{"<bold>{0}</>: every order of its sets and sleeps <dim>· "
                                    "CPython {1}</>",
                                    "<bold>{0}</>：集合与 sleep 的每一种顺序 <dim>· CPython {1}</>"}
                        : Localized{"<bold>{0}</>: every order of its sets <dim>· CPython {1}</>",
                                    "<bold>{0}</>：集合的每一种顺序 <dim>· CPython {1}</>"},
                    {request.run.scenario->name, to_string(request.run.python)}),
               style, out);
    print_line(
        fill(style, {"outcomes: {0}, schedules: {1}{2}", "结果：{0} 种，调度：{1} 种{2}"},
             {outcomes, schedules,
              found.complete ? "" : style({", and more that were not tried", "，其余未尝试"})}),
        style, out);
    const std::string tutorial = schedule_of_tutorial(request);
    for (std::size_t i = 0; i < found.results.size(); ++i) {
        out << '\n';
        const Result& result = found.results[i];
        const bool saw = !tutorial.empty() && result.schedules == 1 && result.schedule == tutorial;
        put_result(i + 1, result, saw, style, out);
    }
    if (found.results.size() == 1 && found.schedules == 1) {
        out << '\n';
        print_line(request.timing
                       ? fill(style, {"Nothing is left to chance.", "没有任何偶然。"})
                       : fill(style, {"Nothing is left to chance: no set is iterated. --timing "
                                      "lets sleeps end in any order.",
                                      "没有任何偶然：没有遍历集合。--timing 让 sleep "
                                      "按任何顺序结束。"}),
                   style, out);
    }
    put_property(request, found, style, out);
}

void put_json(const ExploreRequest& request, const Exploring& found, std::ostream& out) {
    auto outcomes = nlohmann::ordered_json::array();
    for (const Result& result : found.results) {
        nlohmann::ordered_json outcome{
            {"schedule", result.schedule},     {"schedules", result.schedules},
            {"started", result.started},       {"finished", result.finished},
            {"stdout", result.outcome.output}, {"status", trace::to_string(result.outcome.status)}};
        if (request.run.scenario->lesson->property.holds != nullptr) {
            outcome["holds"] = !result.breaks;
        }
        if (result.outcome.error) {
            outcome["error"] = error_of(result.outcome);
        }
        outcomes.push_back(std::move(outcome));
    }
    nlohmann::ordered_json document{{"scenario", request.run.scenario->name},
                                    {"python", to_string(request.run.python)},
                                    {"schedules", found.schedules},
                                    {"complete", found.complete},
                                    {"timing", request.timing},
                                    {"outcomes", std::move(outcomes)}};
    if (const auto& property = request.run.scenario->lesson->property; property.holds != nullptr) {
        document["property"] = {{"text", property.text.en}, {"broken_by", found.broken}};
        if (found.broken != 0) {
            document["property"]["first"] = found.first_broken;
        }
    }
    out << document.dump(2) << '\n';
}

}  // namespace

void explore(const ExploreRequest& request, const DisplayOptions& looks) {
    const Exploring found = explore_all(request, looks);
    const Style style = style_for(STDOUT_FILENO, looks);
    write_to_stdout([&](std::ostream& out) {
        if (request.json) {
            put_json(request, found, out);
        } else {
            put_text(request, found, style, out);
        }
    });
}

}  // namespace corodemo::app
