#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/narration/orders.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// One of two runs that stand side by side, and what is compared of it.
struct ComparedRun {
    /// Stands in `returned` for the order of a set, which has none.
    static constexpr std::string_view kSet = "set";

    std::string command;  ///< what the user calls it
    trace::Trace trace;
    Orders orders;
    std::string returned;                      ///< in which order the values come back
    std::vector<std::uint64_t> step_of_event;  ///< by the event's number
};

ComparedRun make_compared_run(std::string command, trace::Trace trace);

/// Whether the coroutines of both start and finish in the same order.
bool same_order(const ComparedRun& left, const ComparedRun& right);

nlohmann::ordered_json to_json(const ComparedRun& run);

}  // namespace corodemo::app
