#include "app/commands/compare.hpp"

#include <array>
#include <ostream>
#include <unistd.h>

#include "app/files/output.hpp"
#include "app/formats/html/html.hpp"
#include "app/formats/svg/compare_svg.hpp"
#include "app/narration/compared_run.hpp"
#include "app/terminal/paragraph.hpp"
#include "core/trace/exploration.hpp"

namespace corodemo::app {

namespace {

ComparedRun side_of(const RunRequest& request, const std::string& words) {
    return make_compared_run(words, scenarios::record(*request.scenario, options_of(request)));
}

void put_rule(const scenarios::Scenario& scenario, const std::string& words, const Style& style,
              std::ostream& out) {
    const scenarios::Rule& rule = scenario.lesson->rule;
    out << '\n';
    print_line(StyledText(words, Paint::bold).add("   ").add(rule.where, Paint::secondary), style,
               out);
    for (const std::string_view line : lines_of(rule.code)) {
        print_line(StyledText("  ").add(line), style, out);
    }
    print_paragraph(StyledText("  "), StyledText(rule.meaning.in(style.lang)), style, out);
}

void put_text(const CompareRequest& request, const ComparedRun& left, const ComparedRun& right,
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
    print_orders(left, right, style, out);
    if (request.left.scenario != request.right.scenario) {
        put_rule(*request.left.scenario, left.command, style, out);
    }
    put_rule(*request.right.scenario, right.command, style, out);
    print_line(fill(style,
                    {"<dim>corodemo explore {0} shows every order that it can have</>",
                     "<dim>corodemo explore {0} 列出它可能的每一种顺序</>"},
                    {request.left.scenario->name}),
               style, out);
}

/// Which starts the choices allow, as far as a moment's trying tells.
Picture picture_of(const ComparedRun& side, const RunRequest& request) {
    constexpr std::uint64_t kMost = 40'320;  // 8!
    const scenarios::Rule& rule = request.scenario->lesson->rule;
    Picture picture{side, lines_of(rule.code).front(), rule.where, {}, 0, true};
    trace::Exploration exploration;
    bool more = true;
    while (more) {
        if (picture.schedules == kMost) {
            picture.all_tried = false;
            break;
        }
        scenarios::RunOptions options = options_of(request);
        options.choices = exploration.choices();
        OrderFinder finder;
        scenarios::run(*request.scenario, options, &finder);
        const std::vector<Orders::Place> started = finder.orders().started;
        for (std::size_t row = 0; row < started.size(); ++row) {
            picture.possible_starts.emplace(started[row].position - 1, row);
        }
        ++picture.schedules;
        more = exploration.next(options.choices);
    }
    return picture;
}

void put_json(const ComparedRun& left, const ComparedRun& right, std::ostream& out) {
    const nlohmann::ordered_json document{{"same_order", same_order(left, right)},
                                          {"left", to_json(left)},
                                          {"right", to_json(right)}};
    out << document.dump(2) << '\n';
}

}  // namespace

bool compare(const CompareRequest& request, const DisplayOptions& looks) {
    const ComparedRun left = side_of(request.left, request.left_command);
    const ComparedRun right = side_of(request.right, request.right_command);
    const Style style = style_for(request.file.empty() ? STDOUT_FILENO : -1, looks);
    write_output(request.file, [&](std::ostream& out) {
        switch (request.as) {
            case CompareRequest::As::text:
                put_text(request, left, right, style, out);
                break;
            case CompareRequest::As::json:
                put_json(left, right, out);
                break;
            case CompareRequest::As::svg:
                write_compare_svg(picture_of(left, request.left), picture_of(right, request.right),
                                  style.lang, request.theme, out);
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
