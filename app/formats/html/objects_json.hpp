#pragma once

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/formats/html/phrases.hpp"
#include "app/narration/playback.hpp"

namespace corodemo::app {

/// Tasks, handles and timers as a line of the page's playback has them, in the state that the
/// playback is in. Keep all that it is given alive.
class ObjectsJson {
public:
    using Json = nlohmann::ordered_json;

    ObjectsJson(const Playback& playback, const Style& style, Phrases& phrases)
        : playback_(playback),
          style_(style),
          phrases_(phrases) {}

    /// [number, phase, python line, C++ line, what it waits in, how it ended]; the last two are
    /// phrases.
    [[nodiscard]] Json task(trace::Id id);
    /// [handle, who, what it will do, whether it is the loop's own]
    [[nodiscard]] Json handle(trace::Id id) const;
    /// [handle, when, whose]
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
