#include "app/files/trace_file.hpp"

#include "app/errors.hpp"
#include "app/files/input.hpp"
#include "app/input_errors.hpp"
#include "core/trace/json/json.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::app {

trace::Trace read_trace(const std::string& path, const MemoryBound& memory,
                        const trace::Outcome* if_cut_off) {
    const Message name = path == "-" ? say({"standard input", "标准输入"}) : Message(path);
    try {
        trace::Trace trace = trace::read_json(
            read_file(path, [&](std::uint64_t size) { memory.check_trace(name, size); }),
            if_cut_off);
        trace::Replay replay;  // rejects an impossible trace before anything is written
        for (const trace::Event& event : trace.events()) {
            replay.apply(event);
        }
        return trace;
    } catch (const trace::InputError& error) {
        throw FileError(say({"{0}: {1}", "{0}：{1}"}, {name, message_of(error)}));
    }
}

}  // namespace corodemo::app
