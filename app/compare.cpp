#include "app/compare.hpp"

#include <ostream>
#include <unistd.h>

#include "app/output.hpp"
#include "app/page.hpp"
#include "app/side.hpp"

namespace corodemo::app {

namespace {

Side side_of(const RunRequest& request, const std::string& words) {
    return make_side(words, scenarios::record(*request.scenario, options_of(request)));
}

void put_rule(const scenarios::Scenario& scenario, const std::string& words, const Style& style,
              std::ostream& out) {
    const scenarios::Rule& rule = scenario.lesson->rule;
    out << '\n';
    put(Styled(words, Paint::bold).add("   ").add(rule.where, Paint::secondary), style, out);
    for (const std::string_view line : lines_of(rule.code)) {
        put(Styled("  ").add(line), style, out);
    }
    put_paragraph(Styled("  "), Styled(in(rule.meaning, style.lang)), style, out);
}

void put_text(const CompareRequest& request, const Side& left, const Side& right,
              const Style& style, std::ostream& out) {
    const bool same = same_order(left, right);
    put(fill(style,
             same ? Words{"<bold>{0}</> and <bold>{1}</>: the same order",
                          "<bold>{0}</> 与 <bold>{1}</>：顺序相同"}
                  : Words{"<bold>{0}</> and <bold>{1}</>: different orders",
                          "<bold>{0}</> 与 <bold>{1}</>：顺序不同"},
             {left.words, right.words}),
        style, out);
    out << '\n';
    put_orders(left, right, style, out);
    if (request.left.scenario != request.right.scenario) {
        put_rule(*request.left.scenario, left.words, style, out);
    }
    put_rule(*request.right.scenario, right.words, style, out);
    out << '\n';
    put(fill(style,
             {"<dim>corodemo explore {0} shows every order that it can have</>",
              "<dim>corodemo explore {0} 列出它可能的每一种顺序</>"},
             {request.left.scenario->name}),
        style, out);
}

}  // namespace

bool compare(const CompareRequest& request, const Looks& looks) {
    const Side left = side_of(request.left, request.left_words);
    const Side right = side_of(request.right, request.right_words);
    const Style style = style_for(STDOUT_FILENO, looks);
    write_to_stdout([&](std::ostream& out) {
        if (request.json) {
            const nlohmann::ordered_json document{{"same_order", same_order(left, right)},
                                                  {"left", to_json(left)},
                                                  {"right", to_json(right)}};
            out << document.dump(2) << '\n';
        } else {
            put_text(request, left, right, style, out);
        }
    });
    return same_order(left, right);
}

}  // namespace corodemo::app
