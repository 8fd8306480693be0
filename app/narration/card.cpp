#include "app/narration/card.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kLongestName = 40;

constexpr Localized kTimer{"timer", "定时器"};
constexpr Localized kEventLoop{"event loop", "事件循环"};
constexpr Localized kHangs{"hangs", "卡住"};
constexpr Localized kIsReady{"{0} is ready", "{0} 就绪"};
constexpr Localized kIsDone{"{0} is done", "{0} 已完成"};
constexpr Localized kIsCalled{"is called", "被调用"};
constexpr Localized kNothingIsReady{"nothing is ready", "就绪队列为空"};

class CardMaker {
public:
    CardMaker(const Step& step, const Account& account, const Steps& steps, const Wording& wording)
        : step_(step),
          account_(account),
          steps_(steps),
          wording_(wording) {}

    [[nodiscard]] Card make() const {
        switch (account_.begin.saying) {
            case Saying::starts:
                return task(say({"starts", "开始运行"}), end());
            case Saying::resumes:
                return task(say({"resumes", "恢复运行"}), end());
            case Saying::resumes_with:
                return task(say({"resumes with {0}", "恢复运行并收到 {0}"}, {argument(1)}), end());
            case Saying::never_started:
                return task(say({"never starts", "从未开始运行"}), say({"is cancelled", "被取消"}));
            case Saying::clock_jumps:
            case Saying::clock_jumps_to:
            case Saying::waits:
            case Saying::waits_until:
            case Saying::waits_past:
                return idle(say(kNothingIsReady));
            case Saying::waits_for:
                return idle(say({"waits for {0}", "等待{0}"}, {argument(1)}));
            case Saying::skipped:
                return {say({"skipped", "跳过"}), argument(0), say({"was cancelled", "已被取消"}),
                        say({"does not run", "不会运行"})};
            case Saying::hangs:
                return {
                    say(kHangs), {}, say(kNothingIsReady), say({"no timer is set", "没有定时器"})};
            default:
                break;
        }
        if (step_.kind == StepKind::timer) {
            return timer();
        }
        if (step_.kind == StepKind::callback) {
            return callback();
        }
        return step_.kind == StepKind::call ? called() : outside_of_steps();
    }

private:
    [[nodiscard]] StyledText say(const Localized& phrase,
                                 std::initializer_list<PhraseArgument> arguments = {}) const {
        return fill(wording_.style(), phrase, arguments);
    }

    /// An argument of the account's beginning, in words.
    [[nodiscard]] StyledText argument(std::size_t index) const {
        return wording_.clause({Saying::object, {account_.begin.arguments.at(index)}});
    }

    /// The same, of a function, as a call of it.
    [[nodiscard]] StyledText call(std::size_t index) const { return argument(index).add("()"); }

    /// The same, of a task or future: `T2`, without its name, for which there is no room.
    [[nodiscard]] StyledText id(std::size_t index) const {
        const auto& ids = std::get<Named>(account_.begin.arguments.at(index)).ids;
        return ids.empty() ? StyledText() : StyledText::argument(to_string(ids.front()));
    }

    /// How the task's step ended. Its line is shown elsewhere.
    [[nodiscard]] StyledText end() const {
        if (!account_.end) {
            return deed();
        }
        Clause end = *account_.end;
        for (Argument& argument : end.arguments) {
            if (auto* line = std::get_if<Line>(&argument)) {
                *line = {};
            } else if (auto* awaited = std::get_if<std::vector<Clause>>(&argument)) {
                std::ranges::transform(*awaited, awaited->begin(), in_short);
            }
        }
        return wording_.clause(end);
    }

    /// The first thing that it did; empty if it did nothing.
    [[nodiscard]] StyledText deed() const {
        const auto found = std::ranges::find_if(
            account_.clauses, [](const Clause& clause) { return !is_aside(clause.saying); });
        return found == account_.clauses.end() ? StyledText() : wording_.clause(*found);
    }

    [[nodiscard]] Card task(StyledText verb, StyledText outcome) const {
        const trace::Id id = step_.handle.task;
        const std::string_view name = steps_.names().name(id);
        const std::string who = elide(name.empty() ? steps_.state().task(id).coro : name,
                                      kLongestName, wording_.style());
        return {StyledText::argument(to_string(id)), StyledText::argument(who), std::move(verb),
                std::move(outcome)};
    }

    [[nodiscard]] Card idle(StyledText verb) const {
        return {say({"idle", "空闲"}),
                {},
                std::move(verb),
                say({"{0} → {1}", "{0} → {1}"}, {time_text(step_.from), time_text(step_.time)})};
    }

    [[nodiscard]] Card timer() const {
        const Localized sleep{"its sleep expires", "它的 sleep 到期"};
        const Localized timeout{"its timeout expires", "它的超时触发"};
        switch (account_.begin.saying) {
            case Saying::sleep_expires:
                return {say(kTimer), id(0), say(sleep), say(kIsReady, {id(0)})};
            case Saying::sleep_expires_alone:
                return {say(kTimer), id(0), say(sleep), deed()};
            case Saying::timeout_cancels:
                return {say(kTimer), id(0), say(timeout),
                        say({"cancels {0}", "取消 {0}"}, {id(0)})};
            case Saying::timeout_expires:
                return {say(kTimer), id(0), say(timeout), deed()};
            default:
                return {call(0), {}, say({"its timer expires", "它的定时器到期"}), deed()};
        }
    }

    [[nodiscard]] Card callback() const {
        const StyledText is_done = say(kIsDone, {id(0)});
        switch (account_.begin.saying) {
            case Saying::gather_counts:
                return {StyledText("gather()"), {}, is_done, count(1, 2)};
            case Saying::gather_counts_all:
                return {StyledText("gather()"), {}, is_done, count(1, 1)};
            case Saying::gather_too_late:
                return {StyledText("gather()"),
                        {},
                        is_done,
                        say({"{0} was done before", "{0} 此前已完成"}, {id(1)})};
            case Saying::wait_counts:
                return {StyledText("wait()"), {}, is_done, count(1, 2)};
            case Saying::wait_counts_all:
                return {StyledText("wait()"), {}, is_done, count(1, 1)};
            case Saying::done_callback:
                return {call(1), {}, is_done, deed()};
            case Saying::run_callback:
                return {
                    say({"stop", "停止"}), {}, is_done, say({"stops the loop", "停止事件循环"})};
            case Saying::task_group_callback:
                return {say({"task group", "任务组"}), {}, is_done, deed()};
            case Saying::as_completed_callback:
                return {StyledText("as_completed()"), {}, is_done, deed()};
            case Saying::shield_callback:
                return {StyledText("shield()"), {}, is_done, deed()};
            case Saying::wait_for_callback:
                return {StyledText("wait_for()"), {}, is_done, deed()};
            case Saying::done_callback_of_asyncio:
                return {StyledText("asyncio"), call(1), is_done, deed()};
            default:
                return {StyledText("asyncio"), {}, is_done, deed()};
        }
    }

    [[nodiscard]] StyledText count(std::size_t done, std::size_t of) const {
        return say({"{0} of {1} done", "{1} 个中已完成 {0} 个"}, {argument(done), argument(of)});
    }

    [[nodiscard]] Card called() const {
        switch (account_.begin.saying) {
            case Saying::call:
                return {call(0), {}, say(kIsCalled), deed()};
            case Saying::call_of_asyncio:
                return {StyledText("asyncio"), call(0), say(kIsCalled), deed()};
            case Saying::call_of_asyncio_about:
                return {argument(0), call(1), say(kIsCalled), deed()};
            case Saying::thread_callback:
                return {StyledText("asyncio"),
                        {},
                        say({"scheduled by {0}", "由{0} 安排"}, {argument(0)}),
                        deed()};
            case Saying::about_readable:
                return {argument(0), {}, say({"is readable", "可读"}), deed()};
            case Saying::about_writable:
                return {argument(0), {}, say({"is writable", "可写"}), deed()};
            case Saying::about_signal:
                return {argument(0), {}, say({"arrives", "到达"}), deed()};
            case Saying::about_job:
                return {
                    argument(0), {}, say({"is done in its executor", "在执行器中完成"}), deed()};
            default:
                return {StyledText("asyncio"),
                        {},
                        say({"an internal callback runs", "内部回调运行"}),
                        deed()};
        }
    }

    [[nodiscard]] Card outside_of_steps() const {
        switch (account_.begin.saying) {
            case Saying::program:
                return step_.run != 0 ? Card{say(kEventLoop), {}, deed(), {}}
                                      : Card{say({"main program", "主程序"}),
                                             {},
                                             say({"the loop isn't running", "事件循环没有运行"}),
                                             {}};
            case Saying::loop_stops:
                return {say(kEventLoop),
                        {},
                        say({"stops", "停止"}),
                        say({"what is still ready does not run", "仍就绪的不再运行"})};
            case Saying::thread_acts:
                return {wording_.clause(account_.begin), {}, deed(), {}};
            case Saying::program_hangs:
                return {say(kHangs), {}, say({"it never ends", "它永远不会结束"}), {}};
            case Saying::limit:
            case Saying::cut_off:
            case Saying::cut_off_waiting:
            case Saying::killed:
                return {say({"interrupted", "被中断"}), {}, wording_.clause(account_.begin), {}};
            default:
                return {say({"finished", "已结束"}), {}, wording_.clause(account_.begin), {}};
        }
    }

    const Step& step_;
    const Account& account_;
    const Steps& steps_;
    const Wording& wording_;
};

}  // namespace

Card card_of(const Step& step, const Account& account, const Steps& steps, const Wording& wording) {
    return CardMaker(step, account, steps, wording).make();
}

}  // namespace corodemo::app
