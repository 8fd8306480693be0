#pragma once

#include <iosfwd>

#include "core/trace/json/json_line.hpp"
#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// Writes each event as it happens, so that a trace of any length needs no memory: the JSONL form
/// of docs/trace-format.md.
class JsonlSink final : public Sink {
public:
    JsonlSink(std::ostream& out, const Header& header);
    void on_event(const Event& event) override;
    /// The trace's last line.
    void finish(const Outcome& outcome);

private:
    std::ostream& out_;
    JsonLine line_;
};

}  // namespace corodemo::trace
