#include "app/narration/object_deeds.hpp"

#include <algorithm>
#include <vector>

namespace corodemo::app {

namespace {

using Kind = ObjectDeed::Kind;
using trace::Id;
using trace::ObjectState;
using trace::Text;

std::optional<Kind> kind_of(ObjectState state) {
    switch (state) {
        case ObjectState::locked:
            return Kind::acquires;
        case ObjectState::unlocked:
            return Kind::releases;
        case ObjectState::set:
            return Kind::sets;
        case ObjectState::unset:
            return Kind::clears;
        case ObjectState::draining:
            return Kind::arrives_last;
        case ObjectState::broken:
            return Kind::breaks;
        case ObjectState::shutdown:
            return Kind::shuts_down;
        case ObjectState::filling:
        case ObjectState::resetting:
            break;
    }
    return std::nullopt;
}

/// The only text that `more` has and `less` has not; absent if there is none.
Text difference(std::span<const Text> more, std::span<const Text> less) {
    std::vector<Text> rest(less.begin(), less.end());
    for (const Text text : more) {
        const auto found = std::ranges::find(rest, text);
        if (found == rest.end()) {
            return text;
        }
        rest.erase(found);
    }
    return {};
}

std::optional<ObjectDeed> deed_of_queue(const trace::ObjectChanged& changed,
                                        const trace::ObjectStateNow& before) {
    if (!changed.size) {
        return std::nullopt;
    }
    const std::uint64_t size = *changed.size;
    const auto items = changed.items.value_or(before.items);
    ObjectDeed deed{.object = before.id, .value = size, .of = before.maxsize.value_or(0)};
    if (size == before.size + 1) {
        deed.kind = Kind::puts;
        // One that is put behind those that are listed isn't known.
        deed.item = size == items.size() ? difference(items, before.items) : Text();
        return deed;
    }
    if (size + 1 == before.size) {
        deed.kind = Kind::gets;
        deed.item = difference(before.items, items);
        return deed;
    }
    return std::nullopt;
}

/// The task that waits for a future; none if there is none.
Id waiter_of(const trace::FutureStateNow& future) {
    const auto waits = [](const trace::CallbackState& one) { return static_cast<bool>(one.task); };
    const auto found = std::ranges::find_if(future.callbacks, waits);
    return found != future.callbacks.end() ? found->task : Id();
}

std::optional<ObjectDeed> deed_of_semaphore(const trace::ObjectChanged& changed,
                                            const trace::ObjectStateNow& before,
                                            const trace::Event* next, const trace::Replay& state) {
    const std::uint64_t value = before.value.value_or(0);
    ObjectDeed deed{.object = before.id, .value = changed.value.value_or(value)};
    if (deed.value == value) {
        return std::nullopt;
    }
    deed.kind = deed.value > value ? Kind::releases : Kind::acquires;
    // Since 3.10, release() takes the permit back for the waiter whose acquire() it completes.
    const auto* done = next != nullptr ? next->as<trace::FutureDone>() : nullptr;
    if (deed.kind == Kind::acquires && done != nullptr &&
        state.future(done->future).of.ends_with(".acquire")) {
        deed.kind = Kind::gives;
        deed.to = waiter_of(state.future(done->future));
        return deed.to ? std::optional(deed) : std::nullopt;
    }
    return deed;
}

/// Only notify() completes what awaits a condition.
std::optional<ObjectDeed> deed_of_notify(const trace::FutureDone& done,
                                         const trace::Replay& before) {
    if (done.state != trace::FutureState::result || done.future.letter != Id::kFuture) {
        return std::nullopt;
    }
    const Id task = waiter_of(before.future(done.future));
    const trace::ObjectStateNow* awaited = before.object_awaited_by(task);
    if (awaited == nullptr || awaited->id.letter != Id::kCondition) {
        return std::nullopt;
    }
    return ObjectDeed{.kind = Kind::notifies, .object = awaited->id, .to = task};
}

}  // namespace

std::optional<ObjectDeed> deed_of(const trace::Event& event, const trace::Event* next,
                                  const trace::Replay& before) {
    if (const auto* done = event.as<trace::FutureDone>()) {
        return deed_of_notify(*done, before);
    }
    const auto* changed = event.as<trace::ObjectChanged>();
    if (changed == nullptr || !before.has_object(changed->object)) {
        return std::nullopt;
    }
    const trace::ObjectStateNow& object = before.object(changed->object);
    if (object.id.letter == Id::kSemaphore) {
        return deed_of_semaphore(*changed, object, next, before);
    }
    if (changed->size) {
        return deed_of_queue(*changed, object);
    }
    // A queue that is shut down at once counts its items as done, without task_done().
    if (changed->unfinished && *changed->unfinished < object.unfinished &&
        object.state != ObjectState::shutdown) {
        return ObjectDeed{
            .kind = Kind::marks_done, .object = object.id, .value = *changed->unfinished};
    }
    const auto kind = changed->state ? kind_of(*changed->state) : std::nullopt;
    return kind ? std::optional(ObjectDeed{.kind = *kind, .object = object.id}) : std::nullopt;
}

}  // namespace corodemo::app
