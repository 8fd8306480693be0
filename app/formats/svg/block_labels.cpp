#include "app/formats/svg/block_labels.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

#include "app/formats/svg/svg.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

constexpr double kLeast = 13;     // the smallest legible font size
constexpr double kLetter = 0.58;  // average width of a bold character, relative to the font size
constexpr double kThin = 0.52;
constexpr std::size_t kLongest = 26;

double width_of(const std::string& text, double size, double letter = kLetter) {
    return letter * size * static_cast<double>(display_width(text));
}

/// The label of a task's block, for places with more room than the block.
std::string in_full(const Timeline::Block& block) {
    const std::string text = !block.printed.empty()   ? block.printed
                             : block.label[1].empty() ? block.label[0]
                                                      : block.label[0] + " " + block.label[1];
    return display_width(text) <= kLongest ? text
                                           : std::string(prefix_of_width(text, kLongest - 1)) + "…";
}

}  // namespace

BlockLabels::BlockLabels(const Timeline& line, const LaneLayout& layout, std::uint64_t here)
    : line_(line),
      layout_(layout),
      here_(here),
      room_(layout.width() - (2 * layout.gap()) - 4),
      size_(find_size()) {
    place_above();
    place_beside();
}

std::vector<std::string> BlockLabels::inside(const Timeline::Block& block) const {
    if (fits(block)) {
        return wanted(block);
    }
    if (block.lane == 0) {
        const bool whose = block.kind != StepKind::jump && fits(block.label[1]);
        return whose ? std::vector{block.label[1]} : std::vector<std::string>();
    }
    if (labelled_elsewhere_.contains(block.step)) {
        return {};
    }
    std::vector<std::string> lines = wanted(block);
    for (std::string& line : lines) {
        line = fit_svg(line, room_ * 0.9, size_);
    }
    return lines;
}

bool BlockLabels::shown(const Timeline::Block& block) const {
    return block.step <= here_ && layout_.columns().has(block.step) && layout_.drawn(block.lane);
}

bool BlockLabels::two_lines(const Timeline::Block& block) const {
    return 2 * layout_.half_of(block.lane) >= 44 && !block.label[1].empty();
}

std::vector<std::string> BlockLabels::wanted(const Timeline::Block& block) const {
    if (two_lines(block)) {
        return {block.label[0], block.label[1]};
    }
    const bool second = block.lane == 0 && !block.label[1].empty();
    return {block.label[second ? 1 : 0]};
}

bool BlockLabels::fits(const std::string& text) const {
    return !text.empty() && width_of(text, size_) <= room_;
}

bool BlockLabels::fits(const Timeline::Block& block) const {
    return std::ranges::all_of(wanted(block),
                               [this](const std::string& text) { return fits(text); });
}

/// The font size at which all labels fit into their blocks, but no smaller than legible.
double BlockLabels::find_size() const {
    double size = 21;
    for (const Timeline::Block& block : line_.blocks) {
        if (!layout_.columns().has(block.step)) {
            continue;
        }
        size = std::min(size, 2 * layout_.half_of(block.lane) * (two_lines(block) ? 0.3 : 0.5));
        for (const std::string& text : wanted(block)) {
            const double fitting = room_ / std::max(width_of(text, 1), kLetter);
            size = fitting >= kLeast ? std::min(size, fitting) : size;
        }
    }
    return std::max(size, kLeast);
}

/// Neighbours with the same text share one label.
void BlockLabels::place_above() {
    double free_from = 0;
    auto block = line_.blocks.begin();
    while (block != line_.blocks.end()) {
        const auto first = block;
        const bool jump = first->kind == StepKind::jump;
        const auto same = [&](const Timeline::Block& other) {
            return other.lane == 0 && shown(other) && other.label[0] == first->label[0] &&
                   other.it == first->it;
        };
        block = std::find_if_not(std::next(block), line_.blocks.end(), same);
        const bool all_fit = std::all_of(first, block, [this](const Timeline::Block& each) {
            return fits(each) && wanted(each).front() == each.label[0];
        });
        if (first->lane != 0 || !shown(*first) || all_fit) {
            continue;
        }
        const std::string& text = first->label[jump ? 1 : 0];
        const double middle =
            (layout_.middle(first->step) + layout_.middle(std::prev(block)->step)) / 2;
        const double half = width_of(text, kLabelSize, kThin) / 2;
        const double from = std::max(middle - half, free_from);
        if (from + half > middle + (layout_.width() * 1.5)) {
            continue;
        }
        above_[first->step] = {text, from, from + (2 * half)};
        free_from = from + (2 * half) + 6;
    }
}

/// Blocks of an iteration with the same text share one label, beside the last of them that has
/// room.
void BlockLabels::place_beside() {
    std::map<std::pair<std::uint32_t, std::string>, std::vector<const Timeline::Block*>> groups;
    for (const Timeline::Block& block : line_.blocks) {
        if (block.lane != 0 && shown(block) && !fits(block)) {
            groups[{block.it, in_full(block)}].push_back(&block);
        }
    }
    for (const auto& [key, blocks] : groups) {
        const bool placed = std::ranges::any_of(
            blocks | std::views::reverse,
            [&](const Timeline::Block* block) { return place_beside(*block, key.second); });
        for (const Timeline::Block* block : blocks) {
            if (placed) {
                labelled_elsewhere_.insert(block->step);
            }
        }
    }
}

bool BlockLabels::place_beside(const Timeline::Block& block, const std::string& text) {
    const double done = block.ends ? (layout_.pitch() * 0.15) + 12 : 0;
    const double from = layout_.x(layout_.columns().of(block.step) + 1) + done + 6;
    const double to = from + width_of(text, kLabelSize, kThin);
    if (to > free_until(block, from)) {
        return false;
    }
    beside_[block.step] = {text, from, to};
    return true;
}

/// How far the lane is free to the right of a block: up to the task's next block, a jump of the
/// clock, or a line of a task that becomes ready there.
double BlockLabels::free_until(const Timeline::Block& block, double from) const {
    constexpr double kDistance = 8;
    double until = LaneLayout::kRight;
    const auto stop = [&](double x) { until = std::min(until, x - kDistance); };
    for (const Timeline::Block& other : line_.blocks) {
        if (other.step <= block.step || !shown(other)) {
            continue;
        }
        if (other.lane == block.lane) {
            stop(layout_.x(layout_.columns().of(other.step)) - 16);
        } else if (other.kind == StepKind::jump) {
            stop(layout_.middle(other.step) - (layout_.width() * 0.2));
        }
    }
    for (const Timeline::Interval& interval : line_.intervals) {
        if (passes(interval, block)) {
            stop(interval.begin > block.step ? layout_.middle(interval.begin) : from);
        }
    }
    return until;
}

/// Whether the line to a task that becomes ready crosses a block's lane, or begins in it, to the
/// right of that block.
bool BlockLabels::passes(const Timeline::Interval& interval, const Timeline::Block& block) const {
    if (!interval.ready || !interval.from || interval.begin < block.step ||
        interval.begin > here_ || !layout_.columns().has(interval.begin)) {
        return false;
    }
    const double y = layout_.y(block.lane);
    const auto [top, bottom] = std::minmax({layout_.y(*interval.from), layout_.y(interval.task)});
    return y > top - 1 && y < bottom + 1 &&
           (interval.begin > block.step || interval.task == block.lane);
}

}  // namespace corodemo::app
