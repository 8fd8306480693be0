// Every sentence about a step is worded here, so that all views say the same, in both languages.

#include "app/narration/wording.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

// A clause's words; {0} and so on are its arguments. The second phrase is for more than one, or for
// a known line.
struct Words {
    Localized one;
    Localized many;

    consteval Words(Localized both)
        : one(both),
          many(both) {}
    consteval Words(Localized single, Localized several)
        : one(single),
          many(several) {}
};

constexpr Words words_of(Saying saying) {
    switch (saying) {
        case Saying::starts:
            return {{"<run>{0}</> starts", "<run>{0}</> 开始运行"},
                    {"<run>{0}</> start", "<run>{0}</> 开始运行"}};
        case Saying::resumes:
            return {{"<run>{0}</> resumes", "<run>{0}</> 恢复运行"},
                    {"<run>{0}</> resume", "<run>{0}</> 恢复运行"}};
        case Saying::resumes_with:
            return {{"<run>{0}</> resumes with {1}", "<run>{0}</> 恢复运行并收到 {1}"},
                    {"<run>{0}</> resume with {1}", "<run>{0}</> 恢复运行并收到 {1}"}};
        case Saying::never_started:
            return {{"{0} is cancelled before it starts: its body never runs",
                     "{0} 在开始运行前被取消：协程体从未执行"},
                    {"{0} are cancelled before they start: their bodies never run",
                     "{0} 在开始运行前被取消：协程体从未执行"}};
        case Saying::clock_jumps_to:
            return {{"nothing is ready: the clock jumps to {0}", "就绪队列为空：时钟跳到 {0}"}};
        case Saying::loop_stops:
            return {{"the loop stops: what is still ready does not run",
                     "事件循环停止：仍就绪的不再运行"}};
        case Saying::clock_jumps:
            return {{"nothing is ready: the clock jumps to the next deadline, {0}",
                     "就绪队列为空：时钟跳到下一个定时器的到期时间 {0}"}};
        case Saying::sleep_expires:
            return {{"{0}'s sleep expires: {0} is ready", "{0} 的 sleep 到期：{0} 就绪"},
                    {"the sleeps of {0} expire: they are ready", "{0} 的 sleep 到期：它们就绪"}};
        case Saying::sleep_expires_alone:
            return {{"{0}'s sleep expires", "{0} 的 sleep 到期"},
                    {"the sleeps of {0} expire", "{0} 的 sleep 到期"}};
        case Saying::timeout_expires:
            return {{"{0}'s timeout expires", "{0} 的超时触发"},
                    {"the timeouts of {0} expire", "{0} 的超时触发"}};
        case Saying::timeout_cancels:
            return {{"{0}'s timeout expires: it cancels {0}", "{0} 的超时触发：取消 {0}"}};
        case Saying::timer_expires:
            return {
                {"a timer expires: <run>{0}()</> is called", "定时器到期：<run>{0}()</> 被调用"}};
        case Saying::gather_counts:
            return {{"gather's done callback on {0}: {1} of {2} done",
                     "gather 在 {0} 上的完成回调：{2} 个中已完成 {1} 个"},
                    {"gather's done callbacks on {0}: {1} of {2} done",
                     "gather 在 {0} 上的完成回调：{2} 个中已完成 {1} 个"}};
        case Saying::gather_counts_all:
            return {{"gather's done callback on {0}: {1} of {1} done",
                     "gather 在 {0} 上的完成回调：{1} 个全部完成"},
                    {"gather's done callbacks on {0}: {1} of {1} done",
                     "gather 在 {0} 上的完成回调：{1} 个全部完成"}};
        case Saying::gather_too_late:
            return {{"gather's done callback on {0}: {1} was done before",
                     "gather 在 {0} 上的完成回调：{1} 此前已完成"},
                    {"gather's done callbacks on {0}: {1} was done before",
                     "gather 在 {0} 上的完成回调：{1} 此前已完成"}};
        case Saying::wait_counts:
            return {{"wait's done callback on {0}: {1} of {2} done",
                     "wait 在 {0} 上的完成回调：{2} 个中已完成 {1} 个"},
                    {"wait's done callbacks on {0}: {1} of {2} done",
                     "wait 在 {0} 上的完成回调：{2} 个中已完成 {1} 个"}};
        case Saying::wait_counts_all:
            return {{"wait's done callback on {0}: {1} of {1} done",
                     "wait 在 {0} 上的完成回调：{1} 个全部完成"},
                    {"wait's done callbacks on {0}: {1} of {1} done",
                     "wait 在 {0} 上的完成回调：{1} 个全部完成"}};
        case Saying::done_callback:
            return {{"{0} is done: its done callback <run>{1}()</> is called",
                     "{0} 已完成：它的完成回调 <run>{1}()</> 被调用"}};
        case Saying::run_callback:
            return {{"{0} is done: run_until_complete's callback stops the loop",
                     "{0} 已完成：run_until_complete 的回调停止事件循环"}};
        case Saying::task_group_callback:
            return {{"the task group's done callback on {0}", "任务组在 {0} 上的完成回调"},
                    {"the task group's done callbacks on {0}", "任务组在 {0} 上的完成回调"}};
        case Saying::as_completed_callback:
            return {{"as_completed's done callback on {0}", "as_completed 在 {0} 上的完成回调"},
                    {"as_completed's done callbacks on {0}", "as_completed 在 {0} 上的完成回调"}};
        case Saying::shield_callback:
            return {{"shield's done callback on {0}", "shield 在 {0} 上的完成回调"},
                    {"shield's done callbacks on {0}", "shield 在 {0} 上的完成回调"}};
        case Saying::wait_for_callback:
            return {{"wait_for's done callback on {0}", "wait_for 在 {0} 上的完成回调"},
                    {"wait_for's done callbacks on {0}", "wait_for 在 {0} 上的完成回调"}};
        case Saying::internal_done_callback:
            return {{"{0} is done: an internal asyncio callback runs",
                     "{0} 已完成：asyncio 内部回调运行"},
                    {"{0} are done: internal asyncio callbacks run",
                     "{0} 已完成：asyncio 内部回调运行"}};
        case Saying::call:
            return {{"<run>{0}()</> is called", "<run>{0}()</> 被调用"}};
        case Saying::internal_callback:
            return {{"an internal asyncio callback runs", "asyncio 内部回调运行"}};
        case Saying::thread_callback:
            return {{"an internal asyncio callback runs, scheduled by another thread",
                     "由另一个线程安排的 asyncio 内部回调运行"}};
        case Saying::skipped:
            return {{"the loop skips {0}, which was cancelled", "事件循环跳过已被取消的 {0}"}};
        case Saying::hangs:
            return {{"hangs: nothing is ready, and no timer is set",
                     "卡住：就绪队列为空，也没有定时器"}};
        case Saying::program:
            return {{"the program runs", "程序运行"}};

        case Saying::because_sleep:
            return {{"its sleep expired in {0}", "它的 sleep 在{0}到期"}};
        case Saying::because_timeout_of:
            return {{"{0}'s timeout expired in {1}", "{0} 的超时在{1}触发"}};
        case Saying::because_wait:
            return {{"its wait() ended in {0}", "它的 wait() 在{0}结束"}};
        case Saying::because_timeout:
            return {{"its timeout expired in {0}", "它的超时在{0}触发"}};
        case Saying::because_yielded:
            return {{"it yielded in {0}", "它在{0}让出了控制权"}};
        case Saying::because_done:
            return {{"{0} was done in {1}", "{0} 在{1}完成"}};
        case Saying::because_cancelled:
            return {{"cancel() was called in {0}", "在{0}被请求取消"}};
        case Saying::because_cancelled_by:
            return {{"{0} cancelled it in {1}", "{0} 在{1}取消了它"}};
        case Saying::because_program_cancelled:
            return {{"the program cancelled it", "程序取消了它"}};
        case Saying::because_scheduled:
            return {{"scheduled in {0}", "在{0}安排"}};

        case Saying::prints:
            return {{"prints {0}", "打印 {0}"}};
        case Saying::warns:
            return {{"Python warns: {0}", "Python 警告：{0}"}};
        case Saying::warns_of_line:
            return {{"Python warns of line <line>{1}</>: {0}",
                     "Python 对第 <line>{1}</> 行发出警告：{0}"}};
        case Saying::reports_about:
            return {{"asyncio reports of {1}: {0}", "asyncio 报告 {1}：{0}"},
                    {"asyncio reports of {1}, created at line <line>{2}</>: {0}",
                     "asyncio 报告在第 <line>{2}</> 行创建的 {1}：{0}"}};
        case Saying::warns_at_exit:
            return {{"at exit, Python warns: {0}", "退出时 Python 警告：{0}"}};
        case Saying::reports:
            return {{"asyncio reports: {0}", "asyncio 报告：{0}"}};
        case Saying::notes:
            return {{"note: {0}", "注：{0}"}};
        case Saying::task_destroyed:
            return {{"{0} is destroyed while pending", "{0} 尚未完成就被销毁"},
                    {"{0} are destroyed while pending", "{0} 尚未完成就被销毁"}};
        case Saying::calls_coroutine_function:
            return {{"calls {0}(), which only creates a coroutine object",
                     "调用 {0}()，只创建协程对象"},
                    {"calls {0}() {1} times, which only creates coroutine objects",
                     "调用 {0}() {1} 次，只创建协程对象"}};
        case Saying::creates_tasks:
            return {{"creates task {0}", "创建任务 {0}"}, {"creates tasks {0}", "创建任务 {0}"}};
        case Saying::asyncio_run_creates:
            return {{"asyncio.run() creates task {0}", "asyncio.run() 创建任务 {0}"},
                    {"asyncio.run() creates tasks {0}", "asyncio.run() 创建任务 {0}"}};
        case Saying::gather_creates:
            return {{"gather() creates task {0} and future {1}",
                     "gather() 创建任务 {0} 和 Future 对象 {1}"},
                    {"gather() creates tasks {0} and future {1}",
                     "gather() 创建任务 {0} 和 Future 对象 {1}"}};
        case Saying::creates_with_gather:
            return {{"creates task {0} and future {1} with gather()",
                     "用 gather() 创建任务 {0} 和 Future 对象 {1}"},
                    {"creates tasks {0} and future {1} with gather()",
                     "用 gather() 创建任务 {0} 和 Future 对象 {1}"}};
        case Saying::passes_to_gather:
            return {{"passes {0} to gather()", "把 {0} 交给 gather()"}};
        case Saying::gather_takes:
            return {{"gather() takes {0}", "gather() 接收已有的 {0}"}};
        case Saying::gather_already_done:
            return {{"of which {0} is already done", "其中 {0} 个已完成"},
                    {"of which {0} are already done", "其中 {0} 个已完成"}};
        case Saying::creates_future:
            return {{"creates future {0}", "创建 Future 对象 {0}"}};
        case Saying::sets_result:
            return {{"sets the result of {0}", "设置 {0} 的结果"}};
        case Saying::sets_exception:
            return {{"sets the exception of {0}: {1}", "设置 {0} 的异常：{1}"}};
        case Saying::is_cancelled:
            return {{"{0} is cancelled", "{0} 被取消"}};
        case Saying::gather_completes:
            return {{"gather's future {0} is done", "gather 的 Future 对象 {0} 随之完成"}};
        case Saying::gather_fails:
            return {
                {"gather's future {0} is done with {1}", "gather 的 Future 对象 {0} 以 {1} 完成"}};
        case Saying::gather_is_cancelled:
            return {{"gather's future {0} is cancelled", "gather 的 Future 对象 {0} 被取消"}};
        case Saying::cancels:
            return {{"cancels {0}", "取消 {0}"}};
        case Saying::cancels_too_late:
            return {{"cancels {0}: too late, it is done", "取消 {0}：太晚，它已完成"},
                    {"cancels {0}: too late, they are done", "取消 {0}：太晚，它们已完成"}};
        case Saying::cancels_call:
            return {{"cancels the call of {0}()", "取消对 {0}() 的调用"}};
        case Saying::stops:
            return {{"asks the loop to stop after this iteration", "请求事件循环在本轮结束后停止"}};
        case Saying::blocks:
            return {{"blocks the event loop for {0} (nobody else can run)",
                     "阻塞事件循环 {0}（其他任务都无法运行）"}};
        case Saying::calls_soon:
            return {{"schedules {0}() with call_soon", "用 call_soon 安排 {0}()"}};
        case Saying::calls_later:
            return {{"schedules {0}() in {1} with call_later",
                     "用 call_later 安排 {0}() 在 {1} 后运行"}};
        case Saying::calls_at:
            return {{"schedules {0}() at {1} with call_at", "用 call_at 安排 {0}() 在 {1} 时运行"}};
        case Saying::adds_callback:
            return {{"adds done callback {0} to {1}", "给 {1} 添加完成回调 {0}"}};
        case Saying::removes_callback:
            return {{"removes done callback {0} from {1}", "从 {1} 移除完成回调 {0}"}};
        case Saying::set_order:
            return {
                {"iterates the set in {0}() in the order {1}", "按 {1} 的顺序迭代 {0}() 中的集合"}};
        case Saying::sleep_order:
            return {{"sleep {0} of {1} is chosen to end first",
                     "选择 {1} 个 sleep 中的第 {0} 个先到期"}};
        case Saying::schedules:
            return {{"schedules {0}", "安排 {0} 运行"}};
        case Saying::readies:
            return {{"{0} is ready", "{0} 就绪"}, {"{0} are ready", "{0} 就绪"}};
        case Saying::starts_loop:
            return {{"starts the loop", "启动事件循环"}};

        case Saying::returns:
            return {{"returns {0}", "返回 {0}"}};
        case Saying::raises:
            return {{"raises {0}", "引发 {0}"}};
        case Saying::cancelled:
            return {{"is cancelled", "被取消"}};
        case Saying::yields:
            return {{"yields to the event loop", "向事件循环让出控制权"},
                    {"yields to the event loop at line <line>{0}</>",
                     "在第 <line>{0}</> 行向事件循环让出控制权"}};
        case Saying::awaits:
            return {{"awaits {0}", "等待 {0}"},
                    {"awaits {0} at line <line>{1}</>", "在第 <line>{1}</> 行等待 {0}"}};
        case Saying::awaits_done:
            return {{"awaits {0}, which is done", "等待已完成的 {0}"},
                    {"awaits {0}, which is done, at line <line>{1}</>",
                     "在第 <line>{1}</> 行等待已完成的 {0}"}};
        case Saying::waits_forever:
            return {{"{0} waits forever for {1}", "{0} 永远等待 {1}"},
                    {"{0} waits forever for {1} at line <line>{2}</>",
                     "{0} 在第 <line>{2}</> 行永远等待 {1}"}};

        case Saying::sleep:
            return {{"sleep({0})", "sleep({0})"}};
        case Saying::gather:
            return {{"gather's future {0}", "gather 的 Future 对象 {0}"}};
        case Saying::object:
            return {{"{0}", "{0}"}};
        case Saying::method:
        case Saying::its_tasks:
            return {{"{0}", "{0}"}};
    }
    return {{"", ""}};
}

constexpr Localized kComma{", ", "，"};
constexpr Localized kSemicolon{"; ", "；"};
constexpr Localized kColon{": ", "："};
constexpr Localized kOpen{" (", "（"};
constexpr Localized kClose{")", "）"};
constexpr Localized kStop{".", "。"};
constexpr Localized kAtLine{"line <line>{0}</>: ", "第 <line>{0}</> 行："};
constexpr Localized kLineStartsLoop{"line <line>{0}</> starts the loop",
                                    "第 <line>{0}</> 行启动事件循环"};
constexpr Localized kTaskGroup{"its task group", "TaskGroup"};
constexpr Localized kItsTasks{"its tasks", "wait() 的任务"};
constexpr Localized kStep{"<ready>step {0}</>", "<ready>第 {0} 步</>"};
constexpr Localized kTheProgram{"the program", "程序中"};

constexpr Localized kTimerOf{"the timer of {0}", "{0} 的定时器"};
constexpr Localized kTimersOf{"the timers of {0}", "{0} 的定时器"};
constexpr Localized kCallbackOf{"the done callback of {0}", "{0} 的完成回调"};
constexpr Localized kCallbacksOf{"the done callbacks of {0}", "{0} 的完成回调"};
constexpr Localized kQueuedTimer{"timer ", "定时器 "};
constexpr Localized kQueuedTimers{"timers ", "定时器 "};
constexpr Localized kQueuedDone{"done ", "回调 "};
constexpr Localized kInternal{"internal callback", "asyncio 内部回调"};

constexpr std::size_t kLongestName = 40;

/// Which of a clause's two phrases it takes.
bool takes_second(const Clause& clause) {
    if (clause.arguments.empty()) {
        return false;
    }
    switch (clause.saying) {
        case Saying::yields:
        case Saying::awaits:
        case Saying::awaits_done:
        case Saying::waits_forever:
        case Saying::reports_about:
            return std::get<std::uint64_t>(clause.arguments.back()) != 0;
        case Saying::calls_coroutine_function:
        case Saying::gather_already_done:
            return std::get<std::uint64_t>(clause.arguments.back()) > 1;
        default: {
            const auto* named = std::get_if<Named>(&clause.arguments.front());
            return named != nullptr && named->ids.size() > 1;
        }
    }
}

/// Whether it only says whose callback runs, so that what it did follows after a colon.
bool is_whose_callback(Saying saying) {
    return saying == Saying::task_group_callback || saying == Saying::as_completed_callback ||
           saying == Saying::shield_callback || saying == Saying::wait_for_callback ||
           saying == Saying::timeout_expires;
}

/// The name of what waits in one of asyncio's objects, as a call: `queue.get()` of "Queue.get".
std::string method_call(std::string_view of, const Style& style) {
    if (of.starts_with("TaskGroup.")) {
        return std::string(style(kTaskGroup));
    }
    std::string name = elide(of, kLongestName, style);
    if (name.find('.') != std::string::npos && name[0] >= 'A' && name[0] <= 'Z') {
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
    }
    return name + "()";
}

/// In seconds, with at most three decimals or three digits that count.
std::string rounded_seconds(trace::Nanoseconds time) {
    trace::Nanoseconds unit = 1'000'000;
    while (unit > 1 && time < 100 * unit) {
        unit /= 10;
    }
    const trace::Nanoseconds rest = time % unit;
    const trace::Nanoseconds down = time - rest;
    constexpr auto kMost = std::numeric_limits<trace::Nanoseconds>::max();
    return seconds(2 * rest >= unit && down <= kMost - unit ? down + unit : down);
}

}  // namespace

std::string time_text(trace::Nanoseconds time) {
    constexpr trace::Nanoseconds kMilli = 1'000'000;
    if (time <= 0 || time >= 10 * kMilli) {
        return rounded_seconds(time) + " s";
    }
    const bool micro = time < kMilli;
    return rounded_seconds(time * (micro ? kMilli : 1000)) + (micro ? " µs" : " ms");
}

StyledText Wording::argument(const Argument& argument) const {
    struct Visitor {
        const Wording& wording;
        StyledText operator()(const Named& named) const {
            return StyledText(wording.names(named.ids));
        }
        StyledText operator()(const Quoted& quoted) const { return wording.quoted(quoted); }
        StyledText operator()(const Code& code) const {
            return StyledText(elide(code.text, wording.longest_, wording.style_));
        }
        StyledText operator()(const Time& time) const {
            return StyledText(wording.style_.glyphs(time_text(time.ns)));
        }
        StyledText operator()(const Place& place) const { return wording.place(place); }
        StyledText operator()(std::uint64_t number) const {
            return StyledText(std::to_string(number));
        }
        StyledText operator()(const std::vector<Clause>& clauses) const {
            return clauses.empty() ? StyledText() : wording.clause(clauses.front());
        }
    };
    return std::visit(Visitor{*this}, argument);
}

StyledText Wording::place(const Place& place) const {
    return place.cause.by == Cause::By::step
               ? fill(style_, kStep, {std::to_string(place.cause.step)})
               : StyledText(style_(kTheProgram));
}

StyledText Wording::quoted(const Quoted& quoted) const {
    StyledText text;
    for (const std::string& line : quoted.lines) {
        text.add(text.empty() ? "\"" : " \"", Paint::bold);
        text.add(elide(line, longest_, style_), Paint::bold).add("\"", Paint::bold);
    }
    return text;
}

StyledText Wording::clause(const Clause& clause) const {
    if (clause.saying == Saying::sleep) {
        return StyledText("sleep(" + rounded_seconds(std::get<Time>(clause.arguments.front()).ns) +
                          ")");
    }
    if (clause.saying == Saying::its_tasks) {
        return StyledText(style_(kItsTasks));
    }
    if (clause.saying == Saying::method) {
        return StyledText(method_call(std::get<Code>(clause.arguments.front()).text, style_));
    }
    std::vector<StyledText> arguments;
    arguments.reserve(clause.arguments.size());
    for (const Argument& one : clause.arguments) {
        arguments.push_back(argument(one));
    }
    const Words words = words_of(clause.saying);
    return fill(style_, takes_second(clause) ? words.many : words.one, arguments);
}

void Wording::join(StyledText& text, const StyledText& part, const Localized& gap) const {
    if (!text.empty() && !part.empty()) {
        text.add(style_(gap));
    }
    text.add(part);
}

StyledText Wording::sentence(const Account& account) const {
    StyledText text;
    if (account.begin.saying != Saying::program || account.empty()) {
        text = clause(account.begin);
    }
    if (account.why) {
        text.add(style_(kOpen)).add(clause(*account.why)).add(style_(kClose));
    }
    std::uint32_t line = 0;
    bool after_aside = false;
    bool after_whose = is_whose_callback(account.begin.saying);
    for (const Clause& one : account.clauses) {
        const bool elsewhere = one.line != line;
        const bool apart = elsewhere || after_aside || is_aside(one.saying);
        after_aside = is_aside(one.saying);
        line = one.line;
        StyledText part = clause(one);
        if (elsewhere && line != 0) {
            part = one.saying == Saying::starts_loop
                       ? fill(style_, kLineStartsLoop, {std::to_string(line)})
                       : fill(style_, kAtLine, {std::to_string(line)}).add(part);
        }
        join(text, part, std::exchange(after_whose, false) ? kColon : apart ? kSemicolon : kComma);
    }
    if (account.end) {
        join(text, clause(*account.end), after_aside ? kSemicolon : kComma);
    }
    const Localized* gap = &kColon;
    for (const Clause& one : account.consequences) {
        join(text, clause(one), *std::exchange(gap, &kComma));
    }
    return text;
}

StyledText Wording::prose(const Account& account) const {
    return as_prose(sentence(account));
}

StyledText Wording::prose_ending(const trace::Trace& trace) const {
    return as_prose(ending(trace));
}

// A name of Python's keeps its small letter.
StyledText Wording::as_prose(const StyledText& text) const {
    StyledText prose;
    const bool name_first = text.text().starts_with("gather") || text.text().starts_with("wait") ||
                            text.text().starts_with("asyncio") || text.text().starts_with("run_");
    text.for_each([&](std::string_view part, Paint paint) {
        std::string piece(part);
        if (prose.empty() && !name_first && paint == Paint::plain && piece[0] >= 'a' &&
            piece[0] <= 'z') {
            piece[0] = static_cast<char>(piece[0] - 'a' + 'A');
        }
        prose.add(piece, paint);
    });
    return prose.add(style_(kStop));
}

std::string Wording::name(Id id) const {
    return elide(names_(id), kLongestName, style_);
}

// Neighbours of one name share it: `T2 T3 print_sum`.
std::string Wording::names(std::span<const Id> ids) const {
    constexpr std::size_t kFew = 6;
    const bool chinese = style_.lang == Language::zh;
    const auto breaks_row = [&](Id one, Id next) {
        return one.letter != next.letter || next.number != one.number + 1 ||
               names_.name(one) != names_.name(next);
    };
    const bool row = ids.size() > kFew && std::ranges::adjacent_find(ids, breaks_row) == ids.end();
    if (row) {
        return to_string(ids.front()) + " ... " + name(ids.back());
    }
    const std::size_t shown = ids.size() > kFew ? kFew - 2 : ids.size();
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        const bool shares = i + 1 < shown && names_.name(ids[i]) == names_.name(ids[i + 1]);
        text += shares ? to_string(ids[i]) : name(ids[i]);
        if (i + 1 == shown) {
            break;
        }
        const auto rest = ids.subspan(i + 1);
        const bool last = std::ranges::all_of(
            rest, [&](Id id) { return names_.name(id) == names_.name(rest.front()); });
        text += chinese ? "、" : shares ? " " : last && shown == ids.size() ? " and " : ", ";
    }
    if (shown < ids.size()) {
        text += (chinese ? "、+" : " +") + std::to_string(ids.size() - shown);
    }
    return text;
}

std::string Wording::runs(std::span<const Subject> subjects) const {
    constexpr std::size_t kMost = 4;
    std::string text;
    std::size_t groups = 0;
    for (std::size_t begin = 0; begin < subjects.size(); ++groups) {
        const Subject& first = subjects[begin];
        std::vector<Id> ids;
        std::size_t end = begin;
        while (end < subjects.size() && subjects[end].mark == first.mark &&
               static_cast<bool>(subjects[end].id) == static_cast<bool>(first.id) &&
               (first.id || end == begin)) {
            const Id id = subjects[end++].id;
            if (ids.empty() || ids.back() != id) {
                ids.push_back(id);
            }
        }
        text += text.empty() ? "" : style_(kSemicolon);
        text += groups == kMost ? "+" + std::to_string(subjects.size() - begin)
                                : group(first, ids, end - begin > 1);
        if (groups == kMost) {
            break;
        }
        begin = end;
    }
    return text;
}

std::string Wording::group(const Subject& first, std::span<const Id> ids, bool many) const {
    if (!first.id) {
        return called(first);
    }
    const std::string all = names(ids);
    switch (first.mark) {
        case Subject::Mark::timer:
            return fill(style_, many ? kTimersOf : kTimerOf, {all}).text();
        case Subject::Mark::completion:
            return fill(style_, many ? kCallbacksOf : kCallbackOf, {all}).text();
        default:
            return all;
    }
}

std::string Wording::called(const Subject& subject) const {
    return subject.name.data() != nullptr ? elide(subject.name, kLongestName, style_) + "()"
                                          : std::string(style_(kInternal));
}

std::string Wording::queue(std::size_t amount,
                           const std::function<Subject(std::size_t)>& subject_at,
                           std::size_t width) const {
    const auto entry = [&](std::size_t at) {
        const Subject subject = subject_at(at);
        const auto is_alike = [&](const Subject& other) {
            return other.mark == subject.mark && other.id && subject.id;
        };
        const bool several = at + 1 < amount && is_alike(subject_at(at + 1));
        const bool shares =
            several && names_.name(subject.id) == names_.name(subject_at(at + 1).id);
        std::string text = !subject.id ? called(subject)
                           : shares    ? to_string(subject.id)
                                       : name(subject.id);
        if (subject.cancelled) {
            text = "(" + text + ")";
        }
        if (at + 1 < amount && !several) {
            text += ",";  // another kind follows: "T2 T3, done T1"
        }
        if (!subject.id || (at > 0 && is_alike(subject_at(at - 1)))) {
            return text;
        }
        switch (subject.mark) {
            case Subject::Mark::timer:
                return std::string(style_(several ? kQueuedTimers : kQueuedTimer)) + text;
            case Subject::Mark::completion:
                return std::string(style_(kQueuedDone)) + text;
            default:
                return text;
        }
    };
    return abbreviate(amount, entry, width);
}

namespace {

constexpr Localized kReturns{"{0}() returns {1}", "{0}() 返回 {1}"};
constexpr Localized kRunRaises{"{0}() raises {1}", "{0}() 引发 {1}"};
constexpr Localized kRunStops{"{0}() stops", "{0}() 停止"};
constexpr Localized kProgramEnds{"the program ends", "程序结束"};
constexpr Localized kProgramRaises{"the program ends with {0}", "程序以 {0} 结束"};
constexpr Localized kProgramHangs{"the program hangs: it never ends", "程序卡住：它永远不会结束"};
constexpr Localized kLimit{"the trace was cut off at its limit", "到达上限，跟踪记录在此中断"};

}  // namespace

StyledText Wording::ending(const trace::Trace& trace) const {
    // The last run that isn't part of a shutdown.
    const auto last_call = [](const trace::Trace& of) {
        std::string_view call = "run_until_complete";
        for (const trace::Event& event : of.events()) {
            const auto* run = event.as<trace::RunStarted>();
            if (run != nullptr && !run->internal.value_or(false)) {
                call = run->via ? to_string(*run->via) : to_string(run->how);
            }
        }
        return call;
    };
    using Status = trace::Outcome::Status;
    const trace::Outcome& outcome = trace.outcome;
    switch (outcome.status) {
        case Status::raised: {
            const trace::Outcome::Raised error = outcome.error.value_or(trace::Outcome::Raised());
            return fill(style_, kProgramRaises,
                        {elide(error_text(error.type, error.message), longest_, style_)});
        }
        case Status::hung:
            return fill(style_, kProgramHangs);
        case Status::limit:
            return fill(style_, kLimit);
        case Status::returned:
            break;
    }
    if (!outcome.value) {
        return fill(style_, kProgramEnds);
    }
    return fill(style_, kReturns, {last_call(trace), elide(*outcome.value, longest_, style_)});
}

std::string Wording::run_call(const trace::RunStarted& run, const trace::Replay& state) const {
    if (run.via && !run.internal.value_or(false) && run.until) {
        return std::string(to_string(*run.via)) + "(" +
               elide(state.task(run.until).coro, kLongestName, style_) + "())";
    }
    return std::string(to_string(run.how)) + "(" + (run.until ? name(run.until) : std::string()) +
           ")";
}

StyledText Wording::run_ending(const trace::RunStarted& run,
                               const trace::RunFinished& finished) const {
    const std::string_view call =
        run.via && !run.internal.value_or(false) ? to_string(*run.via) : to_string(run.how);
    if (finished.error.type.data() != nullptr) {
        return fill(style_, kRunRaises,
                    {call, elide(error_text(finished.error.type, finished.error.message), longest_,
                                 style_)});
    }
    if (finished.value.data() != nullptr) {
        return fill(style_, kReturns, {call, elide(finished.value, longest_, style_)});
    }
    switch (finished.why) {
        case trace::FinishWhy::hung:
            return fill(style_, kProgramHangs);
        case trace::FinishWhy::limit:
            return fill(style_, kLimit);
        case trace::FinishWhy::stopped:
        case trace::FinishWhy::raised:
            break;
    }
    return fill(style_, kRunStops, {call});
}

}  // namespace corodemo::app
