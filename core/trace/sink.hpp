#pragma once

#include "core/trace/event.hpp"

namespace corodemo::trace {

/// The loop's one observer: it is told each thing that the loop does, in order, as it happens.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// `event` and what its views point to live only until this returns.
    virtual void on_event(const Event& event) = 0;
};

}  // namespace corodemo::trace
