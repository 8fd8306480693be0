#include "app/commands/compare.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <unistd.h>

#include "app/files/output.hpp"
#include "app/formats/html/html.hpp"
#include "app/formats/svg/compare_svg.hpp"
#include "app/formats/text/orders_table.hpp"
#include "app/narration/compared_run.hpp"
#include "app/terminal/paragraph.hpp"
#include "core/trace/json/json_text.hpp"
#include "scenarios/schedules.hpp"

namespace corodemo::app {

namespace {

ComparedRun compared_run(const RunRequest& request, const std::string& command) {
    return make_compared_run(command, scenarios::record(*request.scenario, options_of(request)));
}

void print_rule(const scenarios::Scenario& scenario, const std::string& command, const Style& style,
                std::ostream& out) {
    const scenarios::Rule& rule = scenario.lesson->rule;
    out << '\n';
    print_line(StyledText(command, Paint::bold).add("   ").add(rule.where, Paint::secondary), style,
               out);
    for (const std::string_view line : lines_of(rule.code)) {
        print_line(StyledText("  ").add(line), style, out);
    }
    print_paragraph(StyledText("  "), StyledText(rule.meaning.in(style.lang)), style, out);
}

void print_text(const CompareRequest& request, const ComparedRun& left, const ComparedRun& right,
                const Style& style, std::ostream& out) {
    const bool same = same_order(left, right);
    print_line(fill(style,
                    same ? Localized{"<bold>{0}</> and <bold>{1}</>: the same order",
                                     "<bold>{0}</> 与 <bold>{1}</>：顺序相同"}
                         : Localized{"<bold>{0}</> and <bold>{1}</>: different orders",
                                     "<bold>{0}</> 与 <bold>{1}</>：顺序不同"},
                    {left.command, right.command}),
               style, out);
    out << '\n';
    print_orders_table(left, right, style, out);
    if (request.left.scenario != request.right.scenario) {
        print_rule(*request.left.scenario, left.command, style, out);
    }
    print_rule(*request.right.scenario, right.command, style, out);
    print_line(fill(style,
                    {"<dim>corodemo explore {0} shows every order that it can have</>",
                     "<dim>corodemo explore {0} 列出它可能的每一种顺序</>"},
                    {request.left.scenario->name}),
               style, out);
}

/// A run, and the starting orders that its choices allow, as far as they can be tried in a moment.
ComparisonHalf comparison_half(const ComparedRun& run, const RunRequest& request) {
    // Enough for every order of eight coroutines; with more coroutines, fewer orders are tried.
    constexpr std::size_t kMostStarts = 8 * 40'320;
    const std::size_t started = std::max<std::size_t>(run.orders.started.size(), 8);
    const std::size_t most = std::max<std::size_t>(kMostStarts / started, 2);
    const scenarios::Rule& rule = request.scenario->lesson->rule;
    ComparisonHalf half{run, lines_of(rule.code).front(), rule.where, {}, 0, true};
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
                                          {"left", to_json(left)},
                                          {"right", to_json(right)}};
    out << trace::json_text(document, 2) << '\n';
}

}  // namespace

bool compare(const CompareRequest& request, const DisplayOptions& options) {
    const ComparedRun left = compared_run(request.left, request.left_command);
    const ComparedRun right = compared_run(request.right, request.right_command);
    const Style style = style_for(request.file.empty() ? STDOUT_FILENO : -1, options);
    write_output(request.file, [&](std::ostream& out) {
        switch (request.as) {
            case CompareRequest::As::text:
                print_text(request, left, right, style, out);
                break;
            case CompareRequest::As::json:
                print_json(left, right, out);
                break;
            case CompareRequest::As::svg:
                write_compare_svg(comparison_half(left, request.left),
                                  comparison_half(right, request.right), style.lang, request.theme,
                                  out);
                break;
            case CompareRequest::As::html: {
                const std::array<const trace::Trace*, 2> both{&left.trace, &right.trace};
                render_html(both, style.lang, out);
                break;
            }
        }
    });
    return same_order(left, right);
}

}  // namespace corodemo::app
