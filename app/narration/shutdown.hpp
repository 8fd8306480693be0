#pragma once

#include <cstdint>
#include <set>

#include "app/narration/step.hpp"

namespace corodemo::app {

/// What asyncio.run() does after its coroutine ended: it cancels the tasks that are left, closes
/// asynchronous generators and shuts the executor down, each in a run of its own. Views fold those
/// runs in which nothing of the program happens.
class Shutdown {
public:
    explicit Shutdown(const trace::Trace& trace);

    /// Whether the step belongs to a run that is folded, or only prepares it.
    [[nodiscard]] bool folds(const Step& step) const;
    /// How many scheduling decisions are folded.
    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    /// Whether a run of the shutdown is shown.
    [[nodiscard]] bool is_shown_in_part() const { return shown_; }
    /// How many runs are not folded.
    [[nodiscard]] std::uint32_t runs_shown() const { return runs_shown_; }

private:
    std::set<std::uint32_t> quiet_;  // runs
    std::uint64_t steps_ = 0;
    std::uint32_t runs_shown_ = 0;
    bool shown_ = false;
};

}  // namespace corodemo::app
