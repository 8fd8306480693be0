#include "app/input_errors.hpp"

#include <array>
#include <cstddef>
#include <ranges>
#include <string>
#include <vector>

namespace corodemo::app {

namespace {

using trace::Place;
using trace::Problem;

struct Row {
    Problem problem;
    Localized phrase;
};

/// The sentence for each problem. Its arguments are documented where the problem is declared; the
/// sentence for a choice gets one more, the sizes of the sets that the run iterated.
constexpr auto kPhrases = std::to_array<Row>({
    {Problem::text_is_empty, {"this is empty", "内容为空"}},
    {Problem::not_json, {"this is not valid JSON", "这不是有效的 JSON"}},
    {Problem::not_json_at,
     {"this is not valid JSON (at byte {0})", "这不是有效的 JSON（第 {0} 字节处）"}},
    {Problem::nested_too_deeply,
     {"this is nested too deeply for a trace", "嵌套过深，不可能是跟踪记录"}},
    {Problem::not_a_trace, {"this is not a corodemo.trace", "这不是 corodemo.trace 跟踪记录"}},
    {Problem::version_is_newer,
     {"version {0} of the format is newer than this program, which reads version {1}",
      "格式版本 {0} 比本程序新：本程序只能读取版本 {1}"}},
    {Problem::version_is_unknown, {"there is no version {0} of the format", "没有格式版本 {0}"}},
    {Problem::no_events, {"the trace has no list of events", "跟踪记录里没有事件列表 events"}},
    {Problem::two_lists_of_events,
     {"the trace has two lists of events", "跟踪记录里有两个事件列表 events"}},
    {Problem::after_outcome, {"stands after the outcome", "位于 outcome 之后"}},
    {Problem::no_outcome,
     {"the trace has no outcome: it ends in the middle", "跟踪记录没有 outcome：它不完整"}},
    {Problem::field_is_missing, {"field '{0}' is missing", "缺少字段 '{0}'"}},
    {Problem::fields_are_missing, {"field '{0}' or '{1}' is missing", "缺少字段 '{0}' 或 '{1}'"}},
    {Problem::field_is_no_object, {"field '{0}' is no object", "字段 '{0}' 不是对象"}},
    {Problem::wrong_type, {"wrong type", "类型不对"}},
    {Problem::not_a_number, {"this is not a number", "这不是数"}},
    {Problem::not_a_whole_number, {"{0} is no whole number in range", "{0} 不是范围内的整数"}},
    {Problem::not_an_id, {"'{0}' is no id", "'{0}' 不是标识"}},
    {Problem::id_of_another_thing, {"{0} is the id of another thing", "{0} 是另一类对象的标识"}},
    {Problem::not_a_value, {"'{0}' is not one of its values", "'{0}' 不是它的可选值"}},
    {Problem::not_an_object, {"is no object", "不是对象"}},
    {Problem::unknown_kind, {"'{0}' is no kind of event", "没有 '{0}' 这种事件"}},
    {Problem::unknown_phase,
     {"field 'phase': '{0}' is no phase", "字段 'phase'：没有 '{0}' 这种阶段"}},
    {Problem::wrong_number, {"its number is {0}", "它的编号是 {0}"}},
    {Problem::cause_is_later, {"its cause, {0}, is not earlier", "它的原因 {0} 不在它之前"}},
    {Problem::too_few_periods,
     {"there were not so many runs or iterations before it", "在它之前没有这么多次运行或这么多轮"}},
    {Problem::clock_moves,
     {"the clock moves without clock_advanced", "没有 clock_advanced，时钟却变了"}},
    {Problem::clock_goes_back, {"the clock goes back: it stood at {0}", "时钟倒退了：此前为 {0}"}},
    {Problem::clock_stands_at, {"the clock stands at {0}", "此时时钟为 {0}"}},
    {Problem::unknown_object, {"{0} is not there", "{0} 不存在"}},
    {Problem::unnamed_object, {"an object without a name is not there", "缺少对象的标识"}},
    {Problem::not_a_task, {"{0} is no task that is there", "{0} 不是已有的任务"}},
    {Problem::not_a_new_handle,
     {"{0} is scheduled twice, or no handle", "{0} 被安排了两次，或者不是句柄"}},
    {Problem::not_a_timer, {"{0} is not among the timers", "{0} 不在定时器之中"}},
    {Problem::not_first_in_queue,
     {"{0} is not the first of the ready queue", "{0} 不是就绪队列中的第一个"}},
    {Problem::still_running, {"{0} is still running", "{0} 仍在运行"}},
    {Problem::not_running, {"{0} was not running", "{0} 没有在运行"}},
    {Problem::not_ready,
     {"{0} was not ready, or another task is running", "{0} 未就绪，或者另一个任务正在运行"}},
    {Problem::created_twice,
     {"{0} is created twice, or has no name", "{0} 被创建了两次，或者没有标识"}},
    {Problem::next_task, {"the next task is {0}", "下一个任务应为 {0}"}},
    {Problem::already_done, {"{0} was done already", "{0} 已经完成"}},
    {Problem::no_such_callback, {"{0} has no such callback", "{0} 没有这个回调"}},
    {Problem::not_locked, {"{0} is not locked", "{0} 未被锁定"}},
    {Problem::no_run, {"there is no run", "此时没有运行"}},
    {Problem::run_goes_on, {"run {0} is not over", "第 {0} 次运行尚未结束"}},
    {Problem::other_period, {"this is run {0}, iteration {1}", "此时是第 {0} 次运行，第 {1} 轮"}},
    {Problem::no_iteration, {"there is no iteration", "此时没有在进行的一轮"}},
    {Problem::iteration_goes_on, {"iteration {0} is not over", "第 {0} 轮尚未结束"}},
    {Problem::handles_run,
     {"only in an iteration, before its first handle runs",
      "只能在一轮之中，在其第一个句柄运行之前"}},
    {Problem::next_iteration, {"{0} is for the next iteration", "{0} 属于下一轮"}},
    {Problem::cancelled, {"{0} was cancelled", "{0} 已被取消"}},
    {Problem::not_cancelled, {"{0} was not cancelled", "{0} 没有被取消"}},
    {Problem::not_queued,
     {"{0} is not queued, or was cancelled before", "{0} 不在队列中，或者已被取消"}},
    {Problem::role_of_a_timer, {"that is the role of a timer", "这是定时器的角色"}},
    {Problem::no_role_of_a_timer, {"that is no role of a timer", "这不是定时器的角色"}},
    {Problem::no_handle_steps, {"no handle is running that steps {0}", "没有正在运行 {0} 的句柄"}},
    {Problem::no_cancel, {"no cancellation of {0} is pending", "{0} 没有待处理的取消请求"}},
    {Problem::other_count, {"the count is {0}", "此时的计数为 {0}"}},
    {Problem::other_cause, {"its cause is event {0}", "它的原因是事件 {0}"}},
    {Problem::not_eager, {"{0} does not start eagerly", "{0} 不是立即开始的"}},
    {Problem::no_such_listing, {"there is no listing {0}", "没有第 {0} 个源文件"}},
    {Problem::events_say, {"the events say {0}", "按事件应为 {0}"}},
    {Problem::not_an_order,
     {"'{0}' is no order of 1, 2, ... such as 3,1,2", "'{0}' 不是 1、2、…… 的排列，例如 3,1,2"}},
    {Problem::not_a_choice_of_sleep,
     {"'{0}' is no choice of a sleep such as @2", "'{0}' 不是对 sleep 的选择，例如 @2"}},
    {Problem::not_a_seed,
     {"'{0}': the seed is no number from 0 to 2^64 - 1", "'{0}'：种子不是 0 到 2^64 - 1 之间的数"}},
    {Problem::not_a_set_order,
     {"'{0}' is no set order: tutorial, argument, seed:N or an order such as 3,1,2",
      "'{0}' 不是集合顺序：可用 tutorial、argument、seed:N，或 3,1,2 这样的排列"}},
    {Problem::no_set_of_that_size, {"no set of {0} elements: {1}", "没有 {0} 个元素的集合：{1}"}},
    {Problem::answer_fits_no_set,
     {"the schedule does not fit at its answer {0}: {1}",
      "--schedule 的第 {0} 个答案与运行不符：{1}"}},
    {Problem::answer_fits_no_sleep,
     {"the schedule does not fit at its answer {0}: this run asks which of {1} "
      "sleeps ends (@1 to @{1})",
      "--schedule 的第 {0} 个答案与运行不符：这里要从 {1} 个 sleep 中选一个（@1 到 "
      "@{1}）"}},
    {Problem::more_answers_than_asked,
     {"the run took {1} of the answers in the schedule ({0}): {2}",
      "--schedule 有 {0} 个答案，运行只用了 {1} 个：{2}"}},
});

consteval bool has_a_row_for_each_problem() {
    for (std::size_t i = 0; i < kPhrases.size(); ++i) {
        if (kPhrases[i].problem != static_cast<Problem>(i)) {
            return false;
        }
    }
    return kPhrases.back().problem == trace::kLastProblem;
}
static_assert(has_a_row_for_each_problem());

Message place_text(const Place& place) {
    switch (place.kind) {
        case Place::Kind::header:
            return std::string("header");
        case Place::Kind::outcome:
            return std::string("outcome");
        case Place::Kind::listing:
            return place.name;
        case Place::Kind::event:
            return say({"event {0}", "事件 {0}"}, {place.name});
        case Place::Kind::line:
            return say({"line {0}", "第 {0} 行"}, {place.name});
        case Place::Kind::field:
            return say({"field '{0}'", "字段 '{0}'"}, {place.name});
    }
    return std::string();
}

Message with_places(const trace::InputError& error, Message text) {
    for (const Place& place : error.places() | std::views::reverse) {
        text = say({"{0}: {1}", "{0}：{1}"}, {place_text(place), text});
    }
    return text;
}

/// The sizes of the sets that a run iterated.
Message sizes_text(const std::vector<std::size_t>& sizes) {
    if (sizes.empty()) {
        return say({"this run iterates no set", "这次运行没有遍历集合"});
    }
    Message list = std::string();
    for (const std::size_t& size : sizes) {
        const bool first = &size == sizes.data();
        list = say(first ? Localized{"{0}{1}", "{0}{1}"} : Localized{"{0}, {1}", "{0}、{1}"},
                   {list, std::to_string(size)});
    }
    return say({"this run iterates sets of {0}", "这次运行遍历的集合大小为 {0}"}, {list});
}

Message problem_text(Problem problem, const std::vector<Message>& arguments) {
    return say(kPhrases.at(static_cast<std::size_t>(problem)).phrase, arguments);
}

}  // namespace

Message message_of(const trace::InputError& error) {
    return with_places(
        error, problem_text(error.problem(), {error.arguments().begin(), error.arguments().end()}));
}

Message message_of(const trace::ChoiceError& error) {
    std::vector<Message> arguments(error.arguments().begin(), error.arguments().end());
    arguments.push_back(sizes_text(error.sizes_met()));
    return problem_text(error.problem(), arguments);
}

}  // namespace corodemo::app
