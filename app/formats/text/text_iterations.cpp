#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/text/text_parts.hpp"
#include "app/narration/advice_wording.hpp"
#include "app/narration/endings.hpp"
#include "app/narration/shutdown.hpp"
#include "app/narration/summary.hpp"

// The short text of a trace, what each iteration did:
//
//     iteration  time  what happens
//             1  0 s   T1 T2 T3 start, each prints "Hello world!"
//
// Neighbours that do the same are told at once.

namespace corodemo::app {

namespace {

constexpr Localized kIterationHead{"iteration", "轮"};
constexpr Localized kTimeHead{"time", "时间"};
constexpr Localized kWhatHead{"what happens", "发生了什么"};
constexpr Localized kRun{"run {0}: {1}", "第 {0} 次运行：{1}"};
constexpr Localized kBetween{"; ", "；"};

class IterationText {
public:
    IterationText(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          page_(page_width(style)),
          lines_(out, style),
          extent_(measure(trace)),
          steps_(trace),
          wording_(style_, steps_.names()),
          number_width_(std::max(display_width(style_(kIterationHead)),
                                 std::to_string(extent_.iterations).size())) {}

    void write() {
        StyledText head;
        head.pad(number_width_ - display_width(style_(kIterationHead))).add(style_(kIterationHead));
        head.add("  ").add(style_(kTimeHead));
        head.pad(left()).add(style_(kWhatHead));
        lines_.add(StyledText(head.text(), Paint::secondary));
        const Shutdown shutdown(trace_);
        runs_ = shutdown.runs_shown();
        Advisor advisor(trace_);
        while (const Step* step = steps_.next()) {
            advisor.add(*step, steps_);
            if (!shutdown.folds(*step)) {
                show(*step);
            }
        }
        finish_line();
        for (const StyledText& line : outcome_lines(trace_, extent_, style_)) {
            lines_.add(line);
        }
        lines_.add(advice_lines(advisor.findings(), wording_, style_, page_));
    }

private:
    static constexpr std::size_t kTime = 7;  // columns

    [[nodiscard]] std::size_t left() const { return number_width_ + 2 + kTime + 2; }

    void show(const Step& step) {
        switch (step.kind) {
            case StepKind::run:
                finish_line();
                show_run(step);
                break;
            case StepKind::run_end:
                finish_line();
                show_run_end(step);
                break;
            case StepKind::iteration:
                begin_line(std::to_string(step.it), step.time);
                break;
            case StepKind::program:
                begin_line("-", step.time);
                add(step);
                finish_line();
                break;
            default:
                add(step);
        }
    }

    void show_run(const Step& step) {
        run_ = step.events.front().as<trace::RunStarted>();
        if (runs_ > 1) {
            lines_.add(StyledText(
                fill(style_, kRun,
                     {std::to_string(step.run), wording_.run_call(*run_, steps_.state())})
                    .text(),
                Paint::secondary));
        }
    }

    void show_run_end(const Step& step) {
        const auto& finished = *step.events.front().as<trace::RunFinished>();
        if (runs_ > 1 && run_ != nullptr) {
            head_ = StyledText();
            entries_.clear();
            write_line(wording_.clause(ending_of(*run_, finished)));
        }
    }

    void add(const Step& step) {
        const Account account = account_of(step, steps_);
        if (entries_.empty() || !entries_.back().add(account)) {
            Summary summary(account);
            if (!summary.empty()) {
                entries_.push_back(std::move(summary));
            }
        }
    }

    void begin_line(const std::string& iteration, trace::Nanoseconds time) {
        finish_line();
        StyledText head;
        head.pad(number_width_ - std::min(number_width_, iteration.size())).add(iteration);
        head.add("  ").add(time_text(time));
        head_ = StyledText(head.text(), Paint::secondary);
    }

    void finish_line() {
        if (entries_.empty()) {
            return;
        }
        StyledText text;
        for (const Summary& entry : std::exchange(entries_, {})) {
            text.add(text.empty() ? "" : style_(kBetween)).add(entry.text(wording_, style_));
        }
        write_line(text);
    }

    void write_line(const StyledText& text) {
        StyledText line = head_;
        for (const StyledText& part : text.wrap(page_ - left())) {
            lines_.add(line.pad(left()).add(part));
            line = StyledText();
        }
    }

    const trace::Trace& trace_;
    const Style style_;
    std::size_t page_;
    StreamLines lines_;
    Extent extent_;
    Steps steps_;
    Wording wording_;
    std::size_t number_width_;
    std::uint32_t runs_ = 0;                  // that are shown
    const trace::RunStarted* run_ = nullptr;  // the last one
    StyledText head_;
    std::vector<Summary> entries_;  // of the current iteration
};

}  // namespace

void render_iterations(const trace::Trace& trace, const Style& style, std::ostream& out) {
    IterationText(trace, style, out).write();
}

}  // namespace corodemo::app
