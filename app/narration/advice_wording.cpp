#include "app/narration/advice_wording.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

// In all of these, {0} is who: tasks or futures; {1} a name or an error; {2} code; {3} a time; {4}
// how often it happened. The second phrase is for several of them.

struct MistakePhrase {
    Mistake mistake;
    Localized one;
    Localized many;

    consteval MistakePhrase(Mistake what, Localized single, Localized several)
        : mistake(what),
          one(single),
          many(several) {}
    consteval MistakePhrase(Mistake what, Localized both)
        : MistakePhrase(what, both, both) {}
};

constexpr std::array kMistakes{
    MistakePhrase{
        Mistake::never_awaited,
        {"{1}() was never awaited, so its body never ran", "{1}() 从未被等待，协程体从未执行"},
        {"{1}() was never awaited, {4} times, so its body never ran",
         "{1}() 从未被等待（{4} 次），协程体从未执行"}},
    MistakePhrase{Mistake::blocks,
                  {"{0}{1} blocks the event loop for {3}: nothing else can run",
                   "{0}{1} 阻塞事件循环 {3}：其间其他任务都无法运行"},
                  {"{0} block the event loop for {3}: nothing else can run",
                   "{0} 阻塞事件循环 {3}：其间其他任务都无法运行"}},
    MistakePhrase{
        Mistake::never_retrieved,
        {"{0}, created here, ended with {1}, which was never retrieved",
         "在此创建的 {0} 以 {1} 结束，该异常从未被获取"},
        {"{0}, created here, ended with errors that were never retrieved, the first one {1}",
         "在此创建的 {0} 以异常结束，异常从未被获取，第一个是 {1}"}},
    MistakePhrase{
        Mistake::lost_task,
        {"{0}, created here, was destroyed while pending: nobody held a reference to it",
         "在此创建的 {0} 尚未完成就被销毁：没有任何地方引用它"},
        {"{0}, created here, were destroyed while pending: nobody held a reference to them",
         "在此创建的 {0} 尚未完成就被销毁：没有任何地方引用它们"}},
    MistakePhrase{Mistake::unfinished_task,
                  {"{0}, created here, was still pending when the loop stopped for good",
                   "事件循环最后停止时，在此创建的 {0} 尚未完成"},
                  {"{0}, created here, were still pending when the loop stopped for good",
                   "事件循环最后停止时，在此创建的 {0} 尚未完成"}},
    MistakePhrase{
        Mistake::runs_on,
        {"gather() failed with {1}, but {0} ran on", "gather() 以 {1} 失败，但 {0} 继续运行"}},
    MistakePhrase{Mistake::waits_forever,
                  {"{0} waits forever for {1}", "{0} 永远等待 {1}"},
                  {"{0} wait forever for {1}", "{0} 永远等待 {1}"}},
    MistakePhrase{
        Mistake::runs_forever,
        {"run_forever() never returns: nothing is left to run, and nothing stops the loop",
         "run_forever() 永远不会返回：没有可运行的回调，也没有停止事件循环的代码"}},
};

struct RemedyPhrase {
    Remedy remedy;
    Localized text;
};

// {5} is asyncio.create_task or, before Python 3.7, asyncio.ensure_future; {6} a lock or the like,
// {7} the task that holds it or was notified.
constexpr std::array kRemedies{
    RemedyPhrase{Remedy::await_coroutine,
                 {"Write <bold>await {2}</>, or <bold>{5}({2})</> to go on meanwhile",
                  "应写 <bold>await {2}</>；若要同时继续往下运行，写 <bold>{5}({2})</>"}},
    RemedyPhrase{Remedy::await_library, {"Write <bold>await {2}</>", "应写 <bold>await {2}</>"}},
    RemedyPhrase{Remedy::run_coroutine,
                 {"Write <bold>asyncio.run({2})</>", "应写 <bold>asyncio.run({2})</>"}},
    RemedyPhrase{Remedy::run_until_complete,
                 {"Write <bold>loop.run_until_complete({2})</>",
                  "应写 <bold>loop.run_until_complete({2})</>"}},
    RemedyPhrase{Remedy::schedule_coroutine,
                 {"A callback cannot await: write <bold>{5}({2})</>",
                  "回调中不能使用 await：应写 <bold>{5}({2})</>"}},
    RemedyPhrase{Remedy::sleep_in_loop,
                 {"Write <bold>await asyncio.{2}</> instead", "改为 <bold>await asyncio.{2}</>"}},
    RemedyPhrase{Remedy::call_in_thread,
                 {"Call {2}() in a thread: <bold>await asyncio.to_thread({2}, ...)</>",
                  "在线程中调用 {2}()：<bold>await asyncio.to_thread({2}, ...)</>"}},
    RemedyPhrase{
        Remedy::use_thread,
        {"Move the slow part to a function, and call that in a thread: <bold>await "
         "asyncio.to_thread(function)</>",
         "把耗时的部分写成函数，在线程中调用：<bold>await asyncio.to_thread(function)</>"}},
    RemedyPhrase{Remedy::call_in_executor,
                 {"Call {2}() in a thread: <bold>await loop.run_in_executor(None, {2}, ...)</>",
                  "在线程中调用 {2}()：<bold>await loop.run_in_executor(None, {2}, ...)</>"}},
    RemedyPhrase{Remedy::use_executor,
                 {"Move the slow part to a function, and call that in a thread: <bold>await "
                  "loop.run_in_executor(None, function)</>",
                  "把耗时的部分写成函数，在线程中调用：<bold>await loop.run_in_executor(None, "
                  "function)</>"}},
    RemedyPhrase{
        Remedy::use_executor_in_callback,
        {"Move the slow part to a function, and call that in a thread: "
         "<bold>loop.run_in_executor(None, function)</>",
         "把耗时的部分写成函数，在线程中调用：<bold>loop.run_in_executor(None, function)</>"}},
    RemedyPhrase{Remedy::await_task,
                 {"Await it where its result is needed, or call its result() in a done callback",
                  "在需要结果的地方 await 它，或在完成回调中调用它的 result()"}},
    RemedyPhrase{Remedy::await_task_or_group,
                 {"Await it, or create it in an <bold>asyncio.TaskGroup</>, which does",
                  "应 await 它，或在 <bold>asyncio.TaskGroup</> 中创建它（任务组会等待它）"}},
    RemedyPhrase{Remedy::keep_task,
                 {"Keep a reference until it is done: <bold>tasks.add({5}(...))</>",
                  "在它完成前保存一个引用：<bold>tasks.add({5}(...))</>"}},
    RemedyPhrase{Remedy::keep_task_or_group,
                 {"Keep a reference until it is done: <bold>tasks.add({5}(...))</>, or create it "
                  "in an <bold>asyncio.TaskGroup</>",
                  "在它完成前保存一个引用：<bold>tasks.add({5}(...))</>，或在 "
                  "<bold>asyncio.TaskGroup</> 中创建它"}},
    RemedyPhrase{Remedy::finish_task,
                 {"Await it before that, or cancel it and then await it",
                  "在此之前应 await 它，或取消它之后再 await 它"}},
    RemedyPhrase{Remedy::cancel_others,
                 {"Cancel the others yourself, or wait for all with <bold>gather(..., "
                  "return_exceptions=True)</>",
                  "应自行取消其余的任务，或用 <bold>gather(..., return_exceptions=True)</> "
                  "等待全部完成"}},
    RemedyPhrase{Remedy::use_group,
                 {"Use an <bold>asyncio.TaskGroup</>, which cancels the others, or wait for all "
                  "with <bold>gather(..., return_exceptions=True)</>",
                  "改用 <bold>asyncio.TaskGroup</>（它会取消其余的任务），或用 <bold>gather(..., "
                  "return_exceptions=True)</> 等待全部完成"}},
    RemedyPhrase{Remedy::set_result,
                 {"Something must call its <bold>set_result()</> or <bold>set_exception()</>",
                  "必须有代码调用它的 <bold>set_result()</> 或 <bold>set_exception()</>"}},
    RemedyPhrase{Remedy::set_event,
                 {"Something must call the event's <bold>set()</>",
                  "必须有代码调用该 Event 的 <bold>set()</>"}},
    RemedyPhrase{Remedy::notify,
                 {"Something must call the condition's <bold>notify()</> after that",
                  "在此之后必须有代码调用该 Condition 的 <bold>notify()</>"}},
    RemedyPhrase{Remedy::pass_on,
                 {"{7} was notified, but cancelled before it ran: its notification is lost",
                  "{7} 收到了通知，但在恢复运行前被取消：这个通知丢失了"}},
    RemedyPhrase{Remedy::not_reentrant,
                 {"{0} already holds {6}: an <bold>asyncio.Lock</> is not reentrant",
                  "{0} 已持有 {6}：<bold>asyncio.Lock</> 不可重入"}},
    RemedyPhrase{Remedy::release_lock,
                 {"Take it with <bold>async with</>, which releases it",
                  "用 <bold>async with</> 获取它，以保证释放"}},
    RemedyPhrase{Remedy::order_locks,
                 {"Take several locks always in the same order", "获取多个锁时，顺序应处处相同"}},
    RemedyPhrase{Remedy::await_holder,
                 {"{7} holds {6}, and waits, too: it must release {6} before that",
                  "{7} 持有 {6}，自己也在等待：它应在此之前释放 {6}"}},
    RemedyPhrase{Remedy::use_async_with,
                 {"Acquire it with <bold>async with</>, which releases it",
                  "用 <bold>async with</> 获取它，以保证释放"}},
    RemedyPhrase{Remedy::release_semaphore,
                 {"Something must call the semaphore's <bold>release()</>",
                  "必须有代码调用该信号量的 <bold>release()</>"}},
    RemedyPhrase{Remedy::put_item,
                 {"Put an item for each <bold>get()</>, or cancel the tasks that wait for more",
                  "每次 <bold>get()</> 都须有一次 put()，或取消仍在等待的任务"}},
    RemedyPhrase{Remedy::get_item,
                 {"The queue is full: another task must <bold>get()</> from it",
                  "队列已满：须有其他任务对它调用 <bold>get()</>"}},
    RemedyPhrase{Remedy::mark_done,
                 {"Call <bold>task_done()</> once per item that was taken",
                  "每取出一项，就调用一次 <bold>task_done()</>"}},
    RemedyPhrase{Remedy::complete,
                 {"Wait with a timeout: <bold>asyncio.wait_for(..., timeout)</>",
                  "等待时设置超时：<bold>asyncio.wait_for(..., timeout)</>"}},
    RemedyPhrase{Remedy::stop_loop,
                 {"Call <bold>loop.stop()</> when all is done, or run the loop with "
                  "<bold>run_until_complete()</>",
                  "全部完成后调用 <bold>loop.stop()</>，或用 <bold>run_until_complete()</> "
                  "运行事件循环"}},
};

/// A phrase for each, in the order of the enumerators.
static_assert([] {
    for (std::size_t i = 0; i < kMistakes.size(); ++i) {
        if (static_cast<std::size_t>(kMistakes[i].mistake) != i) {
            return false;
        }
    }
    for (std::size_t i = 0; i < kRemedies.size(); ++i) {
        if (static_cast<std::size_t>(kRemedies[i].remedy) != i) {
            return false;
        }
    }
    return kMistakes.size() == static_cast<std::size_t>(Mistake::runs_forever) + 1 &&
           kRemedies.size() == static_cast<std::size_t>(Remedy::stop_loop) + 1;
}());

constexpr Localized kStep{"step <ready>{0}</>", "第 <ready>{0}</> 步"};
constexpr Localized kLine{"line <line>{0}</>", "第 <line>{0}</> 行"};
constexpr Localized kLineOfFile{"line {0} of {1}", "{1} 第 {0} 行"};
constexpr Localized kComma{", ", "，"};
constexpr Localized kColon{": ", "："};
constexpr Localized kEnd{". ", "。"};
constexpr Localized kInSteps{"{0} in {1} steps", "{0}（{1} 步）"};
constexpr Localized kWarning{"warning: ", "警告："};
constexpr Localized kMore{"... and {0} more", "……还有 {0} 条"};

/// Where to look: the step in which it showed, and the line to repair.
StyledText place_of(const Finding& finding, const Style& style) {
    const bool hangs =
        finding.mistake == Mistake::waits_forever || finding.mistake == Mistake::runs_forever;
    StyledText place;
    if (finding.step != 0 && !hangs) {
        place = fill(style, kStep, {std::to_string(finding.step)});
    }
    if (finding.line != 0) {
        const std::string line = std::to_string(finding.line);
        place.add(style(place.empty() ? Localized() : kComma))
            .add(finding.file_name.empty() ? fill(style, kLine, {line})
                                           : fill(style, kLineOfFile, {line, finding.file_name}));
    }
    return place.empty() ? place : place.add(style(kColon));
}

StyledText awaited_text(const Finding& finding, const Wording& wording) {
    const bool method = finding.name.find('.') != std::string::npos;
    return method ? wording.clause({Saying::method, {Code{finding.name}}})
                  : StyledText::argument(wording.name(finding.awaited));
}

}  // namespace

StyledText advice_text(const Finding& finding, const Wording& wording, const Style& style) {
    const bool waits = finding.mistake == Mistake::waits_forever;
    const bool several = finding.who.size() > 1 || (finding.who.empty() && finding.times > 1);
    const std::string time = style.glyphs(time_text(finding.time));
    const std::string times = std::to_string(finding.times);
    const std::vector<StyledText> arguments{
        StyledText::argument(wording.names(finding.who)),
        waits ? awaited_text(finding, wording) : StyledText::argument(finding.name),
        StyledText::argument(finding.code),
        finding.times > 1 ? fill(style, kInSteps, {time, times}) : StyledText::argument(time),
        StyledText::argument(times),
        StyledText::argument(finding.create_task),
        StyledText::argument(to_string(finding.object)),
        StyledText::argument(wording.name(finding.other)),
    };
    const MistakePhrase& what = kMistakes[static_cast<std::size_t>(finding.mistake)];
    const RemedyPhrase& instead = kRemedies[static_cast<std::size_t>(finding.remedy)];
    StyledText text = place_of(finding, style);
    text.add(fill(style, several ? what.many : what.one, arguments)).add(style(kEnd));
    text.add(fill(style, instead.text, arguments));
    return text.add(style({".", "。"}));
}

std::vector<StyledText> advice_lines(const std::vector<Finding>& findings, const Wording& wording,
                                     const Style& style, std::size_t width) {
    constexpr std::size_t kMost = 10;
    const StyledText head(style(kWarning), Paint::bold);
    std::vector<StyledText> lines;
    for (std::size_t i = 0; i < std::min(findings.size(), kMost); ++i) {
        StyledText indent = head;
        const StyledText text = advice_text(findings[i], wording, style);
        for (const StyledText& line : text.wrap(width - head.width())) {
            lines.push_back(indent.pad(head.width()).add(line));
            indent = StyledText();
        }
    }
    if (findings.size() > kMost) {
        lines.push_back(fill(style, kMore, {std::to_string(findings.size() - kMost)}));
    }
    return lines;
}

}  // namespace corodemo::app
