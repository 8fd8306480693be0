#pragma once

#include <cstdint>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "app/formats/svg/svg.hpp"
#include "app/narration/compared_run.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// One half of the picture: a run, and what else it could have been.
struct ComparisonHalf {
    const ComparedRun& run;
    std::string_view rule;   ///< the line of asyncio's source that decides
    std::string_view where;  ///< where it stands
    /// From where in the order of submission to where in that of starting, over all schedules; both
    /// count from 0.
    std::set<std::pair<std::size_t, std::size_t>> possible_starts;
    std::uint64_t schedules = 0;  ///< how many there are
    bool all_tried = true;        ///< or more than that
};

/// A bump chart of both runs, 1600 by 900, for a slide: the orders of submitting, starting,
/// finishing and returning; behind them, faintly, every start that the choices allow; and where
/// the second first differs from the first.
void write_compare_svg(const ComparisonHalf& left, const ComparisonHalf& right, Language language,
                       Theme theme, std::ostream& out);

}  // namespace corodemo::app
