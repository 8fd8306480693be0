#include "app/narration/object_text.hpp"

#include <algorithm>

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
constexpr Localized kDraining{"full", "已凑齐"};
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
    text += " [";
    for (const trace::Text item : object.items) {
        text += text.ends_with('[') ? "" : ", ";
        text += elide(item, kLongestItem, style);
    }
    return text + (object.size > object.items.size() ? style.glyphs(", …]") : std::string("]"));
}

std::string barrier(const trace::ObjectStateNow& object, const Style& style) {
    std::string text =
        std::to_string(object.value.value_or(0)) + "/" + std::to_string(object.parties.value_or(0));
    switch (object.state.value_or(ObjectState::filling)) {
        case ObjectState::draining:
            join(text, style(kDraining), style);
            break;
        case ObjectState::resetting:
            join(text, style(kResetting), style);
            break;
        case ObjectState::broken:
            join(text, style(kBroken), style);
            break;
        default:
            break;
    }
    return text;
}

/// Without who waits.
std::string own_state(const trace::ObjectStateNow& object, const Style& style) {
    switch (object.id.letter) {
        case Id::kQueue: {
            std::string text = queue(object, style);
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

std::string object_text(const trace::ObjectStateNow& object, const Style& style) {
    std::string text = own_state(object, style);
    if (!object.waiters.empty()) {
        join(text, fill(style, kWaiting, {tasks(object.waiters, style)}).text(), style);
    }
    return text;
}

}  // namespace corodemo::app
