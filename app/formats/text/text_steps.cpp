#include <algorithm>
#include <utility>

#include "app/formats/text/lane_chart.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/title.hpp"

// The text of a trace, one line per step:
//
//      step   time it   who   what happens                 why     ready        timer
//      #1    0.000 it1  T1    ► starts, ░ at 5: sleep(1)   <- #0   T2 T3          1@1s
//                             ┃ Hello world!

namespace corodemo::app {

namespace {

constexpr Localized kTitle{"{0}: {1}", "{0}：{1}"};
constexpr Localized kRules{"CPython {0} · virtual time", "CPython {0} · 虚拟时间"};
constexpr Localized kStepHead{"step", "步"};
constexpr Localized kTimeHead{"time", "时间"};
constexpr Localized kItHead{"it", "轮"};
constexpr Localized kWhoHead{"who", "谁"};
constexpr Localized kWhatHead{"what happens", "发生了什么"};
constexpr Localized kWhyHead{"why", "原因"};
constexpr Localized kReadyHead{"ready", "就绪"};
constexpr Localized kTimerHead{"timer", "定时"};
constexpr Localized kLaterCause{"<- prog", "<- 程序"};
constexpr Localized kIterationRule{"── iteration {0} ── runs {1} ", "── 第 {0} 轮 ── 运行 {1} "};
constexpr Localized kRunRule{"── run {0} ── {1} ", "── 第 {0} 次运行 ── {1} "};
constexpr Localized kNothing{"nothing", "空"};
constexpr Localized kMoreLines{"… {0} more lines", "… 还有 {0} 行"};
constexpr Localized kComma{", ", "，"};

std::size_t digits(std::uint64_t number) {
    return std::to_string(number).size();
}

// The widths of the columns, each including the gap after it.
struct StepColumns {
    std::size_t step, time, it, who, why;
    std::size_t what = 0;
    std::size_t ready = 15;
    std::size_t timer = 4;

    StepColumns(const Extent& extent, std::size_t page)
        : step(std::max<std::size_t>(5, 2 + digits(extent.steps))),
          time(std::max<std::size_t>(7, 1 + seconds(extent.time, extent.decimals).size())),
          it(1 + std::max<std::size_t>(4, 2 + digits(extent.iterations))),
          who(1 + std::max<std::size_t>(5, 1 + digits(extent.tasks))),
          why(1 + std::max<std::size_t>(7, 4 + digits(extent.steps))) {
        // At 80 columns that leaves 29 for what happens. Beyond 120 a line would be too long to
        // read. Large numbers may make the page wider.
        constexpr std::size_t kNarrowest = 24;
        const std::size_t used = left() + why + timer;
        const std::size_t rest =
            std::max(std::min<std::size_t>(page, 120), used + kNarrowest) - used;
        const std::size_t beyond = rest > 44 ? rest - 44 : 0;
        ready = rest >= 44 ? 15 + (beyond / 2)
                           : std::max<std::size_t>(11, rest > 27 + 15 ? rest - 27 : 11);
        what = rest - ready;
    }

    [[nodiscard]] std::size_t left() const { return step + time + 1 + it + who; }
    [[nodiscard]] std::size_t total() const { return left() + what + why + ready + timer; }
};

class StepText {
public:
    StepText(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          lines_(out, style),
          extent_(measure(trace)),
          columns_(extent_, page_width(style)),
          steps_(trace) {}

    void write() {
        title();
        heading();
        LaneChart chart(extent_, style_);
        while (const Step* step = steps_.next()) {
            show(*step);
            chart.add(*step, steps_.state());
        }
        lines_.add(rule("", columns_.total(), style_));
        lines_.add(outcome_lines(trace_, extent_, style_));
        chart.write(lines_);
    }

private:
    void title() {
        const trace::Header& header = trace_.header;
        const StyledText rules = fill(style_, kRules, {elide(header.python_version, 20, style_)});
        std::string text = elide(header.name, columns_.total(), style_);
        if (!header.title.empty() && header.title != header.name) {
            text = fill(style_, kTitle,
                        {text, elide(title_of(header, style_.lang), columns_.total(), style_)})
                       .text();
        }
        const std::size_t room = columns_.total() - rules.width();
        StyledText line(text, Paint::bold);
        if (line.width() >= room) {
            lines_.add(line.cut(columns_.total(), style_));
            line = StyledText();
        }
        lines_.add(line.pad(room).add(rules.text(), Paint::secondary));
        lines_.add();
    }

    void heading() {
        StyledText line(" ");
        const auto column = [&](const Localized& text, std::size_t until) {
            line.add(style_(text)).pad(until);
        };
        const std::size_t time_begin =
            columns_.step + columns_.time - display_width(style_(kTimeHead));
        std::size_t at = columns_.step + columns_.time + 1;
        column(kStepHead, time_begin);
        column(kTimeHead, at);
        column(kItHead, at += columns_.it);
        column(kWhoHead, at += columns_.who);
        column(kWhatHead, at += columns_.what);
        column(kWhyHead, at += columns_.why);
        column(kReadyHead, at + columns_.ready - 2);
        column(kTimerHead, 0);
        lines_.add(StyledText(line.text(), Paint::secondary));
    }

    void show(const Step& step) {
        switch (step.kind) {
            case StepKind::run:
                show_run(step);
                break;
            case StepKind::iteration:
                show_iteration(step);
                break;
            case StepKind::run_end:
                show_run_end(step);
                break;
            case StepKind::program:
            case StepKind::loop:
                if (!what(step, steps_, style_, 0).empty()) {
                    account(step);
                }
                break;
            default:
                account(step);
        }
        output(step);
    }

    void show_run(const Step& step) {
        if (extent_.runs > 1) {
            const auto& run = *step.events.front().as<trace::RunStarted>();
            const std::string call =
                std::string(to_string(run.how)) + "(" + to_string(run.until) + ")";
            lines_.add(rule(fill(style_, kRunRule, {std::to_string(step.run), call}).text(),
                            columns_.total(), style_));
        }
    }

    void show_run_end(const Step& step) {
        if (extent_.runs > 1) {
            const auto& run = *step.events.front().as<trace::RunFinished>();
            const std::string number = std::to_string(step.run);
            const std::size_t room =
                columns_.total() - fill(style_, kRunRule, {number, ""}).width();
            StyledText result(run_result(run, room, style_));
            result.cut(room, style_);
            lines_.add(rule(fill(style_, kRunRule, {number, result.text()}).text(),
                            columns_.total(), style_));
        }
    }

    void show_iteration(const Step& step) {
        const std::string number = std::to_string(step.it);
        const std::size_t room =
            columns_.total() - fill(style_, kIterationRule, {number, ""}).width() - 2;
        const auto& ready = steps_.state().ready();
        const std::string names =
            ready.empty() ? std::string(style_(kNothing)) : names_of(0, ready.size(), room);
        lines_.add(
            rule(fill(style_, kIterationRule, {number, names}).text(), columns_.total(), style_));
    }

    // The line of a step, and its continuation lines.
    void account(const Step& step) {
        std::vector<StyledText> account_lines = wrap(what(step, steps_, style_, columns_.what - 1));
        StyledText line(position(step), Paint::secondary);
        line.add(StyledText(who(step, style_), Paint::bold).pad(columns_.who));
        line.add(account_lines.front().pad(columns_.what)).add(why(step).pad(columns_.why));
        line.add(queue_and_timers());
        lines_.add(line);
        for (std::size_t at = 1; at < account_lines.size(); ++at) {
            below(account_lines[at]);
        }
    }

    // Step, time and iteration, each followed by a gap.
    std::string position(const Step& step) const {
        const bool start = step.kind == StepKind::program && step.cause.by == Cause::By::program;
        // Shows the beginning of a step that blocks, but the end of a clock jump.
        const trace::Nanoseconds shown = step.kind == StepKind::jump ? step.time : step.from;
        const std::string time = seconds(shown, extent_.decimals);
        StyledText line(step.is_decision() || start ? " #" + std::to_string(step.number) : "");
        line.pad(columns_.step + columns_.time - time.size()).add(time);
        line.pad(columns_.step + columns_.time + 1)
            .add(step.it != 0 ? "it" + std::to_string(step.it) : "-");
        return line.pad(columns_.left() - columns_.who).text();
    }

    void below(const StyledText& text) { lines_.add(StyledText().pad(columns_.left()).add(text)); }

    // Joins pieces into lines: the first as wide as its column, the others up to the right margin.
    std::vector<StyledText> wrap(const std::vector<StyledText>& pieces) const {
        constexpr std::size_t kMostLines = 5;
        std::vector<StyledText> lines(1);
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            StyledText piece = pieces[at];
            if (at + 1 < pieces.size()) {
                piece.add(style_(kComma));
            }
            place(std::move(piece), lines);
        }
        if (lines.size() > kMostLines) {
            lines.resize(kMostLines);
            lines.back().pad(wide()).add(" ").cut(wide(), style_);
        }
        return lines;
    }

    void place(StyledText piece, std::vector<StyledText>& lines) const {
        const std::size_t room = lines.size() == 1 ? columns_.what - 1 : wide();
        const std::size_t gap_behind = piece.text().ends_with(' ') ? 1 : 0;
        if (lines.back().width() + piece.width() - gap_behind <= room) {
            lines.back().add(piece);
            return;
        }
        if (lines.back().empty()) {
            lines.back() = piece.take_line(room);
        }
        while (!piece.empty()) {
            lines.push_back(piece.take_line(wide()));
        }
    }

    StyledText why(const Step& step) const {
        switch (step.cause.by) {
            case Cause::By::step:
                return StyledText("<- #" + std::to_string(step.cause.step), Paint::ready);
            case Cause::By::program:
                return StyledText(step.is_decision() ? "<- #0" : "", Paint::ready);
            case Cause::By::later:
                return StyledText(step.is_decision() ? style_(kLaterCause) : "", Paint::ready);
            case Cause::By::nobody:
                break;
        }
        return {};
    }

    std::string names_of(std::size_t first, std::size_t amount, std::size_t width) const {
        const trace::Replay& state = steps_.state();
        const auto name = [&](std::size_t index) {
            return label(steps_.subject(state.handle(state.ready()[first + index])), style_);
        };
        return abbreviate(amount, name, width);
    }

    // What is left of this iteration | what the next one will run.
    std::string queue(std::size_t width) const {
        const std::size_t all = steps_.state().ready().size();
        const std::size_t left = std::min(steps_.left_in_iteration(), all);
        const std::size_t next = all - left;
        if (all == 0) {
            return "-";
        }
        if (next == 0) {
            return names_of(0, left, width);
        }
        if (left == 0) {
            return "| " + names_of(0, next, width - 2);
        }
        std::string both = names_of(0, left, width) + " | " + names_of(left, next, width);
        if (both.find('+') == std::string::npos && display_width(both) <= width) {
            return both;
        }
        const std::string later = "+" + std::to_string(next);
        const std::string bar = width < 2 * later.size() + 5 ? "|" : " | ";
        const std::size_t behind = bar.size() + later.size();
        return names_of(0, left, width - std::min(width, behind)) + bar + later;
    }

    // Two columns that share their width.
    StyledText queue_and_timers() const {
        const auto& timers = steps_.timers();
        StyledText timer(timers.empty() ? "-"
                                        : std::to_string(timers.size()) + "@" +
                                              seconds(timers.begin()->first) + "s");
        const std::size_t both = columns_.ready + columns_.timer;
        timer.cut((both / 2) + 2, style_);
        std::size_t room = both - std::max(timer.width(), columns_.timer);
        std::string ready = queue(room - 1);
        if (display_width(ready) > room - 1) {
            room = both - timer.width();
            ready = queue(room - 1);
        }
        return StyledText(ready).cut(room - 1, style_).pad(room).add(timer);
    }

    // What the step printed, and warnings and the like, in order.
    void output(const Step& step) {
        std::span<const trace::Event> events = step.events;
        while (!events.empty()) {
            const auto next = std::ranges::find_if(events, [&](const trace::Event& event) {
                return aside(event, style_).has_value();
            });
            const auto before = static_cast<std::size_t>(next - events.begin());
            add_printed(printed_lines(events.first(before)));
            if (next == events.end()) {
                return;
            }
            for (const StyledText& line :
                 wrap_aside(aside(*next, style_).value_or(StyledText()), wide())) {
                below(line);
            }
            events = events.subspan(before + 1);
        }
    }

    void add_printed(const std::vector<std::string>& printed) {
        constexpr std::size_t kMost = 12;
        const std::string bar = style_.ascii ? "| " : "┃ ";
        for (std::size_t at = 0; at < std::min(printed.size(), kMost); ++at) {
            const bool more = at + 1 == kMost && printed.size() > kMost;
            const std::string left = std::to_string(printed.size() - at);
            below(StyledText(bar + (more ? fill(style_, kMoreLines, {left}).text() : printed[at]),
                             Paint::bold)
                      .cut(wide(), style_));
        }
    }

    // The width of the lines below a step's line.
    [[nodiscard]] std::size_t wide() const { return columns_.total() - columns_.left(); }

    std::vector<StyledText> wrap_aside(StyledText text, std::size_t wide) const {
        std::vector<StyledText> lines;
        while (!text.empty()) {
            lines.push_back(text.take_line(wide));
        }
        return lines;
    }

    const trace::Trace& trace_;
    const Style style_;
    Lines lines_;
    Extent extent_;
    StepColumns columns_;
    Steps steps_;
};

}  // namespace

void render_steps(const trace::Trace& trace, const Style& style, std::ostream& out) {
    StepText(trace, style, out).write();
}

}  // namespace corodemo::app
