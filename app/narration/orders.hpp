#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// The orders in which a program's coroutines start and finish. A coroutine is identified by its
/// position among those that were wrapped in tasks, in order of creation: 1 was submitted first,
/// whatever its task is called.
struct Orders {
    /// The start or end of a coroutine.
    struct Place {
        std::uint32_t position = 0;
        trace::EventNumber event = 0;
        std::uint32_t run = 0;
        std::uint32_t it = 0;
        trace::Nanoseconds time = 0;
        bool operator==(const Place&) const = default;
    };
    std::vector<Place> started;
    std::vector<Place> finished;
    std::size_t submitted = 0;  ///< how many coroutines; not all need to start
};

/// The positions of coroutines, by the numbers of their tasks.
using TaskPositions = std::unordered_map<std::uint32_t, std::uint32_t>;

/// Finds the orders while a program runs, or from a trace.
class OrderFinder final : public trace::Sink {
public:
    [[nodiscard]] trace::Kinds wanted() const override {
        return trace::Kinds::of<trace::TaskCreated, trace::StepStarted, trace::FutureDone>();
    }
    void on_event(const trace::Event& event) override;
    /// The orders found so far.
    [[nodiscard]] Orders orders() const;
    [[nodiscard]] TaskPositions positions() const;

private:
    struct Coroutine {
        trace::Id coroutine;
        trace::Id task;
    };
    std::vector<Coroutine> coroutines_;
    std::vector<std::pair<trace::Id, Orders::Place>> started_;
    std::vector<std::pair<trace::Id, Orders::Place>> finished_;
};

Orders orders_of(const trace::Trace& trace);
TaskPositions positions_of(const trace::Trace& trace);

/// "3 2 1"
std::string positions_text(const std::vector<Orders::Place>& places);

}  // namespace corodemo::app
