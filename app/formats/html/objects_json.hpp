#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/formats/html/text_table.hpp"
#include "app/narration/definitions.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

/// Tasks, handles, timers, queues, locks and the like as JSON for the page, in the playback's
/// current state; their fields are described in playback_json.hpp. Keeps references to its
/// constructor's arguments.
class ObjectsJson {
public:
    using Json = nlohmann::ordered_json;

    ObjectsJson(const trace::Trace& trace, const Playback& playback, const Wording& english,
                const Wording& chinese, TextTable& texts)
        : trace_(trace),
          playback_(playback),
          english_(english),
          chinese_(chinese),
          texts_(texts),
          definitions_(trace.header) {}

    [[nodiscard]] Json task(trace::Id id);
    /// `joined`: the step in which it joined the ready queue.
    [[nodiscard]] Json handle(trace::Id id, std::uint64_t joined);
    /// A queue, a lock or the like.
    [[nodiscard]] Json object(trace::Id id);
    [[nodiscard]] Json timer(const std::pair<trace::Nanoseconds, trace::Id>& deadline);

private:
    [[nodiscard]] Message awaited_by(trace::Id task) const;
    [[nodiscard]] std::string stack_of(const trace::TaskState& state) const;
    [[nodiscard]] Json ending_of(const trace::TaskState& task);
    [[nodiscard]] static Message name_of(const Subject& subject);
    [[nodiscard]] Message purpose_of(const Subject& subject, const trace::HandleState& state) const;

    const trace::Trace& trace_;
    const Playback& playback_;
    const Wording& english_;
    const Wording& chinese_;
    TextTable& texts_;
    Definitions definitions_;
};

/// A line of a Python listing: [line, file], or only the line where that is the main one.
nlohmann::ordered_json place_of(std::uint32_t line, std::uint32_t file);

}  // namespace corodemo::app
