// All sentences are in this one long file, so that they can be reworded consistently.

#include "app/narration/sentence.hpp"

#include <string>
#include <vector>

#include "app/narration/effects.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

constexpr std::size_t kWidth = 60;  // at which a list of tasks is abbreviated
constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLongestValue = 60;

constexpr Localized kComma{", ", "，"};
constexpr Localized kAnd{", and ", "，"};
constexpr Localized kEnd{".", "。"};

class SentenceTeller {
public:
    SentenceTeller(const Step& step, const Steps& steps, const Style& style)
        : step_(step),
          steps_(steps),
          style_(style),
          effects_(effects(step, steps.state())) {}

    StyledText tell() {
        switch (step_.kind) {
            case StepKind::task:
                return tell_task();
            case StepKind::jump:
                return tell_jump();
            case StepKind::timer:
                return tell_timer();
            case StepKind::callback:
                return tell_callback();
            case StepKind::call:
                return joined(named({"<run>{0}</> is called: {1} put it into the queue",
                                     "<run>{0}</> 被调用：{1}把它放进了队列"},
                                    {"<run>{0}</> is called", "<run>{0}</> 被调用"}, call_name()));
            case StepKind::skipped:
                return joined(
                    fill(style_,
                         {"<run>{0}</> was cancelled while it was in the queue: the loop skips it",
                          "<run>{0}</> 在队列里时被取消：循环跳过它"},
                         {label(steps_.subject(step_.handle), style_)}));
            case StepKind::hung:
                return joined(
                    fill(style_, {"Nothing is ready and no timer is set: a real loop would "
                                  "wait here for ever",
                                  "没有就绪的任务，也没有定时器：真实的循环会永远等在这里"}));
            default:
                return tell_program();
        }
    }

private:
    // --- Parts of sentences

    [[nodiscard]] std::string number() const { return std::to_string(step_.cause.step); }

    /// "step 6", "the program", or nothing.
    [[nodiscard]] StyledText cause() const {
        switch (step_.cause.by) {
            case Cause::By::step:
                return fill(style_, {"<ready>step {0}</>", "<ready>第 {0} 步</>"}, {number()});
            case Cause::By::program:
            case Cause::By::later:
                return fill(style_, {"the program", "程序"});
            case Cause::By::nobody:
                break;
        }
        return {};
    }

    /// `phrase` with {0} = `name` and {1} = the cause, or `without` if there is no cause.
    [[nodiscard]] StyledText named(const Localized& phrase, const Localized& without,
                                   std::string_view name) const {
        const StyledText why = cause();
        return why.empty() ? fill(style_, without, {name}) : fill(style_, phrase, {name, why});
    }

    [[nodiscard]] std::string call_name() const {
        return step_.handle.name.data() != nullptr
                   ? elide(step_.handle.name, kLongestName, style_) + "()"
                   : std::string(style_({"a call of asyncio's own", "asyncio 自己的调用"}));
    }

    // --- The beginning: who acts, and why

    [[nodiscard]] StyledText tell_task() {
        const std::string task = to_string(step_.handle.task);
        StyledText text;
        if (step_.started != nullptr && step_.started->thrown.data() != nullptr) {
            text = thrown(task);
        } else if (step_.started != nullptr && step_.started->first) {
            text = named(
                {"<run>{0}</> starts, queued by {1}", "<run>{0}</> 开始运行（由{1}放入队列）"},
                {"<run>{0}</> starts", "<run>{0}</> 开始运行"}, task);
        } else if (step_.handle.role == trace::Role::step) {
            text = named({"<run>{0}</> goes on, because it only gave way in {1}",
                          "<run>{0}</> 继续运行，因为它在{1}只是让出了一次"},
                         {"<run>{0}</> goes on", "<run>{0}</> 继续运行"}, task);
        } else {
            text = wakes(task);
        }
        return joined(text);
    }

    [[nodiscard]] StyledText thrown(const std::string& task) const {
        const std::string error = elide(step_.started->thrown, kLongestName, style_);
        if (step_.started->first) {
            return fill(style_,
                        {"<run>{0}</> gets {1} before it starts: none of its code runs",
                         "<run>{0}</> 还没开始就收到 {1}：它的代码一行也不运行"},
                        {task, error});
        }
        return fill(style_, {"<run>{0}</> gets {1} where it waits", "<run>{0}</> 在等待处收到 {1}"},
                    {task, error})
            .add(step_.cause.by == Cause::By::step
                     ? StyledText(style_({" (", "（"})).add(cause()).add(style_({")", "）"}))
                     : StyledText());
    }

    [[nodiscard]] StyledText wakes(const std::string& task) const {
        const Id future = step_.handle.future;
        const trace::Text of = future ? steps_.state().future(future).of : trace::Text();
        const Localized without{"<run>{0}</> wakes", "<run>{0}</> 醒来"};
        if (of == "sleep") {
            return named({"<run>{0}</> wakes, because its sleep ended in {1}",
                          "<run>{0}</> 醒来，因为它的 sleep 在{1}到期"},
                         without, task);
        }
        const std::string what = of == "wait" ? "wait()" : future ? to_string(future) : "";
        StyledText text = fill(style_, without, {task});
        if (!what.empty()) {
            text.add(step_.cause.by == Cause::By::step
                         ? fill(style_, {", because {0} was done in {1}", "，因为 {0} 在{1}完成"},
                                {what, cause()})
                         : fill(style_, {", because {0} was done", "，因为 {0} 完成"}, {what}));
        }
        return text;
    }

    [[nodiscard]] StyledText tell_jump() const {
        return fill(
            style_,
            {"Nothing is ready, so the <run>clock</> jumps to the next timer: {0} s to {1} s.",
             "没有就绪的任务，<run>时钟</>跳到下一个定时器：{0} s 到 {1} s。"},
            {seconds(step_.from), seconds(step_.time)});
    }

    [[nodiscard]] StyledText tell_timer() {
        if (step_.handle.name.data() != nullptr) {
            return joined(
                named({"The time set in {1} has come: <run>{0}</> is called",
                       "{1}设的时间到了：调用 <run>{0}</>"},
                      {"Its time has come: <run>{0}</> is called", "时间到了：调用 <run>{0}</>"},
                      call_name()));
        }
        if (step_.handle.role != trace::Role::sleep) {
            return joined(fill(style_, {"The <run>timeout</> is over", "<run>超时</>到了"}));
        }
        if (effects_.size() == 1 && effects_.front().kind == Effect::Kind::readies) {
            const std::vector<Id> woken = effects_.front().ids;
            effects_.clear();
            return joined(queued_behind(abbreviate(woken, kWidth)));
        }
        return joined(fill(style_, {"A <run>sleep</> is over", "一个 <run>sleep</> 到期"}));
    }

    /// T3's sleep is over: it joins the queue, behind T1 and T2.
    [[nodiscard]] StyledText queued_behind(const std::string& task) const {
        StyledText text = fill(style_,
                               {"<run>{0}</>'s sleep is over: {0} joins the queue",
                                "<run>{0}</> 的 sleep 到期：{0} 进入队列"},
                               {task});
        // Handles that this iteration still runs were there before; the task waits behind those
        // added during it.
        const auto& ready = steps_.state().ready();
        const std::size_t first = steps_.left_in_iteration();
        if (ready.size() > first + 1) {
            const auto name = [&](std::size_t at) {
                return label(steps_.subject(steps_.state().handle(ready[first + at])), style_);
            };
            text.add(fill(style_, {", behind {0}", "，排在 {0} 之后"},
                          {abbreviate(ready.size() - first - 1, name, kWidth / 2)}));
        }
        return text;
    }

    [[nodiscard]] StyledText tell_callback() {
        using trace::CallbackRole;
        const std::string future = to_string(step_.handle.future);
        if (step_.role == CallbackRole::gather || step_.role == CallbackRole::wait) {
            return joined(counts(step_.role == CallbackRole::gather ? "gather" : "wait", future));
        }
        if (step_.role == CallbackRole::user) {
            return joined(fill(style_,
                               {"{0} is done, so <run>{1}({0})</> is called",
                                "{0} 已完成，于是调用 <run>{1}({0})</>"},
                               {future, elide(step_.handle.name, kLongestName, style_)}));
        }
        const bool stops = std::erase_if(effects_, [](const Effect& effect) {
                               return effect.kind == Effect::Kind::stops;
                           }) > 0;
        return joined(
            stops ? fill(style_,
                         {"The <run>loop</> will stop at the end of this iteration, because "
                          "{0}, for which it ran, is done",
                          "<run>循环</>将在本轮结束时停止，因为它要等的 {0} 已经完成"},
                         {future})
                  : fill(style_, {"<run>{0}</> is done", "<run>{0}</> 已完成"}, {future}));
    }

    [[nodiscard]] StyledText counts(std::string_view by, const std::string& future) {
        if (step_.too_late) {
            return fill(style_,
                        {"<run>{0}</> hears that {1} is done, but was done itself before",
                         "<run>{0}</> 得知 {1} 已完成，但它自己早已完成"},
                        {by, future});
        }
        return fill(style_,
                    {"<run>{0}</> hears that {1} is done, and counts {2} of {3}",
                     "<run>{0}</> 得知 {1} 已完成，计数 {2}/{3}"},
                    {by, future, std::to_string(step_.count.done), std::to_string(step_.count.of)});
    }

    [[nodiscard]] StyledText tell_program() {
        const bool later = step_.cause.by == Cause::By::later;
        return joined(
            fill(style_, later ? Localized{"The <run>program</> goes on", "<run>程序</>继续"}
                               : Localized{"The <run>program</> begins", "<run>程序</>开始"}));
    }

    // --- The consequences

    [[nodiscard]] StyledText prints() const {
        const std::vector<std::string> lines = printed_lines(step_.events);
        if (lines.empty()) {
            return {};
        }
        StyledText text = fill(style_, {"prints ", "打印"});
        text.add(style_({"“", "“"})).add(elide(lines.front(), kLongestValue, style_), Paint::bold);
        text.add("”");
        if (lines.size() > 1) {
            text.add(fill(style_, {" and {0} more", "等 {0} 行"},
                          {std::to_string(lines.size() - (style_.lang == Language::en ? 1 : 0))}));
        }
        return text;
    }

    [[nodiscard]] StyledText ends() const {
        if (step_.finished == nullptr) {
            return {};
        }
        const trace::StepFinished& finished = *step_.finished;
        switch (finished.end) {
            case trace::End::returned:
                return fill(style_, {"returns {0}", "返回 {0}"},
                            {elide(finished.value, kLongestValue, style_)});
            case trace::End::raised:
                return fill(style_, {"raises {0}", "抛出 {0}"},
                            {elide(error_text(finished.error.type, finished.error.message),
                                   kLongestValue, style_)});
            case trace::End::cancelled:
                return fill(style_, {"is cancelled", "被取消"});
            case trace::End::yielded:
                return fill(style_, {"gives way: it joins the end of the queue", "让出：排到队尾"});
            case trace::End::suspended:
                return waits();
        }
        return {};
    }

    [[nodiscard]] StyledText waits() const {
        if (!step_.finished->waiting_on) {
            return fill(style_, {"gives way: it joins the end of the queue", "让出：排到队尾"});
        }
        const std::string future = to_string(step_.finished->waiting_on);
        std::string what = step_.awaits == "gather" || step_.awaits == "task" ? future
                           : step_.awaits == "wait"                           ? "wait()"
                                                                              : future;
        if (step_.awaits == "sleep") {
            what = "sleep(" + seconds(step_.sleep) + ")";
        } else if (step_.awaits == "gather") {
            what = "gather " + future;
        }
        return step_.line != 0
                   ? fill(style_, {"waits at line {0} for {1}", "停在第 {0} 行等待 {1}"},
                          {std::to_string(step_.line), what})
                   : fill(style_, {"waits for {1}", "等待 {1}"}, {"", what});
    }

    /// Adds an effect in words, without the symbols used in text output.
    void add(const Effect& effect, std::vector<StyledText>& parts) const {
        switch (effect.kind) {
            case Effect::Kind::completes:
                parts.push_back(completes(effect));
                break;
            case Effect::Kind::readies:
                parts.push_back(fill(style_, {"makes {0} ready", "使 {0} 就绪"},
                                     {abbreviate(effect.ids, kWidth)}));
                break;
            case Effect::Kind::stops:
                parts.push_back(fill(style_, {"asks the loop to stop", "请求循环停止"}));
                break;
            default:
                for (const StyledText& piece : describe(effect, steps_.state(), style_, kWidth)) {
                    parts.push_back(piece);
                }
        }
    }

    [[nodiscard]] StyledText completes(const Effect& effect) const {
        const auto& done = *effect.event->as<trace::FutureDone>();
        const std::string future = to_string(effect.future);
        switch (done.state) {
            case trace::FutureState::result:
                return fill(style_, {"{0} is done", "{0} 完成"}, {future});
            case trace::FutureState::exception:
                return fill(style_, {"{0} fails with {1}", "{0} 因 {1} 失败"},
                            {future, elide(done.error.type, kLongestName, style_)});
            case trace::FutureState::cancelled:
                break;
        }
        return fill(style_, {"{0} is cancelled", "{0} 被取消"}, {future});
    }

    /// The whole sentence: `begin`, the effects, what it prints, how it ends.
    [[nodiscard]] StyledText joined(const StyledText& begin) const {
        std::vector<StyledText> parts;
        StyledText blocks;
        for (const Effect& effect : effects_) {
            // A step usually prints before it blocks, so this goes last.
            if (effect.kind == Effect::Kind::blocks) {
                blocks = fill(style_, {"blocks the loop for {0} s", "阻塞循环 {0} s"},
                              {seconds(effect.time)});
            } else {
                add(effect, parts);
            }
        }
        for (const StyledText& part : {prints(), blocks, ends()}) {
            if (!part.empty()) {
                parts.push_back(part);
            }
        }
        StyledText text = begin;
        for (std::size_t at = 0; at < parts.size(); ++at) {
            text.add(style_(at + 1 == parts.size() ? kAnd : kComma)).add(parts[at]);
        }
        return text.add(style_(kEnd));
    }

    const Step& step_;
    const Steps& steps_;
    const Style& style_;
    std::vector<Effect> effects_;  // that no part of the sentence covers yet
};

}  // namespace

StyledText sentence(const Step& step, const Steps& steps, const Style& style) {
    return SentenceTeller(step, steps, style).tell();
}

StyledText last_sentence(const trace::Outcome& outcome, const Style& style) {
    using Status = trace::Outcome::Status;
    switch (outcome.status) {
        case Status::raised: {
            const trace::Outcome::Raised error = outcome.error.value_or(trace::Outcome::Raised());
            return fill(style, {"The <run>program</> ends with {0}.", "<run>程序</>以 {0} 结束。"},
                        {elide(error_text(error.type, error.message), kLongestValue, style)});
        }
        case Status::hung:
            return fill(style, {"The <run>program</> hangs: it would wait for ever.",
                                "<run>程序</>挂起：它会永远等下去。"});
        case Status::limit:
            return fill(style, {"Here the recording was stopped.", "记录在此停止。"});
        case Status::returned:
            break;
    }
    if (!outcome.value) {
        return fill(style, {"The <run>program</> is over.", "<run>程序</>结束。"});
    }
    return fill(style,
                {"The <run>program</> is over; its last run returned <bold>{0}</>.",
                 "<run>程序</>结束；最后一次运行返回 <bold>{0}</>。"},
                {elide(*outcome.value, kLongestValue, style)});
}

}  // namespace corodemo::app
