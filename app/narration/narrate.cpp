#include "app/narration/narrate.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;
using Pieces = std::vector<StyledText>;

constexpr Localized kProgram{"prog", "程序"};
constexpr Localized kClock{"clock", "时钟"};
constexpr Localized kTimer{"timer", "定时"};
constexpr Localized kLoop{"loop", "循环"};
constexpr Localized kCall{"call", "回调"};

constexpr Localized kStarts{"<run>► starts</>", "<run>► 开始</>"};
constexpr Localized kWakes{"<run>► wakes</>", "<run>► 醒来</>"};
constexpr Localized kGoesOn{"<run>► goes on</>", "<run>► 继续</>"};
constexpr Localized kGets{"<run>► gets {0}</>", "<run>► 收到 {0}</>"};
constexpr Localized kCallsBack{"<run>► {0}({1})</>", "<run>► {0}({1})</>"};
constexpr Localized kTimedCall{"{0}: <run>► {1}()</>", "{0}：<run>► {1}()</>"};
constexpr Localized kThread{"a thread reports back", "线程交回结果"};
constexpr Localized kOwnCall{"a call of asyncio's own", "asyncio 自己的调用"};

constexpr Localized kWaitsAt{"░ at {0}: {1}", "░ 停在 {0}: {1}"};
constexpr Localized kWaitsIn{"░ in {1}", "░ 停在 {1}"};
constexpr Localized kReadyAt{"<ready>▻</> at {0}: {1}", "<ready>▻</> 停在 {0}: {1}"};
constexpr Localized kReadyIn{"<ready>▻</> in {1}", "<ready>▻</> 停在 {1}"};
constexpr Localized kYieldsAt{"<ready>▻</> gives way at {0}", "<ready>▻</> 在 {0} 让出"};
constexpr Localized kYields{"<ready>▻</> gives way", "<ready>▻</> 让出"};
constexpr Localized kReturns{"▪ returns {0}", "▪ 返回 {0}"};
constexpr Localized kRaises{"▪ raises {0}", "▪ 抛出 {0}"};
constexpr Localized kCancelled{"▪ cancelled", "▪ 已取消"};
constexpr Localized kDone{"▪ done", "▪ 完成"};

constexpr Localized kJumps{"<bold>⇢ {0} s to {1} s</>: none was ready",
                           "<bold>⇢ {0} s 到 {1} s</>：无任务就绪"};
constexpr Localized kJumpsFar{"<bold>⇢ {0} s to {1} s</>: none ready",
                              "<bold>⇢ {0} s 到 {1} s</>：无就绪"};
constexpr Localized kJumpsShort{"<bold>⇢ {0} s to {1} s</>", "<bold>⇢ {0} s 到 {1} s</>"};
constexpr Localized kSleepOverReady{"sleep over: {0} <ready>▻ ready</>",
                                    "sleep 到期：{0} <ready>▻ 就绪</>"};
constexpr Localized kSleepOver{"sleep over", "sleep 到期"};
constexpr Localized kTimeIsUp{"time is up", "超时"};
constexpr Localized kGatherCounts{"gather counts {0} of {1}", "gather 计数 {0}/{1}"};
constexpr Localized kGatherIgnores{"gather was done before", "gather 早已完成"};
constexpr Localized kCounts{"counts {0} of {1}", "计数 {0}/{1}"};
constexpr Localized kDoneStop{"{0} is done: stop", "{0} 已完成：停止"};
constexpr Localized kIsDone{"{0} is done", "{0} 已完成"};
constexpr Localized kSkipped{"{0} cancelled: skipped", "{0} 已取消：跳过"};
constexpr Localized kProgramRuns{"runs", "运行"};
constexpr Localized kProgramGoesOn{"goes on", "继续"};
constexpr Localized kHangs{"░ nothing ready, no timer", "░ 无就绪，也无定时器"};

constexpr Localized kWarning{"{0}: {1}", "{0}: {1}"};
constexpr Localized kWarningAtExit{"at exit: {0}: {1}", "退出时：{0}: {1}"};
constexpr Localized kReports{"asyncio reports: {0}", "asyncio 报告：{0}"};
constexpr Localized kReportsError{"asyncio reports: {0} ({1})", "asyncio 报告：{0}（{1}）"};
constexpr Localized kNote{"note: {0}", "注：{0}"};

// The maximum width of a single value, name or message.
constexpr std::size_t kLongest = 200;
constexpr std::size_t kLongestName = 40;

std::string awaited(const Step& step, const Style& style) {
    const Id future = step.finished->waiting_on;
    if (step.awaits == "sleep") {
        return "sleep(" + seconds(step.sleep) + ")";
    }
    if (step.awaits == "gather") {
        return "gather " + to_string(future);
    }
    if (step.awaits == "wait") {
        return "wait()";
    }
    const bool speaks_for_itself =
        step.awaits.empty() || step.awaits == "task" || step.awaits == "user";
    return speaks_for_itself ? to_string(future)
                             : elide(step.awaits, kLongestName, style) + " " + to_string(future);
}

StyledText task_begins(const Step& step, const Style& style) {
    if (step.started != nullptr && step.started->thrown.data() != nullptr) {
        return fill(style, kGets, {elide(step.started->thrown, kLongestName, style)});
    }
    if (step.started != nullptr && step.started->first) {
        return fill(style, kStarts);
    }
    return fill(style, step.handle.role == trace::Role::step ? kGoesOn : kWakes);
}

StyledText task_waits(const Step& step, const Style& style) {
    const bool ready = step.phase_after == trace::TaskState::Phase::ready;
    const std::string line = std::to_string(step.line);
    if (step.finished->end == trace::End::yielded || !step.finished->waiting_on) {
        return fill(style, step.line != 0 ? kYieldsAt : kYields, {line});
    }
    const Localized& elsewhere = ready ? kReadyIn : kWaitsIn;
    const Localized& at_line = ready ? kReadyAt : kWaitsAt;
    const Localized& phrase = step.line != 0 ? at_line : elsewhere;
    return fill(style, phrase, {line, awaited(step, style)});
}

StyledText task_ends(const Step& step, const Style& style) {
    const trace::StepFinished& finished = *step.finished;
    switch (finished.end) {
        case trace::End::returned:
            return fill(style, kReturns, {elide(finished.value, kLongest, style)});
        case trace::End::raised:
            return fill(
                style, kRaises,
                {elide(error_text(finished.error.type, finished.error.message), kLongest, style)});
        case trace::End::cancelled:
            return fill(style, kCancelled);
        case trace::End::suspended:
        case trace::End::yielded:
            break;
    }
    return task_waits(step, style);
}

// What gather's done callback did to the gather.
StyledText gather_ends(const Effect& effect, const Style& style) {
    const auto& done = *effect.event->as<trace::FutureDone>();
    if (done.state == trace::FutureState::result) {
        return fill(style, kDone);
    }
    return done.state == trace::FutureState::cancelled
               ? fill(style, kCancelled)
               : fill(style, kRaises, {elide(done.error.type, kLongestName, style)});
}

StyledText callback_begins(const Step& step, bool stops, const Style& style) {
    using trace::CallbackRole;
    const std::string future = to_string(step.handle.future);
    if (step.role == CallbackRole::gather || step.role == CallbackRole::wait) {
        if (step.too_late) {
            return fill(style, kGatherIgnores);
        }
        return fill(style, step.role == CallbackRole::gather ? kGatherCounts : kCounts,
                    {std::to_string(step.count.done), std::to_string(step.count.of)});
    }
    if (step.role == CallbackRole::user) {
        return fill(style, kCallsBack, {elide(step.handle.name, kLongestName, style), future});
    }
    return fill(style, stops ? kDoneStop : kIsDone, {future});
}

StyledText call_begins(const Step& step, const Style& style) {
    if (step.handle.name.data() != nullptr) {
        return fill(style, kCallsBack, {elide(step.handle.name, kLongestName, style), ""});
    }
    return fill(style, step.handle.role == trace::Role::thread ? kThread : kOwnCall);
}

// The timer of a sleep makes one task ready, and that is its only effect.
StyledText timer_begins(const Step& step, std::vector<Effect>& effects, const Style& style) {
    if (step.handle.name.data() != nullptr) {
        return fill(style, kTimedCall,
                    {to_string(step.handle.role), elide(step.handle.name, kLongestName, style)});
    }
    if (step.handle.role != trace::Role::sleep) {
        return fill(style, kTimeIsUp);
    }
    if (effects.size() == 1 && effects.front().kind == Effect::Kind::readies) {
        const std::string task = abbreviate(std::exchange(effects, {}).front().ids, kLongestName);
        return fill(style, kSleepOverReady, {task});
    }
    return fill(style, kSleepOver);
}

StyledText jump(const Step& step, const Style& style, std::size_t width) {
    const std::string from = seconds(step.from);
    const std::string to = seconds(step.time);
    for (const Localized& phrase : {kJumps, kJumpsFar}) {
        StyledText text = fill(style, phrase, {from, to});
        if (text.width() <= width) {
            return text;
        }
    }
    return fill(style, kJumpsShort, {from, to});
}

// The event by which a task's step completed the task; null if it didn't.
const Event* own_end(const Step& step) {
    const auto ends = [&](const Event& event) {
        const auto* done = event.as<trace::FutureDone>();
        return done != nullptr && done->future == step.handle.task;
    };
    const auto found = std::ranges::find_if(step.events, ends);
    return found == step.events.end() ? nullptr : &*found;
}

bool tells_something(const Step& step) {
    return std::ranges::any_of(step.events, [](const Event& event) {
        return event.as<trace::Printed>() != nullptr || event.as<trace::Warned>() != nullptr ||
               event.as<trace::ExceptionReported>() != nullptr ||
               event.as<trace::Note>() != nullptr;
    });
}

// The first piece, for kinds of steps that have one. Removes the effects that it covers from
// `effects`.
Pieces beginning(const Step& step, std::vector<Effect>& effects, const Steps& steps,
                 const Style& style, std::size_t width) {
    const auto is_stop = [](const Effect& effect) { return effect.kind == Effect::Kind::stops; };
    switch (step.kind) {
        case StepKind::jump:
            return {jump(step, style, width)};
        case StepKind::task:
            return {task_begins(step, style)};
        case StepKind::timer:
            return {timer_begins(step, effects, style)};
        case StepKind::callback: {
            const bool runs = step.role == trace::CallbackRole::run;
            const bool stops = runs && std::erase_if(effects, is_stop) > 0;
            return {callback_begins(step, stops, style)};
        }
        case StepKind::call:
            return {call_begins(step, style)};
        case StepKind::skipped:
            return {fill(style, kSkipped,
                         {label({.mark = steps.subject(step.handle).mark,
                                 .id = steps.subject(step.handle).id,
                                 .name = step.handle.name},
                                style)})};
        case StepKind::hung:
            return {fill(style, kHangs)};
        default:
            return {};
    }
}

}  // namespace

std::string who(const Step& step, const Style& style) {
    switch (step.kind) {
        case StepKind::task:
            return to_string(step.handle.task);
        case StepKind::jump:
            return std::string(style(kClock));
        case StepKind::timer:
            return std::string(style(kTimer));
        case StepKind::program:
            return std::string(style(kProgram));
        case StepKind::callback:
            if (step.gather) {
                return to_string(step.gather);
            }
            if (step.role == trace::CallbackRole::wait) {
                return "wait";
            }
            return std::string(style(step.role == trace::CallbackRole::user ? kCall : kLoop));
        case StepKind::call:
            return std::string(style(step.handle.name.data() != nullptr ? kCall : kLoop));
        default:
            return std::string(style(kLoop));
    }
}

std::vector<StyledText> what(const Step& step, const Steps& steps, const Style& style,
                             std::size_t width) {
    std::vector<Effect> brought_about = effects(step, steps.state());
    Pieces pieces = beginning(step, brought_about, steps, style, width);
    const Event* const end = own_end(step);
    bool end_shown = step.finished == nullptr;
    for (const Effect& effect : brought_about) {
        if (!end_shown && end != nullptr && effect.event > end) {
            pieces.push_back(task_ends(step, style));
            end_shown = true;
        }
        if (effect.kind == Effect::Kind::completes && effect.future == step.gather) {
            pieces.push_back(gather_ends(effect, style));
        } else {
            std::ranges::move(describe(effect, steps.state(), style, width),
                              std::back_inserter(pieces));
        }
    }
    if (!end_shown) {
        pieces.push_back(task_ends(step, style));
    }
    if (pieces.empty() && step.kind == StepKind::program && tells_something(step)) {
        pieces.push_back(
            fill(style, step.cause.by == Cause::By::later ? kProgramGoesOn : kProgramRuns));
    }
    return pieces;
}

std::optional<StyledText> aside(const Event& event, const Style& style) {
    if (const auto* warned = event.as<trace::Warned>()) {
        return fill(style, event.exit ? kWarningAtExit : kWarning,
                    {elide(warned->category, kLongestName, style),
                     elide(warned->message, kLongest, style)});
    }
    if (const auto* reported = event.as<trace::ExceptionReported>()) {
        const std::string message = elide(reported->message, kLongest, style);
        if (reported->error.type.data() == nullptr) {
            return fill(style, kReports, {message});
        }
        const std::string error = error_text(reported->error.type, reported->error.message);
        return fill(style, kReportsError, {message, elide(error, kLongest, style)});
    }
    if (const auto* note = event.as<trace::Note>()) {
        return fill(style, kNote, {elide(note->text, kLongest, style)});
    }
    return std::nullopt;
}

std::string label(const Subject& subject, const Style& style) {
    std::string text =
        subject.id ? to_string(subject.id) : elide(subject.name, kLongestName, style);
    if (subject.mark == Subject::Mark::timer) {
        text.insert(0, "@");
    } else if (subject.mark == Subject::Mark::completion) {
        text.insert(0, style.ascii ? "." : "▪");
    } else if (subject.mark == Subject::Mark::call) {
        text = text.empty() ? std::string(style(kLoop)) : text + "()";
    }
    return subject.cancelled ? "(" + text + ")" : text;
}

std::vector<std::string> printed_lines(std::span<const Event> events) {
    std::vector<std::string> lines;
    bool open = false;  // the last print did not end its line
    for (const Event& event : events) {
        const auto* printed = event.as<trace::Printed>();
        if (printed == nullptr) {
            continue;
        }
        trace::Text text = printed->text;
        for (bool more = true; more; open = false) {
            const std::size_t end = text.find('\n');
            more = end != trace::Text::npos;
            const std::string line = escape_unsafe(text.substr(0, end));
            if (open) {
                lines.back() += line;
            } else {
                lines.push_back(line);
            }
            text.remove_prefix(more ? end + 1 : 0);
        }
        open = !printed->newline.value_or(true);
    }
    return lines;
}

std::string error_text(std::string_view type, std::string_view message) {
    std::string text(type);
    if (!message.empty()) {
        text += ": ";
        text += message;
    }
    return text;
}

}  // namespace corodemo::app
