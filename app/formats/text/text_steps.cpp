#include <algorithm>
#include <optional>
#include <utility>

#include "app/formats/text/lane_chart.hpp"
#include "app/formats/text/text_listing.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/narration/advice_wording.hpp"
#include "app/narration/endings.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/shutdown.hpp"
#include "app/narration/title.hpp"
#include "app/narration/wording.hpp"

// The text of a trace, a sentence per step and the ready queue after it:
//
//     step                                       ready queue after it
//       1  T1 starts, prints "Hello world!",     T2 T3
//          awaits sleep(1) at line 9

namespace corodemo::app {

namespace {

constexpr Localized kTitle{"{0}: {1}", "{0}：{1}"};
constexpr Localized kVirtualTime{"virtual time", "虚拟时间"};
constexpr Localized kMixedTime{"virtual and real time", "虚拟与真实时间"};
constexpr Localized kRealTime{"real time", "真实时间"};
constexpr Localized kStepHead{"step", "步"};
constexpr Localized kQueueHead{"ready queue after it", "此步之后的就绪队列"};
constexpr Localized kIterationRule{"── iteration {0} ── {1} ── runs {2} ",
                                   "── 第 {0} 轮 ── {1} ── 运行 {2} "};
constexpr Localized kThread{"── thread {0} ", "── 线程 {0} "};
constexpr Localized kEmptyIteration{"── iteration {0} ── {1} ── runs nothing ",
                                    "── 第 {0} 轮 ── {1} ── 没有可运行的回调 "};
constexpr Localized kFromTo{"{0} → {1}", "{0} → {1}"};
constexpr Localized kRunRule{"── run {0} ── {1} ", "── 第 {0} 次运行 ── {1} "};
constexpr Localized kOneTimer{"- ({0} timer, at {1})", "-（{0} 个定时器，到期时间 {1}）"};
constexpr Localized kTimers{"- ({0} timers, next at {1})", "-（{0} 个定时器，最早 {1}）"};
constexpr Localized kShutdown{
    "── asyncio.run() shuts down: {0} steps, nothing to cancel (--all shows them) ",
    "── asyncio.run() 收尾：共 {0} 步，没有任务需要取消（--all 显示） "};
constexpr Localized kRestOfShutdown{"── asyncio.run() shuts down: {0} steps (--all shows them) ",
                                    "── asyncio.run() 收尾：共 {0} 步（--all 显示） "};
constexpr Localized kLegend{
    "An iteration runs what is ready when it begins, and the timers that have expired (if nothing "
    "is ready, the clock jumps first); what becomes ready meanwhile (after |) waits for the next. "
    "A step is one callback, or a jump of the clock. done T1: the done callbacks of T1.",
    "每一轮（事件循环的一次迭代）运行该轮开始时已就绪的回调和到期的定时器（若就绪队列为空，时钟先"
    "跳转）；其间新就绪的（| 之后）留到下一轮。一步是一个回调，或时钟的一次跳转。回调 T1：T1 "
    "的完成回调。"};

// The widths of the columns.
struct StepColumns {
    std::size_t page;
    std::size_t number;    // with the gap behind it
    std::size_t sentence;  // likewise
    std::size_t queue;

    StepColumns(const Extent& extent, std::size_t width)
        : page(std::min<std::size_t>(width, 120)),
          number(2 + std::max<std::size_t>(3, std::to_string(extent.steps).size())),
          sentence((page - number) / 2 + 1),
          queue(page - number - sentence) {}
};

constexpr Localized time_of(trace::ClockKind clock) {
    return clock == trace::ClockKind::virtual_time ? kVirtualTime
           : clock == trace::ClockKind::mixed      ? kMixedTime
                                                   : kRealTime;
}

class StepText {
public:
    StepText(const trace::Trace& trace, const Style& style, const Part& part, Lines& lines)
        : trace_(trace),
          style_(style),
          part_(part),
          lines_(lines),
          extent_(measure(trace)),
          columns_(extent_, page_width(style)),
          steps_(trace),
          wording_(style_, steps_.names()),
          shutdown_(trace),
          advisor_(trace) {}

    void write() {
        title();
        if (const auto listing = listing_lines(trace_, style_); !listing.empty()) {
            lines_.add(listing);
            lines_.add();
        }
        heading();
        LaneChart chart(extent_, shows_runs(), steps_.names(), style_);
        bool folded = false;
        while (const Step* step = steps_.next()) {
            advisor_.add(*step, steps_);
            if (!part_.shutdown && shutdown_.folds(*step)) {
                folded = true;
                continue;
            }
            if (std::exchange(folded, false)) {
                show_shutdown();
            }
            show(*step);
            chart.add(*step, steps_.state());
        }
        if (folded) {
            show_shutdown();
        }
        lines_.add(rule("", columns_.page, style_));
        lines_.add(outcome_lines(trace_, extent_, style_));
        show_advice();
        lines_.add();
        lines_.add(StyledText(style_(kLegend), Paint::secondary).wrap(columns_.page));
        if (part_.whole()) {
            chart.write(lines_);
        }
    }

private:
    void title() {
        const trace::Header& header = trace_.header;
        std::string text = elide(header.name, columns_.page, style_);
        if (!header.title.empty() && header.title != header.name) {
            text = fill(style_, kTitle,
                        {text, elide(title_of(header, style_.lang), columns_.page, style_)})
                       .text();
        }
        std::string rules = arguments_of(header);
        rules += (rules.empty() ? "" : style_.glyphs(" · ")) + "Python " +
                 elide(header.python_version, 20, style_);
        rules += style_.glyphs(" · ") + std::string(style_(time_of(header.clock)));
        const std::size_t room = columns_.page - std::min(columns_.page, display_width(rules));
        StyledText line(text, Paint::bold);
        if (line.width() >= room) {
            lines_.add(line.cut(columns_.page, style_));
            line = StyledText();
        }
        line.pad(room).add(rules, Paint::secondary);
        lines_.add(line.cut(columns_.page, style_));
        lines_.add();
    }

    [[nodiscard]] std::string arguments_of(const trace::Header& header) const {
        constexpr std::size_t kLongest = 30;
        std::string text;
        for (const auto& [name, value] : header.arguments) {
            text += (text.empty() ? "" : " ") + elide(name, kLongest, style_) + "=" +
                    elide(argument_text(value), kLongest, style_);
        }
        if (const std::string order = order_option(header.set_order); !order.empty()) {
            text += (text.empty() ? "" : " ") + elide(order, kLongest, style_);
        }
        return text;
    }

    void heading() {
        StyledText line(style_(kStepHead));
        line.pad(columns_.number + columns_.sentence).add(style_(kQueueHead));
        lines_.add(StyledText(line.text(), Paint::secondary));
    }

    void show(const Step& step) {
        switch (step.kind) {
            case StepKind::run:
                run_ = step.events.front().as<trace::RunStarted>();
                show_run(step);
                break;
            case StepKind::iteration:
                iteration_ = iteration_rule(step);
                break;
            case StepKind::run_end:
                iteration_.reset();
                show_account(step);
                show_run_end(step);
                break;
            default:
                show_account(step);
        }
    }

    void show_account(const Step& step) {
        const Account account = account_of(step, steps_);
        if (!account.empty() && is_shown(step)) {
            show_iteration();
            tell(step, account);
        }
    }

    // Whether the step belongs to the part that is wanted.
    [[nodiscard]] bool is_shown(const Step& step) const {
        if (step.number < part_.first || step.number > part_.last) {
            return part_.whole();
        }
        if (part_.task == 0) {
            return true;
        }
        const trace::Id task = trace::Id{trace::Id::kTask, part_.task};
        const auto concerns = [&](const trace::Event& event) {
            const auto* scheduled = event.as<trace::HandleScheduled>();
            const auto* created = event.as<trace::TaskCreated>();
            const auto* cancelled = event.as<trace::CancelRequested>();
            return (scheduled != nullptr && scheduled->task == task) ||
                   (created != nullptr && created->task == task) ||
                   (cancelled != nullptr && cancelled->task == task);
        };
        return step.handle.task == task || step.owner == task || step.handle.future == task ||
               std::ranges::any_of(step.events, concerns);
    }

    [[nodiscard]] bool shows_runs() const {
        return (part_.shutdown ? extent_.runs : shutdown_.runs_shown()) > 1;
    }

    void show_run(const Step& step) {
        if (shows_runs()) {
            const auto& run = *step.events.front().as<trace::RunStarted>();
            chapter(fill(style_, kRunRule,
                         {std::to_string(step.run), wording_.run_call(run, steps_.state())})
                        .text());
        }
    }

    void show_shutdown() {
        if (shutdown_.steps() > 0 && !part_.shutdown && part_.whole()) {
            chapter(fill(style_, shutdown_.is_shown_in_part() ? kRestOfShutdown : kShutdown,
                         {std::to_string(shutdown_.steps())})
                        .text());
        }
    }

    void show_run_end(const Step& step) {
        if (shows_runs()) {
            const auto& run = *step.events.front().as<trace::RunFinished>();
            const std::string number = std::to_string(step.run);
            const std::size_t room = columns_.page - fill(style_, kRunRule, {number, ""}).width();
            StyledText result = wording_.clause(ending_of(*run_, run));
            result.cut(room, style_);
            chapter(fill(style_, kRunRule, {number, result.text()}).text());
        }
    }

    void show_advice() {
        if (!advisor_.findings().empty() && part_.whole()) {
            lines_.add();
            lines_.add(advice_lines(advisor_.findings(), wording_, style_, columns_.page));
        }
    }

    // An iteration without steps that are shown has no rule.
    [[nodiscard]] std::string iteration_rule(const Step& step) const {
        const std::string number = std::to_string(step.it);
        const std::string time =
            step.from == step.time
                ? time_text(step.time)
                : fill(style_, kFromTo, {from_text(step), time_text(step.time)}).text();
        std::vector<Subject> ready;
        ready.reserve(steps_.state().ready().size());
        for (std::size_t i = 0; i < steps_.state().ready().size(); ++i) {
            ready.push_back(queued(i));
        }
        const std::string thread =
            step.thread.empty() ? std::string()
                                : fill(style_, kThread, {elide(step.thread, 40, style_)}).text();
        return thread +
               (ready.empty()
                    ? fill(style_, kEmptyIteration, {number, time}).text()
                    : fill(style_, kIterationRule, {number, time, wording_.runs(ready)}).text());
    }

    // "0 → 1 s": the unit once, where it is the same.
    static std::string from_text(const Step& step) {
        std::string from = time_text(step.from);
        const std::string to = time_text(step.time);
        const std::string_view unit = std::string_view(to).substr(to.find(' '));
        if (from.ends_with(unit)) {
            from.resize(from.size() - unit.size());
        }
        return step.from == 0 ? "0" : from;
    }

    void show_iteration() {
        if (iteration_) {
            chapter(style_.glyphs(*iteration_));
            iteration_.reset();
        }
    }

    void chapter(const std::string& text) {
        std::string title = text;
        for (const std::string_view part : {"─", " "}) {
            while (title.starts_with(part)) {
                title.erase(0, part.size());
            }
        }
        title.erase(std::min(title.find_last_not_of(' ') + 1, title.size()));
        lines_.begin_chapter(title);
        StyledText line(text);
        line.cut(columns_.page, style_);
        lines_.add(rule(line.text(), columns_.page, style_));
    }

    // The sentence of a step on the left, the ready queue after it on the right. What follows a
    // step without being one has its number and a plus.
    void tell(const Step& step, const Account& account) {
        lines_.begin_step();
        const std::vector<StyledText> left = wording_.sentence(account).wrap(columns_.sentence - 2);
        const std::vector<StyledText> right = queue(left.size());
        const bool numbered = step.is_decision() || (step.kind == StepKind::program &&
                                                     step.cause.by == Cause::By::program);
        number_ = numbered ? step.number : number_;
        const std::string number = std::to_string(number_);
        StyledText line;
        line.pad(columns_.number - 2 - std::min(columns_.number - 2, number.size()));
        line.add(number + (numbered ? "" : "+"), Paint::secondary);
        for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
            line.pad(columns_.number);
            if (i < left.size()) {
                line.add(left[i]);
            }
            if (i < right.size()) {
                line.pad(columns_.number + columns_.sentence).add(right[i]);
            }
            lines_.add(std::exchange(line, StyledText()));
        }
    }

    [[nodiscard]] Subject queued(std::size_t at) const {
        const trace::Replay& state = steps_.state();
        return steps_.subject(state.handle(state.ready()[at]));
    }

    // What is left of this iteration | what the next one will run: on as many lines as the sentence
    // beside it has, or two, if it is complete then; else the beginning, on one line.
    [[nodiscard]] std::vector<StyledText> queue(std::size_t height) const {
        const std::string begin = queue_text(columns_.queue);
        if (begin.find('+') != std::string::npos) {
            const std::size_t most = std::max<std::size_t>(height, 2);
            const std::string all = queue_text(columns_.queue * most);
            std::vector<StyledText> lines = StyledText(all, Paint::ready).wrap(columns_.queue);
            if (lines.size() <= most && all.find('+') == std::string::npos) {
                return lines;
            }
        }
        return StyledText(begin, Paint::ready).wrap(columns_.queue);
    }

    [[nodiscard]] std::string queue_text(std::size_t width) const {
        const std::size_t all = steps_.state().ready().size();
        const std::size_t left = std::min(steps_.left_in_iteration(), all);
        if (all == 0) {
            const auto& timers = steps_.timers();
            return timers.empty()
                       ? "-"
                       : fill(style_, timers.size() == 1 ? kOneTimer : kTimers,
                              {std::to_string(timers.size()), time_text(timers.begin()->first)})
                             .text();
        }
        const auto part = [&](std::size_t first, std::size_t amount, std::size_t room) {
            const auto subject_at = [&](std::size_t at) { return queued(first + at); };
            return wording_.queue(amount, subject_at, room);
        };
        if (left == all) {
            return part(0, left, width);
        }
        if (left == 0) {
            return "| " + part(0, all, width - 2);
        }
        constexpr std::size_t kLeastBehind = 9;
        const std::string now = part(0, left, width - std::min(width, kLeastBehind)) + " | ";
        return now + part(left, all - left, width - std::min(width, display_width(now)));
    }

    const trace::Trace& trace_;
    const Style style_;
    const Part part_;
    Lines& lines_;
    Extent extent_;
    StepColumns columns_;
    Steps steps_;
    Wording wording_;
    const Shutdown shutdown_;
    Advisor advisor_;
    const trace::RunStarted* run_ = nullptr;  // the last one
    std::uint64_t number_ = 0;                // of the last decision told
    std::optional<std::string> iteration_;    // the rule of one whose steps are still to come
};

}  // namespace

void render_steps(const trace::Trace& trace, const Style& style, const Part& part, Lines& lines) {
    StepText(trace, style, part, lines).write();
}

}  // namespace corodemo::app
