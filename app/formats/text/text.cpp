#include "app/formats/text/text.hpp"

#include <algorithm>

#include "app/formats/text/text_parts.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

constexpr Localized kReturned{"returned {0}", "返回 {0}"};
constexpr Localized kRaised{"raised {0}", "抛出 {0}"};
constexpr Localized kEnded{"ended", "结束"};
constexpr Localized kStopped{"stopped", "停止"};
constexpr Localized kHangs{"never ends: a real loop would wait for ever",
                           "不会结束：真正的循环会一直等下去"};
constexpr Localized kNeverEnds{"never ends", "不会结束"};
constexpr Localized kLimit{"cut short at the limit", "到达上限，中断"};
constexpr Localized kFigures{"<dim> · {0} {1}, {2} {3}, {4} s</>",
                             "<dim> · {0} {1}，{2} {3}，{4} s</>"};
constexpr Localized kStep{"step", "步"};
constexpr Localized kSteps{"steps", "步"};
constexpr Localized kIteration{"iteration", "轮"};
constexpr Localized kIterations{"iterations", "轮"};

std::string with(const Style& style, const Localized& phrase, std::string_view argument) {
    return fill(style, phrase, {argument}).text();
}

std::string verdict(const trace::Outcome& outcome, std::size_t width, const Style& style) {
    using Status = trace::Outcome::Status;
    switch (outcome.status) {
        case Status::returned:
            return outcome.value ? with(style, kReturned, elide(*outcome.value, width, style))
                                 : std::string(style(kEnded));
        case Status::raised:
            return with(
                style, kRaised,
                outcome.error
                    ? elide(error_text(outcome.error->type, outcome.error->message), width, style)
                    : "");
        case Status::hung:
            return std::string(style(kHangs));
        case Status::limit:
            break;
    }
    return std::string(style(kLimit));
}

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
    constexpr std::size_t kMostLines = 3;
    const std::uint64_t iterations = trace.outcome.iterations;
    const StyledText figures =
        fill(style, kFigures,
             {std::to_string(extent.steps), style(extent.steps == 1 ? kStep : kSteps),
              std::to_string(iterations), style(iterations == 1 ? kIteration : kIterations),
              seconds(trace.outcome.time, extent.decimals)});
    const std::size_t width = page_width(style);
    StyledText left(verdict(trace.outcome, kMostLines * width, style), Paint::bold);
    std::vector<StyledText> lines;
    while (left.width() + figures.width() > width && lines.size() + 1 < kMostLines) {
        lines.push_back(left.take_line(width));
    }
    if (left.empty()) {  // the figures get a line of their own, without the separator
        StyledText own = figures;
        while (own.text().starts_with(' ') || own.text().starts_with("·")) {
            own.take_line(1);
        }
        lines.push_back(own);
        return lines;
    }
    left.cut(width - figures.width(), style);
    lines.push_back(left.add(figures));
    return lines;
}

std::string run_result(const trace::RunFinished& finished, std::size_t width, const Style& style) {
    if (finished.error.type.data() != nullptr) {
        return with(style, kRaised,
                    elide(error_text(finished.error.type, finished.error.message), width, style));
    }
    if (finished.value.data() != nullptr) {
        return with(style, kReturned, elide(finished.value, width, style));
    }
    switch (finished.why) {
        case trace::FinishWhy::hung:
            return std::string(style(kNeverEnds));
        case trace::FinishWhy::limit:
            return std::string(style(kLimit));
        case trace::FinishWhy::stopped:
        case trace::FinishWhy::raised:
            break;
    }
    return std::string(style(kStopped));
}

void render_text(const trace::Trace& trace, const Style& style, Detail detail, std::ostream& out) {
    switch (detail) {
        case Detail::brief:
            render_iterations(trace, style, out);
            break;
        case Detail::normal:
            render_steps(trace, style, out);
            break;
        case Detail::full:
            render_events(trace, style, out);
            break;
    }
}

}  // namespace corodemo::app
