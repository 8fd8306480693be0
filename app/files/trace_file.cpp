#include "app/files/trace_file.hpp"

#include "app/files/input.hpp"
#include "app/input_errors.hpp"
#include "core/trace/check.hpp"
#include "core/trace/json/json.hpp"

namespace corodemo::app {

trace::Trace read_trace(const std::string& path, const MemoryBound& memory,
                        const trace::Outcome* if_cut_off) {
    const Message name = path == "-" ? say({"standard input", "标准输入"}) : Message(path);
    try {
        trace::Trace trace = trace::read_json(
            read_file(path, [&](std::uint64_t size) { memory.check_trace(name, size); }),
            if_cut_off);
        trace::check(trace);  // rejects an impossible trace before anything is written
        return trace;
    } catch (const trace::InputError& error) {
        throw TraceError(say({"{0}: {1}", "{0}：{1}"}, {name, message_of(error)}));
    }
}

}  // namespace corodemo::app
