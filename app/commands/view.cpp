#include "app/commands/view.hpp"

#include <string>
#include <unistd.h>

#include "app/commands/frames.hpp"
#include "app/files/output.hpp"
#include "app/files/trace_file.hpp"

namespace corodemo::app {

void view(const ViewRequest& request, const DisplayOptions& display) {
    const Format* format = request.format != nullptr ? request.format : find_format("text");
    const trace::Trace trace = read_trace(request.trace_file, request.memory);
    const RenderOptions options{style_for(request.file.empty() ? STDOUT_FILENO : -1, display),
                                request.detail, request.picture};
    if (!request.frames.empty()) {
        write_frames(trace, options, request.frames);
        return;
    }
    write_output(request.file, [&](std::ostream& out) { format->render(trace, options, out); });
}

}  // namespace corodemo::app
