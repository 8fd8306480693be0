#include "app/commands/compare.hpp"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

#include "app/errors.hpp"
#include "app/files/output.hpp"
#include "app/formats/html/html.hpp"
#include "app/formats/svg/compare_svg.hpp"
#include "app/formats/text/orders_table.hpp"
#include "app/message.hpp"
#include "app/narration/compared_run.hpp"
#include "app/terminal/paragraph.hpp"
#include "core/trace/json/json_text.hpp"
#include "scenarios/schedules.hpp"

namespace corodemo::app {

namespace {

/// A scenario to be compared with another: the one that was asked for, or what stands in for it.
struct Side {
    RunRequest run;
    std::string command;
    std::string asked;  ///< the name that was replaced; empty if none was

    [[nodiscard]] std::string coroutines() const {
        return scenarios::coroutine_functions(run.scenario->python_text);
    }
};

/// Replaces a scenario by one that does the same with the coroutines of `other`, if there is one.
/// Arguments that the user did not give are those of `other`.
bool stand_in(Side& side, const Side& other) {
    const auto* scenario = scenarios::find_scenario(side.run.scenario->lesson->stand_in);
    if (scenario == nullptr ||
        scenarios::coroutine_functions(scenario->python_text) != other.coroutines()) {
        return false;
    }
    side.asked = side.run.scenario->name;
    side.command.replace(side.command.find(side.asked), side.asked.size(), scenario->name);
    side.run.scenario = scenario;
    if (!side.run.tasks_given && scenario->takes_tasks) {
        side.run.arguments.tasks = scenario->defaults.tasks;
        if (other.run.tasks_given) {
            side.run.arguments.tasks = other.run.arguments.tasks;
            side.command += " -n " + std::to_string(other.run.arguments.tasks);
        }
    }
    if (!side.run.delay_given && scenario->takes_delay) {
        side.run.arguments.delay = scenario->defaults.delay;
        if (other.run.delay_given) {
            side.run.arguments.delay = other.run.arguments.delay;
            side.command += " --delay " + asyncio::repr_seconds(other.run.arguments.delay);
        }
    }
    return true;
}

/// Two scenarios to be compared.
struct Comparison {
    Side left;
    Side right;

    Comparison(Side one, Side other, bool verbatim)
        : left(std::move(one)),
          right(std::move(other)) {
        if (!verbatim && left.coroutines() != right.coroutines()) {
            static_cast<void>(stand_in(left, right) || stand_in(right, left));
        }
    }
};

ComparedRun compared_run(const Side& side) {
    return make_compared_run(side.command,
                             scenarios::record(*side.run.scenario, options_of(side.run)));
}

/// Sentences, one after the other.
Message joined(const std::vector<Message>& sentences) {
    Message all(std::string{});
    for (const Message& one : sentences) {
        all.en += (all.en.empty() ? "" : " ") + one.en;
        all.zh += one.zh;
    }
    return all;
}

bool is_fixed_on(const Side& side) {
    return side.run.python.minor() >= side.run.scenario->lesson->fixed_in;
}

/// What has to be known of the two programs to compare them.
std::vector<Message> remarks_on(const Comparison& comparison, const ComparedRun& left,
                                const ComparedRun& right) {
    std::vector<Message> remarks;
    for (const Side* side : {&comparison.left, &comparison.right}) {
        if (!side->asked.empty()) {
            remarks.push_back(
                say({"The same coroutines under both: {0} stands for {1} "
                     "(--verbatim compares {1} itself).",
                     "两边运行同样的协程：以 {0} 代替 {1}（--verbatim 比较 {1} 本身）。"},
                    {side->run.scenario->name, side->asked}));
        }
    }
    const auto* one = comparison.left.run.scenario;
    const auto* other = comparison.right.run.scenario;
    if (one->lesson->fixed == other->name || other->lesson->fixed == one->name) {
        const bool forward = one->lesson->fixed == other->name;
        remarks.push_back(
            say({"{0} is the fixed version of {1}.", "{0} 是 {1} 的修正版。"},
                {forward ? other->name : one->name, forward ? one->name : other->name}));
    }
    if (one == other && one->lesson->fixed_in != 0 &&
        is_fixed_on(comparison.left) != is_fixed_on(comparison.right)) {
        remarks.push_back(say({"CPython fixed this in 3.{0}.", "CPython 在 3.{0} 中修正了这一点。"},
                              {std::to_string(one->lesson->fixed_in)}));
    }
    if (!same_coroutines(left, right)) {
        remarks.emplace_back(kDifferentPrograms);
    }
    return remarks;
}

void print_rule(const Side& side, const Style& style, std::ostream& out) {
    const auto [rule, source] = rule_on(*side.run.scenario->lesson, side.run.python);
    out << '\n';
    print_line(
        StyledText(side.command, Paint::bold).add("   ").add(where(source), Paint::secondary),
        style, out);
    print_code(StyledText("  "), source.code, style, out);
    print_paragraph(StyledText("  "), StyledText(rule.meaning.in(style.lang)), style, out);
}

bool same_rule(const Side& left, const Side& right) {
    const auto one = rule_on(*left.run.scenario->lesson, left.run.python);
    const auto other = rule_on(*right.run.scenario->lesson, right.run.python);
    return &one.rule == &other.rule && one.source.code == other.source.code;
}

void print_verdict(const ComparedRun& left, const ComparedRun& right, const Style& style,
                   std::ostream& out) {
    print_line(StyledText(verdict_on(left, right).in(style.lang), Paint::bold), style, out);
}

void print_text(const Comparison& comparison, const ComparedRun& left, const ComparedRun& right,
                const Style& style, std::ostream& out) {
    print_verdict(left, right, style, out);
    for (const Message& remark : remarks_on(comparison, left, right)) {
        print_paragraph(StyledText(), StyledText(remark.in(style.lang)), style, out);
    }
    out << '\n';
    print_orders_table(left, right, style, out);
    if (!same_rule(comparison.left, comparison.right)) {
        print_rule(comparison.left, style, out);
    }
    print_rule(comparison.right, style, out);
}

/// A run, and the starting orders that its choices allow, as far as they can be tried in a moment.
ComparisonHalf comparison_half(const ComparedRun& run, const RunRequest& request, bool comparable) {
    // Enough for every order of eight coroutines; with more coroutines, fewer orders are tried.
    constexpr std::size_t kMostStarts = std::size_t{8} * 40'320;
    const std::size_t started = std::max<std::size_t>(run.orders.started.size(), 8);
    const std::size_t most = std::max<std::size_t>(kMostStarts / started, 2);
    const scenarios::Quotation& source = rule_on(*request.scenario->lesson, request.python).source;
    ComparisonHalf half{run, lines_of(source.code).front(), where(source), comparable, {}, 0, true};
    scenarios::Schedules schedules(*request.scenario, options_of(request));
    while (schedules.next()) {
        if (half.schedules == most) {
            half.all_tried = false;
            break;
        }
        OrderFinder finder;
        schedules.run(&finder);
        std::size_t row = 0;
        for (const Orders::Place& place : finder.orders().started) {
            half.possible_starts.emplace(place.position - 1, row++);
        }
        ++half.schedules;
    }
    return half;
}

void print_json(const ComparedRun& left, const ComparedRun& right, std::ostream& out) {
    const nlohmann::ordered_json document{{"same_order", same_order(left, right)},
                                          {"same_output", same_output(left, right)},
                                          {"same_coroutines", same_coroutines(left, right)},
                                          {"left", to_json(left)},
                                          {"right", to_json(right)}};
    out << trace::json_text(document, 2) << '\n';
}

void draw(const Comparison& comparison, const ComparedRun& left, const ComparedRun& right,
          Language language, Theme theme, std::ostream& out) {
    const Message remarks = joined(remarks_on(comparison, left, right));
    const bool comparable = same_coroutines(left, right);
    write_compare_svg(comparison_half(left, comparison.left.run, comparable),
                      comparison_half(right, comparison.right.run, comparable),
                      remarks.in(language), language, theme, out);
}

/// The rules behind the orders of both.
std::vector<Message> rules_of(const Comparison& comparison) {
    const auto meaning = [](const Side& side) {
        return Message(rule_on(*side.run.scenario->lesson, side.run.python).rule.meaning);
    };
    if (same_rule(comparison.left, comparison.right)) {
        return {say({"{0}.", "{0}。"}, {meaning(comparison.right)})};
    }
    std::vector<Message> rules;
    for (const Side* side : {&comparison.left, &comparison.right}) {
        rules.push_back(say({"{0}: {1}.", "{0}：{1}。"}, {side->command, meaning(*side)}));
    }
    return rules;
}

void write_page(const ComparedRun& left, const ComparedRun& right,
                const std::vector<Message>& remarks, Language language, std::ostream& out) {
    const PairedBy paired_by = same_coroutines(left, right) ? PairedBy::iteration : PairedBy::event;
    render_html(left.trace, right.trace, {verdict_on(left, right), joined(remarks), paired_by},
                language, out);
}

bool are_same(const ComparedRun& left, const ComparedRun& right) {
    return same_order(left, right) && same_output(left, right);
}

bool compare_scenarios(const Comparison& comparison, const CompareRequest& request,
                       const Style& style) {
    const ComparedRun left = compared_run(comparison.left);
    const ComparedRun right = compared_run(comparison.right);
    write_output(request.file, [&](std::ostream& out) {
        switch (request.as) {
            case CompareRequest::As::text:
                print_text(comparison, left, right, style, out);
                break;
            case CompareRequest::As::json:
                print_json(left, right, out);
                break;
            case CompareRequest::As::svg:
                draw(comparison, left, right, style.lang, request.theme, out);
                break;
            case CompareRequest::As::html: {
                std::vector<Message> remarks = remarks_on(comparison, left, right);
                std::ranges::move(rules_of(comparison), std::back_inserter(remarks));
                write_page(left, right, remarks, style.lang, out);
                break;
            }
        }
    });
    return are_same(left, right);
}

/// What has to be known of two runs of which at least one is no scenario's.
std::vector<Message> remarks_on(const ComparedRun& left, const ComparedRun& right) {
    std::vector<Message> remarks;
    if (!same_coroutines(left, right)) {
        remarks.emplace_back(kDifferentPrograms);
    }
    const auto timing = remark_on_timing(left, right);
    if (timing && !are_same(left, right)) {
        remarks.push_back(*timing);
    }
    return remarks;
}

/// Of which at least one is no scenario.
bool compare_traces(const CompareRequest& request, const Style& style) {
    if (request.as == CompareRequest::As::svg) {
        throw UsageError({"the picture compares two scenarios: for programs and traces, -f html",
                          "图片只比较两个场景：程序和跟踪记录请用 -f html"});
    }
    const ComparedRun left = compared_run(request.left, request.memory.half());
    const ComparedRun right = compared_run(request.right, request.memory.half());
    write_output(request.file, [&](std::ostream& out) {
        if (request.as == CompareRequest::As::json) {
            print_json(left, right, out);
            return;
        }
        if (request.as == CompareRequest::As::html) {
            write_page(left, right, remarks_on(left, right), style.lang, out);
            return;
        }
        print_verdict(left, right, style, out);
        for (const Message& remark : remarks_on(left, right)) {
            print_paragraph(StyledText(), StyledText(remark.in(style.lang)), style, out);
        }
        out << '\n';
        print_orders_table(left, right, style, out);
    });
    return are_same(left, right);
}

}  // namespace

bool compare(const CompareRequest& request, const DisplayOptions& options) {
    const Style style = style_for(request.file.empty() ? STDOUT_FILENO : -1, options);
    const auto* left = std::get_if<RunRequest>(&request.left.what);
    const auto* right = std::get_if<RunRequest>(&request.right.what);
    if (left == nullptr || right == nullptr) {
        return compare_traces(request, style);
    }
    request.memory.check_tasks(left->arguments.tasks + right->arguments.tasks, true);
    return compare_scenarios(Comparison({*left, request.left.command, {}},
                                        {*right, request.right.command, {}}, request.verbatim),
                             request, style);
}

}  // namespace corodemo::app
