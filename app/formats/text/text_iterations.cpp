#include <algorithm>
#include <utility>

#include "app/formats/text/iteration_entry.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/narration/narrate.hpp"

// The short text of a trace, one line per iteration:
//
//     it1  0.000 s  T1 T2 T3 start, each prints "Hello world!"
//
// Neighbours that do the same share one entry of the line.

namespace corodemo::app {

namespace {

constexpr Localized kRaises{"raises {0}", "抛出 {0}"};
constexpr Localized kReturns{"returns {0}", "返回 {0}"};
constexpr Localized kLoopStops{"the loop stops", "循环停止"};
constexpr Localized kLimit{"cut short at the limit", "到达上限，中断"};
constexpr Localized kReports{"asyncio reports {0}", "asyncio 报告 {0}"};
constexpr Localized kRun{"<dim>run {0}: {1}</>", "<dim>第 {0} 次运行：{1}</>"};
constexpr Localized kMore{" · +{0}", " · +{0}"};
constexpr Localized kBetween{" · ", " · "};
constexpr Localized kBehindJump{", ", "，"};

class IterationText {
public:
    IterationText(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          page_(page_width(style)),
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
    [[nodiscard]] std::string say(const Localized& phrase,
                                  std::initializer_list<PhraseArgument> arguments = {}) const {
        return fill(style_, phrase, arguments).text();
    }

    void show(const Step& step) {
        switch (step.kind) {
            case StepKind::run:
                show_run(step);
                break;
            case StepKind::run_end:
                show_run_end(step);
                break;
            case StepKind::iteration:
                begin_line("it" + std::to_string(step.it), step.time);
                break;
            case StepKind::program:
                begin_line("-", step.time);
                add_step(step);
                finish_line();
                break;
            default:
                add_step(step);
        }
    }

    void add_step(const Step& step) {
        add(entry_of(step, steps_, style_));
        add_asides(step);
    }

    void show_run(const Step& step) {
        finish_line();
        if (extent_.runs > 1) {
            const auto& run = *step.events.front().as<trace::RunStarted>();
            const std::string call =
                std::string(to_string(run.how)) + "(" + to_string(run.until) + ")";
            lines_.add(fill(style_, kRun, {std::to_string(step.run), call}));
        }
    }

    void show_run_end(const Step& step) {
        const auto& run = *step.events.front().as<trace::RunFinished>();
        if (run.why == trace::FinishWhy::hung) {
            finish_line();  // that was the last entry
            return;
        }
        if (entries_.empty() || entries_.back().kind != Entry::Kind::run) {
            const bool limit = run.why == trace::FinishWhy::limit;
            entries_.push_back(
                {.kind = Entry::Kind::run, .name = say(limit ? kLimit : kLoopStops)});
        }
        if (run.error.type.data() != nullptr) {
            const std::string error = error_text(run.error.type, run.error.message);
            entries_.back().end = say(kRaises, {elide(error, page_, style_)});
            const auto& outcome = trace_.outcome.error;
            outcome_shown_ =
                outcome_shown_ || (outcome && error_text(outcome->type, outcome->message) == error);
        } else if (run.value.data() != nullptr) {
            entries_.back().end = say(kReturns, {elide(run.value, page_, style_)});
        }
        finish_line();
    }

    // An error that ended the program, unless one of its runs raised it.
    void write_end() {
        const trace::Outcome& outcome = trace_.outcome;
        if (outcome.error && !outcome_shown_) {
            const std::string error = error_text(outcome.error->type, outcome.error->message);
            begin_line("-", outcome.time);
            add({.kind = Entry::Kind::program,
                 .actions = {say(kRaises, {elide(error, page_, style_)})}});
            finish_line();
        }
    }

    void add_asides(const Step& step) {
        constexpr std::size_t kLongest = 60;
        for (const trace::Event& event : step.events) {
            if (const auto* warned = event.as<trace::Warned>()) {
                const std::string warning = error_text(warned->category, warned->message);
                add({.kind = Entry::Kind::other, .name = elide(warning, kLongest, style_)});
            } else if (const auto* reported = event.as<trace::ExceptionReported>()) {
                const trace::Text type = reported->error.type;
                const std::string reason =
                    elide(type.empty() ? reported->message : type, kLongest, style_);
                add({.kind = Entry::Kind::other, .name = say(kReports, {reason})});
            }
        }
    }

    void add(Entry entry) {
        if (entry.empty()) {
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
        const std::string now = seconds(time, extent_.decimals);
        StyledText head(iteration);
        head.pad(2 + digits + 2 + widest - now.size()).add(now + " s  ");
        head_ = StyledText(head.text(), Paint::secondary);
    }

    void finish_line() {
        if (entries_.empty()) {
            return;
        }
        StyledText line = head_;
        for (std::size_t at = 0; at < entries_.size() && add_entry(at, line); ++at) {
        }
        lines_.add(line.cut(page_, style_));
        entries_.clear();
    }

    // Returns false if the entry did not fit completely; the rest is then truncated or counted.
    bool add_entry(std::size_t at, StyledText& line) {
        constexpr std::size_t kWorthAPart = 20;  // columns
        const std::size_t left = entries_.size() - at;
        const StyledText others = left > 1 ? more(left - 1) : StyledText();
        const std::string gap = at == 0 ? "" : style_.glyphs(gap_before(at));
        const std::size_t used = line.width() + display_width(gap) + others.width();
        const std::size_t room = page_ - std::min(page_, used);
        StyledText entry = to_text(entries_[at], style_, room);
        if (at == 0 || entry.width() <= room) {
            line.add(gap).add(entry);
            return true;
        }
        if (room < kWorthAPart) {
            line.add(more(left));
        } else {
            line.add(gap).add(entry.cut(room, style_)).add(others);
        }
        return false;
    }

    [[nodiscard]] StyledText more(std::size_t left) const {
        return fill(style_, kMore, {std::to_string(left)});
    }

    // A clock jump and the timers that expire by it are separated by less than other entries.
    [[nodiscard]] std::string_view gap_before(std::size_t at) const {
        const bool together =
            entries_[at - 1].kind == Entry::Kind::jump && entries_[at].kind == Entry::Kind::timers;
        return style_(together ? kBehindJump : kBetween);
    }

    const trace::Trace& trace_;
    const Style style_;
    std::size_t page_;
    Lines lines_;
    Extent extent_;
    Steps steps_;
    StyledText head_;
    std::vector<Entry> entries_;  // of the current line
    bool outcome_shown_ = false;
};

}  // namespace

void render_iterations(const trace::Trace& trace, const Style& style, std::ostream& out) {
    IterationText(trace, style, out).write();
}

}  // namespace corodemo::app
