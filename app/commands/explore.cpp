#include "app/commands/explore.hpp"

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/files/output.hpp"
#include "app/formats/text/text.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/orders.hpp"
#include "app/terminal/interrupt.hpp"
#include "app/terminal/paragraph.hpp"
#include "app/terminal/progress_line.hpp"
#include "core/trace/json/json_text.hpp"
#include "scenarios/schedules.hpp"

namespace corodemo::app {

namespace {

using trace::Outcome;

/// The result that one or more schedules have in common.
struct Result {
    std::string schedule;  ///< the first that gives it
    std::uint64_t schedules = 0;
    std::string started;
    std::string finished;
    Outcome outcome;
    bool violates = false;  ///< the scenario's property does not hold
};

/// Why the exploration ended.
enum class Ended : std::uint8_t { all_tried, max_schedules, max_memory, interrupted };

struct Findings {
    std::vector<Result> results;  ///< in the order in which they were found
    /// In how many schedules the scenario's property does not hold, and the first of these.
    std::uint64_t violations = 0;
    std::string first_violation;
    std::uint64_t schedules = 0;
    Ended ended{};

    [[nodiscard]] bool complete() const { return ended == Ended::all_tried; }
};

/// Empty if nothing was raised.
std::string error_of(const Outcome& outcome) {
    return outcome.error ? error_text(outcome.error->type, outcome.error->message) : std::string();
}

/// What distinguishes one result from another.
auto identity_of(const Result& result) {
    return std::tuple(std::string_view(result.started), std::string_view(result.finished),
                      std::string_view(result.outcome.output), result.outcome.status,
                      error_of(result.outcome));
}

/// Runs the schedules, and keeps each distinct result once.
class Explorer {
public:
    explicit Explorer(const ExploreRequest& request)
        : request_(request),
          options_(options_of(request.run)) {}

    Findings explore(const DisplayOptions& display) {
        const InterruptRequest interrupt;
        ProgressLine progress(display);
        scenarios::Schedules schedules(*request_.run.scenario, options_, request_.timing);
        while (schedules.next()) {
            if (const auto reason = reason_to_stop(interrupt)) {
                found_.ended = *reason;
                break;
            }
            OrderFinder finder;
            const Outcome outcome = schedules.run(&finder);
            add(outcome, finder.orders(), schedules.current());
            progress.update([this](const Style& style) { return progress_text(style); });
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] std::optional<Ended> reason_to_stop(const InterruptRequest& interrupt) const {
        if (interrupt.made()) {
            return Ended::interrupted;
        }
        if (found_.schedules == request_.max_schedules) {
            return Ended::max_schedules;
        }
        return request_.memory.allows(bytes_) ? std::nullopt : std::optional(Ended::max_memory);
    }

    void add(const Outcome& outcome, const Orders& orders, std::string schedule) {
        const scenarios::Property& property = request_.run.scenario->lesson->property;
        Result result{.schedule = std::move(schedule),
                      .started = positions_text(orders.started),
                      .finished = positions_text(orders.finished),
                      .outcome = outcome};
        result.violates = property.holds != nullptr && !property.holds(outcome, options_.arguments);
        if (result.violates && found_.violations++ == 0) {
            found_.first_violation = result.schedule;
        }
        ++found_.schedules;
        ++known(std::move(result)).schedules;
    }

    /// The kept result that equals `result`; if there is none, `result` is kept.
    Result& known(Result result) {
        const std::size_t hash = hash_of(result);
        const auto [begin, end] = places_.equal_range(hash);
        for (auto place = begin; place != end; ++place) {
            Result& other = found_.results[place->second];
            if (identity_of(other) == identity_of(result)) {
                return other;
            }
        }
        places_.emplace(hash, found_.results.size());
        bytes_ += bytes_of(result);
        return found_.results.emplace_back(std::move(result));
    }

    static std::size_t hash_of(const Result& result) {
        std::size_t hash = 0;
        for (const std::string& text : {std::cref(result.started), std::cref(result.finished),
                                        std::cref(result.outcome.output)}) {
            hash = (hash * 31) + std::hash<std::string>()(text);
        }
        return hash;
    }

    static std::uint64_t bytes_of(const Result& result) {
        constexpr std::uint64_t kEntry = 3 * sizeof(Result);  // growing vector, hash entry
        return kEntry + result.schedule.capacity() + result.started.capacity() +
               result.finished.capacity() + result.outcome.output.capacity();
    }

    [[nodiscard]] StyledText progress_text(const Style& style) const {
        return fill(style,
                    {"{0} schedules tried, of at most {1} · outcomes: {2}",
                     "已尝试 {0} 种调度，至多 {1} 种 · 结果：{2} 种"},
                    {std::to_string(found_.schedules), std::to_string(request_.max_schedules),
                     std::to_string(found_.results.size())});
    }

    const ExploreRequest& request_;
    scenarios::RunOptions options_;
    Findings found_;
    std::unordered_multimap<std::size_t, std::size_t> places_;  // of results, by hash
    std::uint64_t bytes_ = 0;                                   // that the results take
};

/// The schedule of the run that the scenario itself shows: its own, or the tutorial's.
std::string schedule_shown(const ExploreRequest& request) {
    scenarios::RunOptions options = options_of(request.run);
    scenarios::run(*request.run.scenario, options, nullptr);
    return trace::to_schedule(options.choices);
}

/// Why some schedules were not tried.
Localized rest_text(Ended ended) {
    switch (ended) {
        case Ended::all_tried:
            break;
        case Ended::max_schedules:
            return {", and more that were not tried", "，其余未尝试"};
        case Ended::max_memory:
            return {", and more that were not tried: these fill the memory (--max-memory)",
                    "，其余未尝试：已用满内存（--max-memory）"};
        case Ended::interrupted:
            return {", and more that were not tried: interrupted", "，其余未尝试：已被中断"};
    }
    return {"", ""};
}

StyledText ending(const Outcome& outcome, const Style& style) {
    switch (outcome.status) {
        case Outcome::Status::hung:
            return fill(style, {"hangs", "卡住"});
        case Outcome::Status::raised:
            return StyledText(error_of(outcome));
        default:
            return {};
    }
}

/// The output, its lines joined into a few lines of ours.
void print_output(std::string_view output, const Style& style, std::ostream& out) {
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

void print_result(std::size_t number, const Result& result, std::string_view mark,
                  const Style& style, std::ostream& out) {
    const std::string count = std::to_string(result.schedules);
    StyledText line =
        fill(style, {"<bold>{0}</>  started {1}, finished {2}", "<bold>{0}</>  开始 {1}，完成 {2}"},
             {std::to_string(number), result.started, result.finished});
    line.add(result.schedules == 1
                 ? fill(style, {"  <dim>· 1 schedule</>", "  <dim>· 1 种调度</>"})
                 : fill(style, {"  <dim>· {0} schedules</>", "  <dim>· {0} 种调度</>"}, {count}));
    StyledText schedule;
    if (!result.schedule.empty()) {
        schedule.add("  --schedule " + result.schedule);
    }
    if (!mark.empty()) {
        schedule.add("  ").add("<- ", Paint::bold).add(mark, Paint::bold);
    }
    if (result.violates) {
        schedule.add(style.glyphs("  ≠"), Paint::bold);
    }
    if (line.width() + schedule.width() > page_width(style)) {
        print_line(std::exchange(line, StyledText(" ")), style, out);
    }
    print_line(line.add(schedule), style, out);
    print_output(result.outcome.output, style, out);
    if (const StyledText end = ending(result.outcome, style); !end.empty()) {
        print_paragraph(StyledText("   "), end, style, out);
    }
}

/// The property, whether it holds, and otherwise the first run that violates it.
void print_property(const ExploreRequest& request, const Findings& found, const Style& style,
                    std::ostream& out) {
    const scenarios::Property& property = request.run.scenario->lesson->property;
    if (property.holds == nullptr || found.schedules == 0) {
        return;
    }
    out << '\n';
    const std::string_view text = property.text.in(style.lang);
    if (found.violations == 0) {
        print_line(fill(style,
                        found.complete() ? Localized{"<bold>holds in all of them</>: {0}",
                                                     "<bold>在所有调度中都成立</>：{0}"}
                                         : Localized{"<bold>holds in all that were tried</>: {0}",
                                                     "<bold>在试过的调度中都成立</>：{0}"},
                        {text}),
                   style, out);
        return;
    }
    const std::string violations = std::to_string(found.violations);
    const std::string all = std::to_string(found.schedules);
    print_paragraph(StyledText(),
                    fill(style,
                         {"<bold>{0} of {1} schedules violate the invariant (≠)</>: {2}",
                          "<bold>{1} 种调度中有 {0} 种违反不变量（≠）</>：{2}"},
                         {violations, all, text}),
                    style, out);
    print_line(fill(style, {"the first of them, --schedule {0}:", "其中第一种，--schedule {0}："},
                    {found.first_violation}),
               style, out);
    out << '\n';
    scenarios::RunOptions options = options_of(request.run);
    options.choices = trace::Choices::schedule(found.first_violation);
    render_text(scenarios::record(*request.run.scenario, options), style, Detail::brief, out);
}

void print_text(const ExploreRequest& request, const Findings& found, const Style& style,
                std::ostream& out) {
    const std::string schedules = std::to_string(found.schedules);
    const std::string outcomes = std::to_string(found.results.size());
    print_line(fill(style,
                    request.timing
                        ? Localized{"<bold>{0}</>: what if sleeps stand for I/O and end one at a "
                                    "time <dim>· Python {1}</>",
                                    "<bold>{0}</>：假如 sleep 代表 I/O，一次只结束一个 <dim>· "
                                    "Python {1}</>"}
                        : Localized{"<bold>{0}</>: all orders that its sets allow <dim>· Python "
                                    "{1}</>",
                                    "<bold>{0}</>：集合可能产生的所有顺序 <dim>· Python {1}</>"},
                    {request.run.scenario->name, to_string(request.run.python)}),
               style, out);
    if (request.timing) {
        print_paragraph(
            StyledText(),
            StyledText(style({"Each time the ready queue is empty, one sleep ends, whichever; a "
                              "run in which equal sleeps expire together is not among these.",
                              "就绪队列每次变空，就有任意一个 sleep 结束；相同的 sleep "
                              "同时到期的运行不在其中。"}),
                       Paint::secondary),
            style, out);
    }
    print_line(fill(style, {"outcomes: {0}, schedules: {1}{2}", "结果：{0} 种，调度：{1} 种{2}"},
                    {outcomes, schedules, style(rest_text(found.ended))}),
               style, out);
    const std::string shown = schedule_shown(request);
    const bool own = request.run.scenario->lesson->schedule != nullptr;
    const bool of_tutorial = request.run.scenario->place.group == scenarios::Group::tutorial;
    const std::string_view mark = own || !of_tutorial
                                      ? style({"the default", "默认"})
                                      : style({"what the tutorial saw", "教程看到的"});
    for (std::size_t i = 0; i < found.results.size(); ++i) {
        out << '\n';
        const Result& result = found.results[i];
        const bool marked =
            !shown.empty() && result.schedule == shown && (own || result.schedules == 1);
        print_result(i + 1, result, marked ? mark : "", style, out);
    }
    if (found.results.size() == 1 && found.schedules == 1) {
        out << '\n';
        print_paragraph(
            StyledText(),
            StyledText(style(
                request.timing
                    ? Localized{"One schedule: no set is iterated over, and no two sleeps are ever "
                                "pending when the ready queue is empty.",
                                "只有一种调度：没有遍历集合，就绪队列为空时也从没有两个 sleep "
                                "同时未到期。"}
                    : Localized{"One schedule: no set is iterated over. --timing asks what if "
                                "sleeps stand for I/O and end one at a time.",
                                "只有一种调度：没有遍历集合。--timing 假设 sleep 代表 "
                                "I/O，一次只结束一个。"})),
            style, out);
    }
    print_property(request, found, style, out);
}

void print_json(const ExploreRequest& request, const Findings& found, std::ostream& out) {
    auto outcomes = nlohmann::ordered_json::array();
    for (const Result& result : found.results) {
        nlohmann::ordered_json outcome{
            {"schedule", result.schedule},     {"schedules", result.schedules},
            {"started", result.started},       {"finished", result.finished},
            {"stdout", result.outcome.output}, {"status", trace::to_string(result.outcome.status)}};
        if (request.run.scenario->lesson->property.holds != nullptr) {
            outcome["holds"] = !result.violates;
        }
        if (result.outcome.error) {
            outcome["error"] = error_of(result.outcome);
        }
        outcomes.push_back(std::move(outcome));
    }
    nlohmann::ordered_json document{{"scenario", request.run.scenario->name},
                                    {"python", to_string(request.run.python)},
                                    {"schedules", found.schedules},
                                    {"complete", found.complete()},
                                    {"timing", request.timing},
                                    {"outcomes", std::move(outcomes)}};
    if (const auto& property = request.run.scenario->lesson->property; property.holds != nullptr) {
        document["property"] = {{"text", property.text.en}, {"violated_by", found.violations}};
        if (found.violations != 0) {
            document["property"]["first"] = found.first_violation;
        }
    }
    if (found.ended == Ended::max_memory || found.ended == Ended::interrupted) {
        document["ended_by"] = found.ended == Ended::max_memory ? "max-memory" : "interrupt";
    }
    out << trace::json_text(document, 2) << '\n';
}

}  // namespace

Exit explore(const ExploreRequest& request, const DisplayOptions& options) {
    const Findings found = Explorer(request).explore(options);
    const Style style = style_for(STDOUT_FILENO, options);
    write_to_stdout([&](std::ostream& out) {
        if (request.json) {
            print_json(request, found, out);
        } else {
            print_text(request, found, style, out);
        }
    });
    return found.ended == Ended::interrupted ? Exit::interrupted : Exit::done;
}

}  // namespace corodemo::app
