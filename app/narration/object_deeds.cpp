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
            return Kind::fills;
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

/// Whether the event completes the acquire() of a waiter, as Semaphore.release() does since 3.10.
bool hands_over(const trace::Event* event, const trace::Replay& state) {
    const auto* done = event != nullptr ? event->as<trace::FutureDone>() : nullptr;
    return done != nullptr && state.future(done->future).of.ends_with(".acquire");
}

std::optional<ObjectDeed> deed_of_semaphore(const trace::Event& event,
                                            const trace::ObjectChanged& changed,
                                            const trace::ObjectStateNow& before,
                                            const trace::Event* next, const trace::Replay& state) {
    const std::uint64_t value = before.value.value_or(0);
    ObjectDeed deed{.object = before.id, .value = changed.value.value_or(value)};
    if (deed.value > value) {
        deed.kind = Kind::releases;
        return deed;
    }
    if (deed.value < value) {
        deed.kind = Kind::acquires;
        return hands_over(next, state) ? std::nullopt : std::optional(deed);
    }
    const auto waits = [&](std::span<const Id> waiters) {
        return std::ranges::find(waiters, event.in) != waiters.end();
    };
    deed.kind = Kind::takes_over;
    return changed.waiters && waits(before.waiters) && !waits(*changed.waiters)
               ? std::optional(deed)
               : std::nullopt;
}

}  // namespace

std::optional<ObjectDeed> deed_of(const trace::Event& event, const trace::ObjectStateNow& before,
                                  const trace::Event* next, const trace::Replay& state) {
    const auto& changed = *event.as<trace::ObjectChanged>();
    if (before.id.letter == Id::kSemaphore) {
        return deed_of_semaphore(event, changed, before, next, state);
    }
    if (changed.size) {
        return deed_of_queue(changed, before);
    }
    const auto kind = changed.state ? kind_of(*changed.state) : std::nullopt;
    return kind ? std::optional(ObjectDeed{.kind = *kind, .object = before.id}) : std::nullopt;
}

}  // namespace corodemo::app
