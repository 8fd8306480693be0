#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// The x axis of a picture by step: each step has a column of its own, since only one thing runs at
/// a time; those of an iteration are together. A step that blocks is wider.
class StepAxis {
public:
    /// The maximum number of iterations, or of steps in a window.
    static constexpr std::size_t kMostColumns = 40;
    /// The width below which a step is merely a sliver, without a label of its own.
    static constexpr double kSliver = 12;
    static constexpr double kRight = 1560;

    struct Iteration {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint32_t it = 0;
        std::uint32_t run = 0;
    };

    /// The whole run, or the first kMostColumns iterations of a longer one. `left`: its left edge.
    StepAxis(const Timeline& line, double left);
    /// The same if its steps are wide enough to be told apart; otherwise a window of kMostColumns
    /// steps around `here`.
    static StepAxis around(const Timeline& line, std::uint64_t here, double left);

    [[nodiscard]] const std::vector<Iteration>& iterations() const { return iterations_; }
    /// The iteration of a step.   Requires: has(step).
    [[nodiscard]] const Iteration& iteration(std::uint64_t step) const;
    [[nodiscard]] std::uint64_t first() const { return first_; }
    [[nodiscard]] std::uint64_t last() const { return last_; }
    [[nodiscard]] bool has(std::uint64_t step) const { return step >= first_ && step <= last_; }
    /// Whether there are further steps.
    [[nodiscard]] bool is_partial() const { return partial_; }
    /// Whether all steps are at least that wide.
    [[nodiscard]] bool all_wide(double least) const;

    /// The edges of a step's column; steps before the first or after the last have none: the edge
    /// of the axis.
    [[nodiscard]] double left(std::uint64_t step) const;
    [[nodiscard]] double right(std::uint64_t step) const { return left(step + 1); }
    [[nodiscard]] double middle(std::uint64_t step) const { return (left(step) + right(step)) / 2; }
    [[nodiscard]] double width(std::uint64_t step) const { return right(step) - left(step); }
    [[nodiscard]] bool is_sliver(std::uint64_t step) const { return width(step) < kSliver; }

private:
    StepAxis(const Timeline& line, std::uint64_t first, std::uint64_t last, double left);
    void group(const Timeline& line);
    void place(const Timeline& line, double left);

    std::uint64_t first_ = 1;
    std::uint64_t last_ = 0;
    bool partial_ = false;
    std::vector<Iteration> iterations_;
    std::vector<double> edges_;  // the left edges of all steps, and the right one of the last
};

}  // namespace corodemo::app
