#pragma once

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/formats/html/phrases.hpp"
#include "app/narration/playback.hpp"

namespace corodemo::app {

/// Tasks, handles and timers as JSON for the page, in the playback's current state. Keeps
/// references to its constructor's arguments.
class ObjectsJson {
public:
    using Json = nlohmann::ordered_json;

    ObjectsJson(const Playback& playback, const Style& style, Phrases& phrases)
        : playback_(playback),
          style_(style),
          phrases_(phrases) {}

    /// [number, phase, Python line, C++ line, await stack, how it ended]; the last two are phrases.
    [[nodiscard]] Json task(trace::Id id);
    /// [handle, its target, what it will do, 1 if it is not a task's step]
    [[nodiscard]] Json handle(trace::Id id) const;
    /// [handle, deadline, its owner]
    [[nodiscard]] Json timer(const std::pair<trace::Nanoseconds, trace::Id>& deadline) const;

private:
    [[nodiscard]] std::string stack_of(const trace::TaskState& state) const;
    [[nodiscard]] std::string ending_of(trace::Id task) const;
    [[nodiscard]] std::string name_of(const Subject& subject) const;
    [[nodiscard]] std::string purpose_of(const Subject& subject,
                                         const trace::HandleState& state) const;

    const Playback& playback_;
    const Style& style_;
    Phrases& phrases_;
};

}  // namespace corodemo::app
