#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/orders.hpp"
#include "app/style.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// One of two runs that stand side by side, and what is compared of it.
struct Side {
    /// Stands in `returned` for the order of a set, which has none.
    static constexpr std::string_view kSet = "set";

    std::string words;  ///< what the user calls it
    trace::Trace trace;
    Orders orders;
    std::string returned;                      ///< in which order the values come back
    std::vector<std::uint64_t> step_of_event;  ///< by the event's number
};

Side make_side(std::string words, trace::Trace trace);

/// Whether the coroutines of both start and finish in the same order.
bool same_order(const Side& left, const Side& right);

/// A table of the orders in which both submit, start, finish and return, and where they part.
void put_orders(const Side& left, const Side& right, const Style& style, std::ostream& out);

nlohmann::ordered_json to_json(const Side& side);

}  // namespace corodemo::app
