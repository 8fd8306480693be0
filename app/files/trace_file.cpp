#include "app/files/trace_file.hpp"

#include <optional>
#include <span>
#include <tuple>
#include <variant>

#include "app/errors.hpp"
#include "app/files/input.hpp"
#include "app/input_errors.hpp"
#include "core/trace/json.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::app {

namespace {

void check_id(const trace::Replay& replay, trace::Id id) {
    if (id.letter == trace::Id::kTask || id.letter == trace::Id::kFuture ||
        id.letter == trace::Id::kGather) {
        static_cast<void>(replay.future(id));
    }
}
void check_id(const trace::Replay& replay,
              const std::optional<std::span<const trace::Id>>& children) {
    for (const trace::Id id : children.value_or(std::span<const trace::Id>())) {
        check_id(replay, id);
    }
}
void check_id(const trace::Replay& /*replay*/, const auto& /*no id*/) {}

/// The tasks and futures of which the event speaks have to be there.
void check_ids(const trace::Replay& replay, const trace::Event& event) {
    try {
        std::visit(
            [&]<class Kind>(const Kind& payload) {
                std::apply([&](auto... field) { (check_id(replay, payload.*field.member), ...); },
                           Kind::fields());
            },
            event.payload);
    } catch (trace::ReplayError& error) {
        error.add_outer({trace::Place::Kind::event,
                         std::to_string(event.n) + " (" + std::string(event.kind()) + ")"});
        throw;
    }
}

}  // namespace

trace::Trace read_trace(const std::string& path, const MemoryBound& memory) {
    const Message name = path == "-" ? say({"standard input", "标准输入"}) : Message(path);
    try {
        trace::Trace trace = trace::read_json(
            read_file(path, [&](std::uint64_t size) { memory.check_trace(name, size); }));
        trace::Replay replay;  // a trace that can't be is refused before anything is written
        for (const trace::Event& event : trace.events()) {
            replay.apply(event);
            check_ids(replay, event);
        }
        return trace;
    } catch (const trace::InputError& error) {
        throw FileError(say({"{0}: {1}", "{0}：{1}"}, {name, message_of(error)}));
    }
}

}  // namespace corodemo::app
