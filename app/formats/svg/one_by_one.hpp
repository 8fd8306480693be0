#pragma once

#include <cstdint>
#include <vector>

#include "app/formats/svg/timeline.hpp"
#include "core/trace/nanoseconds.hpp"

namespace corodemo::app {

/// How long the sleeps of a run would take one after another. That is a fair comparison only if
/// they do not depend on each other: nothing but sleeps, slept to their ends, and waits for tasks.
class OneByOne {
public:
    struct Sleeper {
        std::uint32_t task = 0;
        trace::Nanoseconds time = 0;
    };

    explicit OneByOne(const Timeline& line);

    /// Whether the comparison is fair, and says something: they would take longer than the run did.
    [[nodiscard]] bool applies() const { return applies_; }
    [[nodiscard]] trace::Nanoseconds total() const { return total_; }
    [[nodiscard]] const std::vector<Sleeper>& sleepers() const { return sleepers_; }

private:
    std::vector<Sleeper> sleepers_;
    trace::Nanoseconds total_ = 0;
    bool applies_ = false;
};

}  // namespace corodemo::app
