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

/// One half of the picture: a run, and the other starting orders that were possible.
struct ComparisonHalf {
    const ComparedRun& run;
    std::string_view rule;   ///< the line of asyncio's source that decides
    std::string where;       ///< its location
    bool comparable = true;  ///< both run the same coroutines: iterations and times compare, too
    /// Pairs of a coroutine's position in the order of submission and its possible position in the
    /// order of starting, over all schedules that were tried; from 0.
    std::set<std::pair<std::size_t, std::size_t>> possible_starts;
    std::uint64_t schedules = 0;  ///< how many were tried
    bool all_tried = true;        ///< otherwise there are more
};

/// Writes a bump chart of both runs, 1600 by 900, for a slide: the orders of submitting, starting,
/// finishing and returning; faintly, every possible start; and the first difference. `remarks`
/// stands below the title.
void write_compare_svg(const ComparisonHalf& left, const ComparisonHalf& right,
                       std::string_view remarks, Language language, Theme theme, std::ostream& out);

}  // namespace corodemo::app
