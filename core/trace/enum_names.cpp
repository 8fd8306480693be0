#include "core/trace/enum_names.hpp"

#include <array>

namespace corodemo::trace {

namespace {
using namespace std::string_view_literals;

constexpr std::array kHow{"run_until_complete"sv, "run_forever"sv};
constexpr std::array kVia{"asyncio.run"sv, "asyncio.Runner"sv};
constexpr std::array kClockKind{"virtual"sv, "mixed"sv, "real"sv};
constexpr std::array kAdvanceWhy{"idle"sv, "blocked"sv, "waited"sv};
constexpr std::array kFinishWhy{"stopped"sv, "hung"sv, "limit"sv, "raised"sv};
constexpr std::array kRole{"step"sv,    "wakeup"sv,     "callback"sv, "call_soon"sv, "thread"sv,
                           "reader"sv,  "writer"sv,     "signal"sv,   "job"sv,       "sleep"sv,
                           "timeout"sv, "call_later"sv, "call_at"sv};
constexpr std::array kCallbackRole{"user"sv,     "gather"sv,     "wait"sv,         "run"sv,
                                   "wakeup"sv,   "task_group"sv, "as_completed"sv, "shield"sv,
                                   "wait_for"sv, "other"sv};
constexpr std::array kEnd{"suspended"sv, "yielded"sv, "returned"sv, "raised"sv, "cancelled"sv};
constexpr std::array kFutureState{"result"sv, "exception"sv, "cancelled"sv};
constexpr std::array kDelivered{"waiter"sv, "flag"sv, "refused"sv, "done"sv};
constexpr std::array kCancelOutcome{"thrown"sv, "never_started"sv, "swallowed"sv, "too_late"sv,
                                    "withdrawn"sv};
constexpr std::array kObjectState{"unlocked"sv, "locked"sv,    "unset"sv,  "set"sv,     "filling"sv,
                                  "draining"sv, "resetting"sv, "broken"sv, "shutdown"sv};
constexpr std::array kStream{"stdout"sv, "stderr"sv};
}  // namespace

std::span<const std::string_view> enum_names(How) {
    return kHow;
}
std::span<const std::string_view> enum_names(Via) {
    return kVia;
}
std::span<const std::string_view> enum_names(ClockKind) {
    return kClockKind;
}
std::span<const std::string_view> enum_names(AdvanceWhy) {
    return kAdvanceWhy;
}
std::span<const std::string_view> enum_names(FinishWhy) {
    return kFinishWhy;
}
std::span<const std::string_view> enum_names(Role) {
    return kRole;
}
std::span<const std::string_view> enum_names(CallbackRole) {
    return kCallbackRole;
}
std::span<const std::string_view> enum_names(End) {
    return kEnd;
}
std::span<const std::string_view> enum_names(FutureState) {
    return kFutureState;
}
std::span<const std::string_view> enum_names(Delivered) {
    return kDelivered;
}
std::span<const std::string_view> enum_names(CancelOutcome) {
    return kCancelOutcome;
}
std::span<const std::string_view> enum_names(ObjectState) {
    return kObjectState;
}
std::span<const std::string_view> enum_names(Stream) {
    return kStream;
}

}  // namespace corodemo::trace
