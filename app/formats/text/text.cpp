#include "app/formats/text/text.hpp"

#include <algorithm>

#include "app/formats/text/text_parts.hpp"
#include "app/narration/endings.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kFigures{"{0} {1}, {2} {3}, {4}", "{0} {1}，{2} {3}，{4}"};
constexpr Localized kStep{"step", "步"};
constexpr Localized kSteps{"steps", "步"};
constexpr Localized kIteration{"iteration", "轮"};
constexpr Localized kIterations{"iterations", "轮"};

}  // namespace

Extent measure(const trace::Trace& trace) {
    Extent extent;
    extent.steps = count_steps(trace);
    extent.time = trace.outcome.time;
    for (const trace::Event& event : trace.events()) {
        extent.runs = std::max(extent.runs, event.run);
        extent.iterations = std::max<std::uint64_t>(extent.iterations, event.it);
        extent.tasks += event.as<trace::TaskCreated>() != nullptr ? 1U : 0U;
        extent.time = std::max(extent.time, event.t);
        if (event.t % 1'000'000 != 0) {
            extent.decimals = 6;
        }
    }
    return extent;
}

StyledText rule(std::string_view text, std::size_t width, const Style& style) {
    const std::string_view dash = style.ascii ? "-" : "─";
    std::string line(text);
    for (std::size_t columns = display_width(text); columns < width; ++columns) {
        line += dash;
    }
    return StyledText(line, Paint::secondary);
}

std::vector<StyledText> outcome_lines(const trace::Trace& trace, const Extent& extent,
                                      const Style& style) {
    const std::uint64_t iterations = trace.outcome.iterations;
    const StyledText figures(
        fill(style, kFigures,
             {std::to_string(extent.steps), style(extent.steps == 1 ? kStep : kSteps),
              std::to_string(iterations), style(iterations == 1 ? kIteration : kIterations),
              time_text(trace.outcome.time)})
            .text(),
        Paint::secondary);
    const TaskNames names(trace);
    const Account end = account_of_end(trace);
    const StyledText ending(Wording(style, names).sentence(end).text(), Paint::bold);
    const std::size_t page = std::min<std::size_t>(page_width(style), 120);
    std::vector<StyledText> lines = ending.wrap(page);
    if (lines.empty() || lines.back().width() + 2 + figures.width() > page) {
        lines.emplace_back();
    }
    lines.back().pad(page - std::min(page, figures.width())).add(figures);
    return lines;
}

void render_text(const trace::Trace& trace, const Style& style, Detail detail, std::ostream& out,
                 const Part& part) {
    switch (detail) {
        case Detail::brief:
            render_iterations(trace, style, out);
            break;
        case Detail::normal: {
            StreamLines lines(out, style);
            render_steps(trace, style, part, lines);
            break;
        }
        case Detail::full:
            render_events(trace, style, out);
            break;
    }
}

}  // namespace corodemo::app
