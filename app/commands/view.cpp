#include "app/commands/view.hpp"

#include <string>
#include <unistd.h>

#include "app/commands/frames.hpp"
#include "app/commands/run.hpp"
#include "app/files/trace_file.hpp"

namespace corodemo::app {

void view(const ViewRequest& request, const DisplayOptions& display) {
    const Format* format = request.format != nullptr ? request.format : find_format("text");
    const trace::Trace trace = read_trace(request.trace_file, request.memory);
    const RenderOptions options{style_for(request.file.empty() ? STDOUT_FILENO : -1, display),
                                request.detail, request.picture, request.part};
    if (!request.frames.empty()) {
        write_frames(trace, options, request.frames);
        return;
    }
    write_formatted(*format, trace, options, request.file, display);
}

}  // namespace corodemo::app
