#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/narration/orders.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// One of two runs to be compared, with the data for the comparison.
struct ComparedRun {
    /// The value of `returned` for a set, which has no order.
    static constexpr std::string_view kSet = "set";

    std::string command;  ///< as typed by the user
    trace::Trace trace;
    Orders orders;
    std::string returned;                      ///< the order in which results are returned
    std::vector<std::uint64_t> step_of_event;  ///< by event number
};

ComparedRun make_compared_run(std::string command, trace::Trace trace);

/// Whether the coroutines of both runs start and finish in the same order.
bool same_order(const ComparedRun& left, const ComparedRun& right);

nlohmann::ordered_json to_json(const ComparedRun& run);

}  // namespace corodemo::app
