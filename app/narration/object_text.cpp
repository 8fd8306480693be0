#include "app/narration/object_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "app/narration/queue_items.hpp"

namespace corodemo::app {

namespace {

using trace::Id;
using trace::ObjectState;

constexpr Localized kFree{"free", "空闲"};
constexpr Localized kLocked{"locked", "已锁定"};
constexpr Localized kHeldBy{"held by {0}", "由 {0} 持有"};
constexpr Localized kWaiting{"waiting {0}", "等待：{0}"};
constexpr Localized kLeft{"{0} left", "剩余 {0}"};
constexpr Localized kSet{"set", "已设置"};
constexpr Localized kUnset{"not set", "未设置"};
constexpr Localized kLock{"lock {0}", "锁 {0}"};
constexpr Localized kEmpty{"empty", "空"};
constexpr Localized kShutDown{"shut down", "已关闭"};
constexpr Localized kUnfinished{"{0} unfinished", "{0} 项未完成"};
constexpr Localized kToPut{"put: {0}", "等待 put()：{0}"};
constexpr Localized kToGet{"get: {0}", "等待 get()：{0}"};
constexpr Localized kToJoin{"join: {0}", "等待 join()：{0}"};
constexpr Localized kReleasing{"releasing {0}", "放行 {0}"};
constexpr Localized kResetting{"resetting", "正在重置"};
constexpr Localized kBroken{"broken", "已损坏"};
constexpr Localized kGap{", ", "，"};

/// The text of an item is short already; its quotes are Python's.
constexpr std::size_t kLongestItem = 40;

void join(std::string& text, std::string_view part, const Style& style) {
    text += text.empty() ? "" : style(kGap);
    text += part;
}

std::string tasks(std::span<const Id> ids, const Style& style) {
    constexpr std::size_t kMost = 6;
    std::string text;
    for (const Id id : ids.first(std::min(ids.size(), kMost))) {
        text += text.empty() ? "" : style.lang == Language::zh ? "、" : " ";
        text += to_string(id);
    }
    return ids.size() > kMost ? text + " +" + std::to_string(ids.size() - kMost) : text;
}

std::string queue(const trace::ObjectStateNow& object, const Style& style) {
    std::string text = std::to_string(object.size);
    if (object.maxsize) {
        text += "/" + std::to_string(*object.maxsize);
    } else if (object.size == 0) {
        return std::string(style(kEmpty));
    }
    if (object.items.empty()) {
        return text;
    }
    const std::vector<trace::Text> items = next_items(object);
    text += " [";
    for (const trace::Text item : items) {
        text += text.ends_with('[') ? "" : ", ";
        text += elide(item, kLongestItem, style);
    }
    return text + (object.size > items.size() ? style.glyphs(", …]") : std::string("]"));
}

void add_tasks(std::string& text, const Localized& phrase, const std::vector<Id>& ids,
               const Style& style) {
    if (!ids.empty()) {
        join(text, fill(style, phrase, {tasks(ids, style)}).text(), style);
    }
}

// Who waits, and for which of a queue's methods.
void add_waiting(std::string& text, const trace::ObjectStateNow& object,
                 const std::vector<Id>& waiting, const trace::Replay& state, const Style& style) {
    if (object.id.letter != Id::kQueue) {
        add_tasks(text, kWaiting, waiting, style);
        return;
    }
    struct Row {
        std::string_view method;
        Localized phrase;
        std::vector<Id> ids = {};
    };
    std::array rows{Row{".put", kToPut}, Row{".get", kToGet}, Row{".join", kToJoin},
                    Row{"", kWaiting}};
    for (const Id id : waiting) {
        const Id future = id.letter == Id::kTask ? state.task(id).waiting_on : id;
        const trace::Text of = future ? state.future(future).of : trace::Text();
        const auto row =
            std::ranges::find_if(rows, [&](const Row& one) { return of.ends_with(one.method); });
        row->ids.push_back(id);
    }
    for (const Row& row : rows) {
        add_tasks(text, row.phrase, row.ids, style);
    }
}

std::string barrier(const trace::ObjectStateNow& object, const Style& style) {
    const std::uint64_t parties = object.parties.value_or(0);
    const bool full = object.state == ObjectState::draining;  // who has left isn't counted any more
    std::string text =
        std::to_string(full ? parties : object.value.value_or(0)) + "/" + std::to_string(parties);
    if (object.state == ObjectState::resetting) {
        join(text, style(kResetting), style);
    } else if (object.state == ObjectState::broken) {
        join(text, style(kBroken), style);
    }
    return text;
}

/// Without who waits.
std::string own_state(const trace::ObjectStateNow& object, const Style& style) {
    switch (object.id.letter) {
        case Id::kQueue: {
            std::string text = queue(object, style);
            if (object.unfinished > object.size) {
                join(text, fill(style, kUnfinished, {std::to_string(object.unfinished)}).text(),
                     style);
            }
            if (object.state == ObjectState::shutdown) {
                join(text, style(kShutDown), style);
            }
            return text;
        }
        case Id::kLock:
            if (object.held_by) {
                return fill(style, kHeldBy, {to_string(object.held_by)}).text();
            }
            return std::string(style(object.state == ObjectState::locked ? kLocked : kFree));
        case Id::kSemaphore:
            return fill(style, kLeft, {std::to_string(object.value.value_or(0))}).text();
        case Id::kEvent:
            return std::string(style(object.state == ObjectState::set ? kSet : kUnset));
        case Id::kCondition:
            return object.lock ? fill(style, kLock, {to_string(object.lock)}).text() : "";
        default:
            return barrier(object, style);
    }
}

}  // namespace

std::string object_text(const trace::ObjectStateNow& object, const trace::Replay& state,
                        const Style& style) {
    std::vector<Id> waiting;
    std::vector<Id> woken;
    for (const Id id : object.waiters) {
        const bool waits = id.letter == Id::kTask
                               ? state.task(id).phase == trace::TaskState::Phase::waiting
                               : !state.future(id).done;
        (waits ? waiting : woken).push_back(id);
    }
    std::string text = own_state(object, style);
    if (object.state == ObjectState::draining) {
        add_tasks(text, kReleasing, woken, style);
    }
    add_waiting(text, object, waiting, state, style);
    return text;
}

}  // namespace corodemo::app
