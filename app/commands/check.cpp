#include "app/commands/check.hpp"

#include <unistd.h>

#include "app/errors.hpp"
#include "app/files/output.hpp"
#include "app/files/trace_file.hpp"
#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

void check(const std::string& trace_file, const MemoryBound& memory,
           const DisplayOptions& display) {
    try {
        const trace::Trace trace = read_trace(trace_file, memory);
        const Style style = style_for(STDOUT_FILENO, display);
        write_to_stdout([&](std::ostream& out) {
            print_line(
                fill(style, {"a valid trace of {0}: {1} events", "{0} 的有效跟踪记录：{1} 个事件"},
                     {trace.header.name, std::to_string(trace.events().size())}),
                style, out);
        });
    } catch (const TraceError& error) {
        throw CommandError(Exit::difference, error.message());
    }
}

}  // namespace corodemo::app
