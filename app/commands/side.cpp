#include "app/commands/side.hpp"

#include <fcntl.h>

#include "app/errors.hpp"
#include "app/files/descriptor.hpp"
#include "app/files/trace_file.hpp"

namespace corodemo::app {

namespace {

trace::Trace trace_of(const RunRequest& run, const MemoryBound& /*memory*/) {
    return scenarios::record(*run.scenario, options_of(run));
}

trace::Trace trace_of(const TraceFile& file, const MemoryBound& memory) {
    return read_trace(file.path, memory);
}

trace::Trace trace_of(const ProgramRequest& program, const MemoryBound& memory) {
    const Descriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    Recording recording(program, "");
    recording.run({nothing.number(), nothing.number(), nothing.number()}, [] {});
    if (!recording.has_trace()) {
        throw CommandError(Exit::not_run,
                           say({"{0} could not be recorded: corodemo record {0} says why",
                                "无法记录 {0}：corodemo record {0} 会说明原因"},
                               {program.words.front()}));
    }
    return recording.trace(memory);
}

}  // namespace

ComparedRun compared_run(const SideRequest& side, const MemoryBound& memory) {
    return make_compared_run(
        side.command,
        std::visit([&](const auto& what) { return trace_of(what, memory); }, side.what));
}

std::optional<Message> remark_on_timing(const ComparedRun& left, const ComparedRun& right) {
    const bool really_waited = left.trace.outcome.waited != 0 || right.trace.outcome.waited != 0;
    if (!really_waited) {
        return std::nullopt;
    }
    return say(
        {"The differences may be timing: in real time, a run waited for something outside "
         "the event loop.",
         "差异可能来自时机：有一次运行实际等待了事件循环之外的事物。"});
}

}  // namespace corodemo::app
