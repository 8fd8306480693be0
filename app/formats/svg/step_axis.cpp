#include "app/formats/svg/step_axis.hpp"

#include <algorithm>

namespace corodemo::app {

namespace {

/// In columns: a block that blocks also says for how long.
double weight(const Timeline::Block& block) {
    return block.blocked() > 0 ? 3 : 1;
}
bool time_passes(const Timeline::Block& block) {
    return block.time > block.from;
}

}  // namespace

StepAxis::StepAxis(const Timeline& line, double left)
    : StepAxis(line, 1, line.blocks.size(), left) {}

StepAxis::StepAxis(const Timeline& line, std::uint64_t first, std::uint64_t last, double left)
    : first_(first),
      last_(last) {
    group(line);
    if (last_ - first_ + 1 > kMostColumns && iterations_.size() > kMostColumns) {
        iterations_.resize(kMostColumns);
        last_ = iterations_.back().last;
    }
    partial_ = last_ - first_ + 1 < line.blocks.size();
    place(line, left);
}

StepAxis StepAxis::around(const Timeline& line, std::uint64_t here, double left) {
    StepAxis whole(line, left);
    const std::uint64_t count = line.blocks.size();
    if (count <= kMostColumns || (!whole.partial_ && whole.all_wide(kSliver))) {
        return whole;
    }
    constexpr std::uint64_t kHalf = kMostColumns / 2;
    // The window moves by half its width, so that most frames share it with the frame before.
    const std::uint64_t wanted = here > kHalf / 2 ? ((here - (kHalf / 2)) / kHalf * kHalf) + 1 : 1;
    const std::uint64_t first = std::min(wanted, count - kMostColumns + 1);
    return {line, first, first + kMostColumns - 1, left};
}

void StepAxis::group(const Timeline& line) {
    for (std::uint64_t step = first_; step <= last_; ++step) {
        const Timeline::Block& block = line.block(step);
        if (!iterations_.empty() && iterations_.back().it == block.it &&
            iterations_.back().run == block.run) {
            iterations_.back().last = step;
        } else {
            iterations_.push_back({step, step, block.it, block.run});
        }
    }
}

void StepAxis::place(const Timeline& line, double left) {
    const bool narrow = last_ - first_ + 1 > kMostColumns;
    const double width = kRight - left;
    double weights = 0;
    double breaks = 0;
    for (std::uint64_t step = first_; step <= last_; ++step) {
        weights += weight(line.block(step));
        breaks += time_passes(line.block(step)) ? 1 : 0;
    }
    // Where columns get narrow, an iteration keeps room for its name, and a step in which time
    // passes for the mark that says so.
    constexpr double kName = 60;
    constexpr double kBreak = 30;
    const auto count = static_cast<double>(std::max<std::size_t>(iterations_.size(), 1));
    const double for_name = narrow ? std::min(kName, width / count / 2) : 0;
    const double for_break = narrow ? std::min(kBreak, width / std::max(breaks, 1.0) / 4) : 0;
    const double unit =
        (width - (for_name * count) - (for_break * breaks)) / std::max(weights, 1.0);
    edges_.reserve(last_ - first_ + 2);
    double at = left;
    for (const Iteration& iteration : iterations_) {
        const auto own = static_cast<double>(iteration.last - iteration.first + 1);
        for (std::uint64_t step = iteration.first; step <= iteration.last; ++step) {
            const Timeline::Block& block = line.block(step);
            edges_.push_back(at);
            at += (unit * weight(block)) + (for_name / own) + (time_passes(block) ? for_break : 0);
        }
    }
    edges_.push_back(iterations_.empty() ? left : kRight);
}

const StepAxis::Iteration& StepAxis::iteration(std::uint64_t step) const {
    return *std::ranges::lower_bound(iterations_, step, {}, &Iteration::last);
}

bool StepAxis::all_wide(double least) const {
    return std::ranges::adjacent_find(edges_, [least](double from, double to) {
               return to - from < least;
           }) == edges_.end();
}

double StepAxis::left(std::uint64_t step) const {
    if (step < first_) {
        return edges_.front();
    }
    return step > last_ ? edges_.back() : edges_[step - first_];
}

}  // namespace corodemo::app
