#include <algorithm>
#include <utility>

#include "app/render/narrate.hpp"
#include "app/render/text_parts.hpp"

// The short text of a trace, a line for each iteration:
//
//     it1  0.000 s  T1 T2 T3 start, each prints "Hello world!"
//
// Neighbours that do the same are one entry of the line.

namespace corodemo::app {

namespace {

using trace::Id;

constexpr Words kStarts{"starts", "开始"};
constexpr Words kStart{"start", "开始"};
constexpr Words kWakes{"wakes", "醒来"};
constexpr Words kWake{"wake", "醒来"};
constexpr Words kGoesOn{"goes on", "继续"};
constexpr Words kGoOn{"go on", "继续"};
constexpr Words kGets{"gets {0}", "收到 {0}"};
constexpr Words kGet{"get {0}", "收到 {0}"};

constexpr Words kPrintsOne{"prints ", "打印 "};
constexpr Words kPrintsEach{"each prints ", "各打印 "};
constexpr Words kPrintsAll{"print ", "打印 "};
constexpr Words kEach{"each ", "各"};
constexpr Words kDone{"done", "完成"};
constexpr Words kReturns{"returns {0}", "返回 {0}"};
constexpr Words kRaises{"raises {0}", "抛出 {0}"};
constexpr Words kCancelled{"cancelled", "已取消"};
constexpr Words kGivesWay{"gives way", "让出"};

constexpr Words kClockJumps{"clock jumps {0} → {1} s", "时钟从 {0} 跳到 {1} s"};
constexpr Words kTimerMakesReady{"a timer makes {0} ready", "定时器使 {0} 就绪"};
constexpr Words kTimersMakeReady{"timers make {0} ready", "定时器使 {0} 就绪"};
constexpr Words kCounts{"{0} counts {1}: {2}", "{0} 计入 {1}：{2}"};
constexpr Words kAllDone{"all done", "全部完成"};
constexpr Words kDoneOf{"{0} of {1}", "{0}/{1}"};
constexpr Words kTooLate{"too late", "太晚"};
constexpr Words kReady{"{0} ready", "{0} 就绪"};
constexpr Words kStops{"{0} stops the loop", "{0} 停止循环"};
constexpr Words kLoopStops{"the loop stops", "循环停止"};
constexpr Words kHangs{"nothing ready, no timer: a real loop would wait for ever",
                       "无就绪，也无定时器：真正的循环会一直等下去"};
constexpr Words kTheProgram{"the program", "程序"};
constexpr Words kReports{"asyncio reports {0}", "asyncio 报告 {0}"};
constexpr Words kRun{"run {0}: {1}", "第 {0} 次运行：{1}"};
constexpr Words kMore{" · +{0}", " · +{0}"};
constexpr Words kComma{", ", "，"};
constexpr Words kGap{" ", ""};
constexpr Words kLimit{"cut short at the limit", "到达上限，中断"};

// What one step, or several alike, did in an iteration.
struct Entry {
    enum class Kind : std::uint8_t { tasks, jump, timers, counts, run, other };
    Kind kind{};
    Words one{}, many{};  // of tasks: the verb. Of timers: the phrase.
    std::string name{};   // an argument of the verb; who counts; the whole text, of others
    std::vector<Id> ids{};
    Id gather{};
    std::vector<std::string> doings{};  // besides printing
    std::string printed{};              // of the first
    std::vector<std::string> texts{};   // of some of them, if they differ
    std::size_t printing = 0;           // how many of them print
    bool all_print_the_same = true;
    std::string end{};

    [[nodiscard]] bool takes(const Entry& next) const {
        const bool mergeable = kind == Kind::tasks || kind == Kind::timers ||
                               (kind == Kind::counts && gather == next.gather);
        return mergeable && kind == next.kind && one.en == next.one.en && name == next.name &&
               doings == next.doings && (end == next.end || kind == Kind::counts) &&
               (printing == 0) == (next.printing == 0);
    }

    void take(const Entry& next) {
        constexpr std::size_t kEnough = 8;
        ids.insert(ids.end(), next.ids.begin(), next.ids.end());
        end = next.end;
        all_print_the_same = all_print_the_same && next.printed == printed;
        if (next.printing > 0 && texts.size() < kEnough) {
            texts.push_back(next.printed);
        }
        printing += next.printing;
    }
};

// A few names, or the first and the last of a long row.
std::string names(const std::vector<Id>& ids) {
    constexpr std::size_t kFew = 6;
    constexpr std::size_t kWidth = 16;
    if (ids.size() <= kFew) {
        return fold(ids, 1000);
    }
    const auto is_row = [&](std::uint32_t step) {
        return std::ranges::adjacent_find(ids, [&](Id a, Id b) {
                   return a.letter != b.letter || b.number != a.number + step;
               }) == ids.end();
    };
    if (is_row(1) || is_row(static_cast<std::uint32_t>(-1))) {
        return to_string(ids.front()) + " ... " + to_string(ids.back());
    }
    return fold(ids, kWidth);
}

std::string quoted(const std::vector<std::string>& lines) {
    constexpr std::size_t kMost = 3;
    std::string text;
    for (std::size_t at = 0; at < std::min(lines.size(), kMost); ++at) {
        text += (at > 0 ? " \"" : "\"") + lines[at] + "\"";
    }
    return lines.size() > kMost ? text + " +" + std::to_string(lines.size() - kMost) : text;
}

class IterationText {
public:
    IterationText(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          lines_(out, style),
          extent_(measure(trace)),
          steps_(trace) {}

    void write() {
        while (const Step* step = steps_.next()) {
            show(*step);
        }
        finish_line();
        write_end();
    }

private:
    [[nodiscard]] std::string say(const Words& phrase,
                                  std::initializer_list<std::string_view> arguments = {}) const {
        return fill(style_, phrase, arguments).text();
    }

    void show(const Step& step) {
        switch (step.kind) {
            case StepKind::run:
                return show_run(step);
            case StepKind::iteration:
                return begin_line("it" + std::to_string(step.it), step.time);
            case StepKind::program:
                return show_program(step);
            case StepKind::run_end:
                return show_run_end(step);
            case StepKind::task:
                add(of_task(step));
                break;
            case StepKind::callback:
                add(of_callback(step));
                break;
            case StepKind::jump:
                add({.kind = Entry::Kind::jump,
                     .name = say(kClockJumps, {seconds(step.from), seconds(step.time)})});
                break;
            case StepKind::hung:
                add({.kind = Entry::Kind::other, .name = say(kHangs)});
                break;
            default:
                add(of_other(step));
        }
        add_asides(step);
    }

    void show_run(const Step& step) {
        finish_line();
        if (extent_.runs > 1) {
            const auto& run = *step.events.front().as<trace::RunStarted>();
            const std::string call =
                std::string(to_string(run.how)) + "(" + to_string(run.until) + ")";
            lines_.add(Styled(say(kRun, {std::to_string(step.run), call}), Paint::secondary));
        }
    }

    // What the module does outside of its runs is told if it shows: the first line of the program's
    // own story is it1.
    void show_program(const Step& step) {
        finish_line();
        const bool first = step.cause.by != Cause::By::later;
        begin_line("-", step.time);
        Entry entry{.kind = Entry::Kind::other, .name = std::string(style_(kTheProgram))};
        if (!first) {
            entry.doings = doings(step);
        }
        add_printed(entry, step);
        if (!entry.doings.empty() || entry.printing > 0) {
            add(std::move(entry));
        }
        add_asides(step);
        finish_line();
    }

    void show_run_end(const Step& step) {
        const auto& run = *step.events.front().as<trace::RunFinished>();
        const bool raised = run.error.type.data() != nullptr;
        const auto& error = trace_.outcome.error;
        told_error_ = told_error_ || (raised && error && error->type == run.error.type &&
                                      error->message == run.error.message);
        if (run.why == trace::FinishWhy::hung) {
            return finish_line();
        }
        if (entries_.empty() || entries_.back().kind != Entry::Kind::run) {
            add({.kind = Entry::Kind::run,
                 .name = say(run.why == trace::FinishWhy::limit ? kLimit : kLoopStops)});
        }
        if (raised) {
            entries_.back().end = say(kRaises, {fit(error_text(run.error.type, run.error.message),
                                                    page_width(style_), style_)});
        } else if (run.value.data() != nullptr) {
            entries_.back().end = say(kReturns, {fit(run.value, page_width(style_), style_)});
        }
        finish_line();
    }

    // How the program ended, if none of its runs told it.
    void write_end() {
        const trace::Outcome& outcome = trace_.outcome;
        if (outcome.status == trace::Outcome::Status::raised && outcome.error && !told_error_) {
            const std::string error = error_text(outcome.error->type, outcome.error->message);
            begin_line("-", outcome.time);
            add({.kind = Entry::Kind::other,
                 .name = std::string(style_(kTheProgram)),
                 .doings = {say(kRaises, {fit(error, page_width(style_), style_)})}});
            finish_line();
        }
    }

    std::vector<std::string> doings(const Step& step) const {
        constexpr std::size_t kWidth = 28;
        std::vector<std::string> out;
        for (const Effect& effect : effects(step, steps_.state())) {
            if (effect.kind == Effect::Kind::readies) {
                continue;  // it shows when they run
            }
            for (const Styled& piece : describe(effect, steps_.state(), style_, kWidth)) {
                out.push_back(piece.text());
            }
        }
        return out;
    }

    void add_printed(Entry& entry, const Step& step) const {
        const std::vector<std::string> lines = printed_lines(step);
        if (!lines.empty()) {
            entry.printing = 1;
            entry.printed = quoted(lines);
            entry.texts = {entry.printed};
        }
    }

    Entry of_task(const Step& step) const {
        const bool thrown = step.started != nullptr && step.started->thrown.data() != nullptr;
        const bool first = step.started != nullptr && step.started->first;
        const bool on = step.handle.role == trace::Role::step;
        Entry entry{.kind = Entry::Kind::tasks,
                    .one = thrown  ? kGets
                           : first ? kStarts
                           : on    ? kGoesOn
                                   : kWakes,
                    .many = thrown  ? kGet
                            : first ? kStart
                            : on    ? kGoOn
                                    : kWake,
                    .name = thrown ? fit(step.started->thrown, 40, style_) : "",
                    .ids = {step.handle.task},
                    .doings = doings(step)};
        add_printed(entry, step);
        if (step.finished != nullptr) {
            entry.end = task_end(*step.finished);
        }
        return entry;
    }

    std::string task_end(const trace::StepFinished& finished) const {
        switch (finished.end) {
            case trace::End::returned:
                return finished.value == "None" ? say(kDone)
                                                : say(kReturns, {fit(finished.value, 30, style_)});
            case trace::End::raised:
                return say(kRaises, {fit(finished.error.type, 40, style_)});
            case trace::End::cancelled:
                return say(kCancelled);
            case trace::End::yielded:
                return say(kGivesWay);
            case trace::End::suspended:
                break;
        }
        return {};
    }

    Entry of_callback(const Step& step) const {
        using trace::CallbackRole;
        if (step.role == CallbackRole::gather || step.role == CallbackRole::wait) {
            return of_count(step);
        }
        if (step.role == CallbackRole::run) {
            std::string run = "run_until_complete";
            return {.kind = Entry::Kind::run, .name = say(kStops, {run})};
        }
        return of_other(step);
    }

    Entry of_count(const Step& step) const {
        Entry entry{.kind = Entry::Kind::counts,
                    .name = step.gather ? "gather" : "wait",
                    .ids = {step.handle.future},
                    .gather = step.gather};
        entry.end =
            step.too_late ? say(kTooLate)
            : step.count.done == step.count.of
                ? say(kAllDone)
                : say(kDoneOf, {std::to_string(step.count.done), std::to_string(step.count.of)});
        for (const Effect& effect : effects(step, steps_.state())) {
            const auto* done = effect.kind == Effect::Kind::completes
                                   ? effect.event->as<trace::FutureDone>()
                                   : nullptr;
            if (done != nullptr && done->state == trace::FutureState::exception) {
                entry.end = say(kRaises, {fit(done->error.type, 40, style_)});
            } else if (effect.kind == Effect::Kind::readies) {
                entry.end += std::string(style_(kComma)) + say(kReady, {names(effect.ids)});
            }
        }
        return entry;
    }

    Entry of_other(const Step& step) const {
        const std::vector<Effect> brought_about = effects(step, steps_.state());
        if (step.kind == StepKind::timer && step.handle.role == trace::Role::sleep &&
            brought_about.size() == 1 && brought_about.front().kind == Effect::Kind::readies) {
            return {.kind = Entry::Kind::timers,
                    .one = kTimerMakesReady,
                    .many = kTimersMakeReady,
                    .ids = brought_about.front().ids};
        }
        Entry entry{.kind = Entry::Kind::other};
        for (const Styled& piece : what(step, steps_, style_, 40)) {
            entry.name += (entry.name.empty() ? "" : std::string(style_(kComma))) + piece.text();
        }
        add_printed(entry, step);
        return entry;
    }

    void add_asides(const Step& step) {
        for (const trace::Event& event : step.events) {
            if (const auto* warned = event.as<trace::Warned>()) {
                add({.kind = Entry::Kind::other, .name = fit(warned->category, 40, style_)});
            } else if (const auto* reported = event.as<trace::ExceptionReported>()) {
                const trace::Text type = reported->error.type;
                const std::string reason = fit(type.empty() ? reported->message : type, 60, style_);
                add({.kind = Entry::Kind::other, .name = say(kReports, {reason})});
            }
        }
    }

    void add(Entry entry) {
        if (entry.kind == Entry::Kind::other && entry.name.empty() && entry.printing == 0) {
            return;
        }
        if (!entries_.empty() && entries_.back().takes(entry)) {
            entries_.back().take(entry);
        } else {
            entries_.push_back(std::move(entry));
        }
    }

    void begin_line(const std::string& iteration, trace::Nanoseconds time) {
        finish_line();
        const std::size_t digits = std::to_string(extent_.iterations).size();
        const std::size_t widest = seconds(extent_.time, extent_.decimals).size();
        head_ = Styled(iteration);
        const std::string now = seconds(time, extent_.decimals);
        head_.pad(2 + digits + 2 + widest - now.size()).add(now).add(" s  ");
        head_ = Styled(head_.text(), Paint::secondary);
    }

    void finish_line() {
        constexpr std::size_t kWorthAPart = 20;  // columns
        const std::size_t page = page_width(style_);
        Styled line = head_;
        for (std::size_t at = 0; at < entries_.size(); ++at) {
            const bool joined = at > 0 && entries_[at - 1].kind == Entry::Kind::jump &&
                                entries_[at].kind == Entry::Kind::timers;
            const std::string gap = at == 0  ? ""
                                    : joined ? std::string(style_(kComma))
                                             : style_.glyphs(" · ");
            const std::size_t left = entries_.size() - at;
            const Styled more = fill(style_, kMore, {std::to_string(left)});
            const std::size_t used = line.width() + display_width(gap);
            const std::size_t reserve = left > 1 ? more.width() : 0;
            Styled entry = text_of(entries_[at], page - std::min(page, used + reserve));
            if (at > 0 && used + entry.width() + reserve > page) {
                const Styled others =
                    left > 1 ? fill(style_, kMore, {std::to_string(left - 1)}) : Styled();
                const bool worth_a_part = used + kWorthAPart + others.width() <= page;
                worth_a_part
                    ? line.add(gap).add(entry.cut(page - used - others.width(), style_)).add(others)
                    : line.add(more);
                break;
            }
            line.add(gap).add(entry);
        }
        if (!entries_.empty()) {
            lines_.add(line.cut(page, style_));
        }
        entries_.clear();
    }

    Styled text_of(const Entry& entry, std::size_t width) const {
        const bool many = entry.ids.size() > 1;
        const std::string comma(style_(kComma));
        Styled text;
        switch (entry.kind) {
            case Entry::Kind::tasks:
                text.add(names(entry.ids) + " ")
                    .add(fill(style_, many ? entry.many : entry.one, {entry.name}));
                break;
            case Entry::Kind::timers:
                text.add(fill(style_, many ? entry.many : entry.one, {names(entry.ids)}));
                break;
            case Entry::Kind::counts:
                return text.add(fill(style_, kCounts, {entry.name, names(entry.ids), entry.end}));
            default:
                text.add(entry.name);
        }
        const std::string_view gap = style_(kGap);
        const bool is_program = entry.name == style_(kTheProgram);
        for (std::size_t at = 0; at < entry.doings.size(); ++at) {
            text.add(is_program && at == 0 ? gap : comma);
            text.add(many ? style_(kEach) : "").add(entry.doings[at]);
        }
        if (entry.printing > 0) {
            text.add(is_program && entry.doings.empty() ? gap : comma)
                .add(
                    printed(entry, many, width - std::min(width, text.width() + entry.end.size())));
        }
        if (!entry.end.empty()) {
            text.add(comma + entry.end);
        }
        return text;
    }

    Styled printed(const Entry& entry, bool many, std::size_t width) const {
        if (entry.all_print_the_same) {
            return Styled(style_(many ? kPrintsEach : kPrintsOne)).add(entry.printed, Paint::bold);
        }
        Styled text(style_(kPrintsAll));
        const auto name = [&](std::size_t at) {
            return at < entry.texts.size() ? entry.texts[at] : std::string(1000, ' ');
        };
        const std::size_t used = text.width() + 4;
        return text.add(fold(entry.printing, name, width > used ? width - used : 0), Paint::bold);
    }

    const trace::Trace& trace_;
    const Style style_;
    Lines lines_;
    Extent extent_;
    Steps steps_;
    Styled head_;
    std::vector<Entry> entries_;  // of the line that is being made
    bool told_error_ = false;
};

}  // namespace

void render_iterations(const trace::Trace& trace, const Style& style, std::ostream& out) {
    IterationText(trace, style, out).write();
}

}  // namespace corodemo::app
