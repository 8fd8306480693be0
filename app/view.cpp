#include "app/view.hpp"

#include <unistd.h>

#include "app/errors.hpp"
#include "app/output.hpp"
#include "core/trace/json.hpp"
#include "core/trace/replay.hpp"

namespace corodemo::app {

namespace {

trace::Trace read_trace(const std::string& path) {
    const std::string name = path == "-" ? "standard input" : path;
    try {
        trace::Trace trace = trace::read_json(read_file(path));
        trace::Replay replay;  // a trace that can't be is refused before anything is written
        for (const trace::Event& event : trace.events()) {
            replay.apply(event);
        }
        return trace;
    } catch (const trace::FormatError& error) {
        throw FileError(name + ": " + error.what());
    } catch (const trace::ReplayError& error) {
        throw FileError(name + ": " + error.what());
    }
}

}  // namespace

void view(const ViewRequest& request, const Looks& looks) {
    const Format* format = request.format != nullptr ? request.format : find_format("text");
    const trace::Trace trace = read_trace(request.trace_file);
    const RenderOptions options{style_for(request.file.empty() ? STDOUT_FILENO : -1, looks),
                                request.detail};
    const auto write = [&](std::ostream& out) { format->render(trace, options, out); };
    if (request.file.empty()) {
        write_to_stdout(write);
    } else {
        write_file(request.file, write);
    }
}

}  // namespace corodemo::app
