#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/formats/svg/lane_lines.hpp"

namespace corodemo::app {

/// Draws lanes in which many tasks with equal lives fold: each has a thin row of its own, and what
/// they go through one after another becomes a diagonal.
class LaneFolds : public LaneLines {
public:
    LaneFolds(const Timeline& line, LaneLayout layout, std::uint64_t here, Language language,
              Svg& svg);

    void draw_folded_waits();
    void draw_folded_queued();
    void draw_folded_runs();

protected:
    ~LaneFolds() = default;

private:
    /// The intervals of some of a lane's tasks, enough to draw them all.
    struct Fold {
        LaneLayout::Lane lane;
        std::vector<std::vector<const Timeline::Interval*>> tasks;
    };
    using Part = std::function<Extent(const Timeline::Interval&)>;

    /// The area that the same part of each task's life takes. Empty if there is nothing to see.
    [[nodiscard]] std::string area_of(const Fold& fold, std::size_t interval,
                                      const Part& part) const;
    [[nodiscard]] Extent run_after(const Timeline::Interval& interval) const;
    template <class Draw>
    void for_each_interval(bool ready, Draw draw);

    std::vector<Fold> folds_;
};

}  // namespace corodemo::app
