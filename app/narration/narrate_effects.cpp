#include <algorithm>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Id;
using Pieces = std::vector<StyledText>;

constexpr Localized kMakesCoroutine{"calls {0}(): runs nothing", "调用 {0}()：什么也不运行"};
constexpr Localized kMakesCoroutines{"calls {0}() {1} times", "调用 {0}() {1} 次"};
constexpr Localized kMakes{"makes {0}", "创建 {0}"};
constexpr Localized kMakesOf{"makes {0}: {1}()", "创建 {0}: {1}()"};
constexpr Localized kMore{"{0}: {1}()", "{0}: {1}()"};
constexpr Localized kGatherMakes{"gather() makes {0}", "gather() 创建 {0}"};
constexpr Localized kGatherMakesOf{"gather() makes {0}: {1}()", "gather() 创建 {0}: {1}()"};
constexpr Localized kGatherTakes{"gather() takes {0}", "gather() 收下 {0}"};
constexpr Localized kDone{"{0} ▪ done", "{0} ▪ 完成"};
constexpr Localized kFails{"{0} ▪ raises {1}", "{0} ▪ 抛出 {1}"};
constexpr Localized kIsCancelled{"{0} ▪ cancelled", "{0} ▪ 已取消"};
constexpr Localized kCancels{"cancels {0}", "取消 {0}"};
constexpr Localized kCancelsTooLate{"cancels {0}: too late", "取消 {0}：太晚"};
constexpr Localized kCancelsCall{"cancels {0}()", "取消 {0}()"};
constexpr Localized kStops{"calls stop()", "调用 stop()"};
constexpr Localized kBlocks{"blocks for {0} s", "阻塞 {0} s"};
constexpr Localized kCallsSoon{"call_soon({0})", "call_soon({0})"};
constexpr Localized kCallsLater{"call_later({1}, {0})", "call_later({1}, {0})"};
constexpr Localized kCallsAt{"call_at({1}, {0})", "call_at({1}, {0})"};
constexpr Localized kAddsCallback{"{1}.add_done_callback({0})", "{1}.add_done_callback({0})"};
constexpr Localized kRemovesCallback{"{1}.remove_done_callback({0})",
                                     "{1}.remove_done_callback({0})"};
constexpr Localized kOrders{"set order {0}", "集合顺序 {0}"};
constexpr Localized kReadies{"{0} <ready>▻ ready</>", "{0} <ready>▻ 就绪</>"};

constexpr std::size_t kLongestName = 40;

/// The number of columns left for {0} if {1} is `other`.
std::size_t room(const Style& style, const Localized& phrase, std::size_t width,
                 std::string_view other = {}) {
    const std::size_t used = fill(style, phrase, {"", other}).width();
    return std::max<std::size_t>(width, used + 8) - used;
}

StyledText with_ids(const Style& style, const Localized& phrase, const std::vector<Id>& ids,
                    std::size_t width, std::string_view other = {}) {
    return fill(style, phrase, {abbreviate(ids, room(style, phrase, width, other)), other});
}

// Neighbouring tasks that run the same coroutine function.
struct Group {
    std::string coro;
    std::vector<Id> ids;
};

std::vector<Group> group_by_coro(const std::vector<Id>& ids, const trace::Replay& state,
                                 const Style& style) {
    constexpr std::size_t kMany = 4;
    std::vector<Group> groups;
    for (const Id id : ids) {
        const std::string_view coro = state.task(id).coro;
        if (groups.empty() || groups.back().coro != coro) {
            if (groups.size() == kMany) {
                return {};
            }
            groups.push_back({std::string(coro), {}});
        }
        groups.back().ids.push_back(id);
    }
    for (Group& group : groups) {
        group.coro = elide(group.coro, kLongestName, style);
    }
    return groups;
}

// Names the function that each task runs, unless it is the same for all tasks of a gather, or there
// are too many different ones.
Pieces makes_tasks(const Effect& effect, const trace::Replay& state, const Style& style,
                   std::size_t width) {
    const bool gather = static_cast<bool>(effect.future);
    const std::vector<Group> groups = group_by_coro(effect.ids, state, style);
    if (groups.empty() || (gather && groups.size() == 1)) {
        return {with_ids(style, gather ? kGatherMakes : kMakes, effect.ids, width)};
    }
    Pieces pieces;
    for (const Group& group : groups) {
        const Localized& first = gather ? kGatherMakesOf : kMakesOf;
        pieces.push_back(
            with_ids(style, pieces.empty() ? first : kMore, group.ids, width, group.coro));
    }
    return pieces;
}

StyledText completes(const Effect& effect, const Style& style) {
    const auto& done = *effect.event->as<trace::FutureDone>();
    const std::string future = to_string(effect.future);
    switch (done.state) {
        case trace::FutureState::result:
            return fill(style, kDone, {future});
        case trace::FutureState::exception:
            return fill(style, kFails, {future, elide(done.error.type, kLongestName, style)});
        case trace::FutureState::cancelled:
            break;
    }
    return fill(style, kIsCancelled, {future});
}

StyledText orders(const Effect& effect, const Style& style, std::size_t width) {
    const auto& choice = *effect.event->as<trace::ChoiceMade>();
    const auto& order = choice.order;
    if (choice.site == "sleep" && order && order->size() == 1) {
        return fill(style, {"sleep {0} of {1} is over first", "{1} 个 sleep 中第 {0} 个先到期"},
                    {std::to_string(order->front()), std::to_string(choice.size)});
    }
    const auto name = [&](std::size_t index) { return std::to_string((*order)[index]); };
    return fill(style, kOrders,
                {abbreviate(order ? order->size() : 0, name, room(style, kOrders, width))});
}

const Localized& phrase_with_name(Effect::Kind kind) {
    switch (kind) {
        case Effect::Kind::calls_soon:
            return kCallsSoon;
        case Effect::Kind::calls_later:
            return kCallsLater;
        case Effect::Kind::calls_at:
            return kCallsAt;
        case Effect::Kind::adds_callback:
            return kAddsCallback;
        case Effect::Kind::cancels_call:
            return kCancelsCall;
        default:
            return kRemovesCallback;
    }
}

StyledText makes_coroutines(const Effect& effect, const Style& style) {
    return fill(style, effect.amount == 1 ? kMakesCoroutine : kMakesCoroutines,
                {elide(effect.name, kLongestName, style), std::to_string(effect.amount)});
}

}  // namespace

std::vector<StyledText> describe(const Effect& effect, const trace::Replay& state,
                                 const Style& style, std::size_t width) {
    using Kind = Effect::Kind;
    switch (effect.kind) {
        case Kind::coroutines:
            return {makes_coroutines(effect, style)};
        case Kind::tasks:
            return makes_tasks(effect, state, style, width);
        case Kind::gathers:
            return {with_ids(style, kGatherTakes, effect.ids, width)};
        case Kind::future:
            return {fill(style, kMakes, {to_string(effect.future)})};
        case Kind::completes:
            return {completes(effect, style)};
        case Kind::cancels:
            return {with_ids(style, kCancels, effect.ids, width)};
        case Kind::cancels_too_late:
            return {with_ids(style, kCancelsTooLate, effect.ids, width)};
        case Kind::stops:
            return {fill(style, kStops)};
        case Kind::blocks:
            return {fill(style, kBlocks, {seconds(effect.time)})};
        case Kind::orders:
            return {orders(effect, style, width)};
        case Kind::readies:
            return {with_ids(style, kReadies, effect.ids, width)};
        case Kind::cancels_call:
        case Kind::calls_soon:
        case Kind::calls_later:
        case Kind::calls_at:
        case Kind::adds_callback:
        case Kind::removes_callback:
            break;
    }
    const bool of_future = static_cast<bool>(effect.future);
    return {fill(style, phrase_with_name(effect.kind),
                 {elide(effect.name, kLongestName, style),
                  of_future ? to_string(effect.future) : seconds(effect.time)})};
}

std::string seconds(trace::Nanoseconds time) {
    std::string text = seconds(time, 9);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text;
}

std::string seconds(trace::Nanoseconds time, std::size_t decimals) {
    constexpr trace::Nanoseconds kSecond = 1'000'000'000;
    const std::string fraction =
        std::to_string(kSecond + std::max<trace::Nanoseconds>(time, 0) % kSecond).substr(1);
    const std::string whole = std::to_string(std::max<trace::Nanoseconds>(time, 0) / kSecond);
    return whole + "." + fraction.substr(0, decimals);
}

std::string abbreviate(std::size_t amount, const std::function<std::string(std::size_t)>& name,
                       std::size_t width) {
    std::string all;   // of the names so far
    std::string best;  // the longest text that fits, with the number of names left
    for (std::size_t taken = 0;; ++taken) {
        const std::string rest = taken < amount ? "+" + std::to_string(amount - taken) : "";
        const std::string gap = taken > 0 && taken < amount ? " " : "";
        std::string here = all;
        here.append(gap).append(rest);
        if (taken == 0 || display_width(here) <= width) {
            best = here;
        }
        if (taken == amount || display_width(all) > width) {
            return best;
        }
        all += taken > 0 ? " " : "";
        all += name(taken);
    }
}

std::string abbreviate(const std::vector<Id>& ids, std::size_t width) {
    return abbreviate(ids.size(), [&](std::size_t index) { return to_string(ids[index]); }, width);
}

}  // namespace corodemo::app
