#include "app/narration/playback.hpp"

#include <algorithm>

#include "app/narration/narrate.hpp"
#include "app/narration/sentence.hpp"

namespace corodemo::app {

namespace {

using Label = std::array<std::string, 2>;

constexpr std::size_t kLongestWord = 24;  // a block has no room for more
constexpr std::size_t kLine = 8;          // target width of a label's line, in columns

/// Removes and returns as many words as fit, at least one.
std::string take_words(std::string_view& text) {
    std::string taken;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!taken.empty() && display_width(taken) + 1 + display_width(word) > kLine) {
            break;
        }
        taken += taken.empty() ? "" : " ";
        taken += word;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return taken;
}

/// A label of a line's first words.
Label first_words(std::string_view line, const Style& style) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string first = take_words(line);
    const std::string second = take_words(line);
    return {elide(first, kLongestWord, style),
            elide(second, kLongestWord, style) + (line.empty() ? "" : "…")};
}

Label of_task(const Step& step, const Style& style) {
    const std::vector<std::string> lines = printed_lines(step.events);
    if (!lines.empty() && lines.front().find_first_not_of(' ') != std::string::npos) {
        return first_words(lines.front(), style);
    }
    const bool thrown = step.started != nullptr && step.started->thrown.data() != nullptr;
    if (thrown) {
        return {std::string(style({"gets", "收到"})),
                elide(step.started->thrown, kLongestWord, style)};
    }
    const bool first = step.started != nullptr && step.started->first;
    if (step.finished != nullptr && step.finished->end == trace::End::returned) {
        return {std::string(style({"returns", "返回"})),
                elide(step.finished->value, kLongestWord, style)};
    }
    if (step.finished != nullptr && step.finished->end == trace::End::raised) {
        return {std::string(style({"raises", "抛出"})),
                elide(step.finished->error.type, kLongestWord, style)};
    }
    return {std::string(style(first ? Localized{"starts", "开始"} : Localized{"wakes", "醒来"})),
            ""};
}

Label of_callback(const Step& step, const Style& style) {
    using trace::CallbackRole;
    if (step.role == CallbackRole::gather || step.role == CallbackRole::wait) {
        const char* who = step.role == CallbackRole::gather ? "gather" : "wait";
        if (step.too_late) {
            return {who, std::string(style({"too late", "太晚"}))};
        }
        return {who, std::to_string(step.count.done) + "/" + std::to_string(step.count.of)};
    }
    if (step.role == CallbackRole::user) {
        return {elide(step.handle.name, kLongestWord, style), to_string(step.handle.future)};
    }
    return {std::string(style({"stop", "停止"})), ""};
}

Label label_of(const Step& step, const Style& style) {
    switch (step.kind) {
        case StepKind::task:
            return of_task(step, style);
        case StepKind::jump:
            return {std::string(style({"clock", "时钟"})),
                    seconds(step.from) + "→" + seconds(step.time) + " s"};
        case StepKind::timer:
            return {std::string(style({"timer", "定时器"})),
                    step.handle.name.data() != nullptr
                        ? elide(step.handle.name, kLongestWord, style)
                        : (step.owner ? to_string(step.owner) : "")};
        case StepKind::callback:
            return of_callback(step, style);
        case StepKind::call:
            return {step.handle.name.data() != nullptr
                        ? elide(step.handle.name, kLongestWord, style)
                        : std::string(style({"call", "调用"})),
                    ""};
        default:
            return {std::string(style({"program", "程序"})), ""};
    }
}

/// Moves the ids out, sorted and without duplicates.
std::vector<trace::Id> taken(std::vector<trace::Id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return std::exchange(ids, {});
}

}  // namespace

Playback::Playback(const trace::Trace& trace, const Style& style)
    : trace_(trace),
      style_(style),
      steps_(trace) {}

const Snapshot* Playback::next() {
    while (!ended_) {
        const Step* step = steps_.next();
        if (step == nullptr) {
            ended_ = true;
            make_last();
            return &snapshot_;
        }
        touch(*step);
        const bool tells = step->kind == StepKind::skipped || step->kind == StepKind::hung ||
                           ((step->kind == StepKind::program || step->kind == StepKind::loop) &&
                            !what(*step, steps_, style_, kLongestWord).empty());
        if (step->is_decision() || !begun_ || tells) {
            make(*step);
            return &snapshot_;
        }
    }
    return nullptr;
}

void Playback::touch(const Step& step) {
    for (const trace::Event& event : step.events) {
        if (const auto* created = event.as<trace::TaskCreated>()) {
            tasks_.push_back(created->task);
        } else if (const auto* scheduled = event.as<trace::HandleScheduled>();
                   scheduled != nullptr && scheduled->task) {
            tasks_.push_back(scheduled->task);
        } else if (const auto* timer = event.as<trace::TimerScheduled>()) {
            timers_.push_back(timer->handle);
        } else if (const auto* due = event.as<trace::TimerDue>()) {
            timers_.push_back(due->handle);
        } else if (const auto* cancelled = event.as<trace::HandleCancelled>()) {
            timers_.push_back(cancelled->handle);
            cancels_ = true;
        }
    }
    if (step.kind == StepKind::task) {
        tasks_.push_back(step.handle.task);
    }
}

void Playback::make(const Step& step) {
    snapshot_.step = step;
    snapshot_.after = step.is_decision() ? 0 : snapshot_.after + (begun_ ? 1 : 0);
    snapshot_.number = step.is_decision() ? step.number : snapshot_.number;
    snapshot_.lane = step.kind == StepKind::task ? step.handle.task.number : 0;
    snapshot_.label = label_of(step, style_);
    snapshot_.sentence = sentence(step, steps_, style_);
    snapshot_.printed = printed_lines(step.events);
    snapshot_.asides.clear();
    for (const trace::Event& event : step.events) {
        if (const auto said = aside(event, style_)) {
            snapshot_.asides.push_back(said->text());
        }
    }
    snapshot_.tasks = taken(tasks_);
    snapshot_.timers = taken(timers_);
    snapshot_.cancels = std::exchange(cancels_, false);
    begun_ = true;
}

void Playback::make_last() {
    Step end;
    end.kind = StepKind::program;
    end.from = end.time = state().now();
    end.it = snapshot_.step.it;
    end.run = snapshot_.step.run;
    make(end);
    snapshot_.last = true;
    snapshot_.label = {std::string(style_({"end", "结束"})), ""};
    snapshot_.sentence = last_sentence(trace_.outcome, style_);
}

}  // namespace corodemo::app
