#include "core/asyncio/reporter.hpp"

namespace corodemo::asyncio {

trace::Event Reporter::stamped(EventNumber cause) const {
    const Open& open = step_.id ? step_ : handle_;
    trace::Event event;
    event.n = events_;
    event.t = time_;
    event.run = run_;
    event.it = it_;
    event.cause = cause == kOpen ? open.started : cause;
    event.in = open.id;
    event.cpp_line = line_;
    event.line = python_line(line_);
    event.exit = exit_;
    return event;
}

Id Reporter::new_id(char letter) {
    return {letter, ++last_number_[static_cast<unsigned char>(letter)]};
}

}  // namespace corodemo::asyncio
