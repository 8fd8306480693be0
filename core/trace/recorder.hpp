#pragma once

#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::trace {

/// Appends every event to a Trace.
class Recorder final : public Sink {
public:
    explicit Recorder(Trace& trace)
        : trace_(trace) {}
    void on_event(const Event& event) override { trace_.append(event); }

private:
    Trace& trace_;
};

}  // namespace corodemo::trace
