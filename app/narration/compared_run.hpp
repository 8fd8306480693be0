#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/message.hpp"
#include "app/narration/orders.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// One of two runs to be compared, with the data for the comparison.
struct ComparedRun {
    /// The value of `returned` for a set, which has no order, and for a run that hangs.
    static constexpr std::string_view kSet = "set";
    static constexpr std::string_view kHung = "hung";

    std::string command;  ///< as typed by the user
    trace::Trace trace;
    Orders orders;
    /// What tells the coroutines apart, by position, the first at 0: "1 + 2". Empty if that is not
    /// known.
    std::vector<std::string> labels;
    std::string returned;                      ///< the order in which results are returned
    std::vector<std::uint64_t> step_of_event;  ///< by event number
};

ComparedRun make_compared_run(std::string command, trace::Trace trace);

/// Whether the coroutines of both runs start and finish in the same order.
bool same_order(const ComparedRun& left, const ComparedRun& right);
/// Whether both programs print the same, and end alike.
bool same_output(const ComparedRun& left, const ComparedRun& right);
/// Whether both run the same coroutines. Otherwise these are different programs, and only their
/// orders can be compared.
bool same_coroutines(const ComparedRun& left, const ComparedRun& right);

/// "wait and gather: different orders"
Message verdict_on(const ComparedRun& left, const ComparedRun& right);
/// Of different programs: what can be compared.
inline constexpr Localized kDifferentPrograms{
    "These are two different programs: only the order of execution can be compared.",
    "这是两个不同的程序：只能比较执行顺序。"};

nlohmann::ordered_json to_json(const ComparedRun& run);

}  // namespace corodemo::app
