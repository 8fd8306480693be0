#include "app/formats/svg/block_labels.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ranges>
#include <utility>

#include "app/formats/svg/text_width.hpp"
#include "app/message.hpp"
#include "app/narration/wording.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

constexpr double kLeast = 13;  // the smallest legible font size
constexpr std::size_t kLongest = 26;
constexpr double kPadding = 2;
constexpr double kTornHalf = 18;  // of the tear in a block that blocks

/// The label of a task's block, for places with more room than the block.
std::string in_full(const Timeline::Block& block) {
    const std::string text = !block.printed.empty()   ? block.printed
                             : block.label[1].empty() ? block.label[0]
                                                      : block.label[0] + " " + block.label[1];
    return display_width(text) <= kLongest ? text
                                           : std::string(prefix_of_width(text, kLongest - 1)) + "…";
}

}  // namespace

BlockLabels::BlockLabels(const Timeline& line, const LaneLayout& layout, Language language)
    : line_(line),
      layout_(layout),
      axis_(layout.axis()),
      language_(language),
      size_(find_size(false)),
      loop_size_(find_size(true)) {
    find_bars();
    place_above();
    place_beside();
}

double BlockLabels::mark(const Timeline::Block& block) const {
    if (!line_.end_in(block)) {
        return 0;
    }
    constexpr double kSmallest = 4;
    const double width = layout_.block_right(block.step) - layout_.block_left(block.step);
    const double most = mark_below(block) ? 11 : 13;
    const double side = std::min({most, layout_.half_of(block.lane) * 0.8, width - 6});
    return side < kSmallest ? 0 : side;
}

bool BlockLabels::mark_below(const Timeline::Block& block) const {
    constexpr double kLeastHeight = 50;
    return (two_lines(block) || block.blocked() > 0) &&
           2 * layout_.half_of(block.lane) >= kLeastHeight;
}

double BlockLabels::mark_room(const Timeline::Block& block) const {
    const double side = mark_below(block) ? 0 : mark(block);
    return side > 0 ? side + (kPadding * 2) : 0;
}

BlockLabels::Room BlockLabels::room(const Timeline::Block& block) const {
    const double left = layout_.block_left(block.step) + kPadding;
    if (block.blocked() > 0) {
        return {left, axis_.middle(block.step) - kTornHalf};
    }
    return {left, layout_.block_right(block.step) - kPadding - mark_room(block)};
}

BlockLabels::Room BlockLabels::blocking_room(const Timeline::Block& block) const {
    return {axis_.middle(block.step) + kTornHalf,
            layout_.block_right(block.step) - kPadding - mark_room(block)};
}

std::vector<std::string> BlockLabels::blocking(const Timeline::Block& block) const {
    const std::string verb(Localized{"blocks", "阻塞"}.in(language_));
    const std::string time = time_text(block.blocked());
    const Room room = blocking_room(block);
    const bool two = 2 * layout_.half_of(block.lane) >= 2.4 * size(block.lane);
    std::vector<std::string> lines = two ? std::vector{verb, time} : std::vector{verb + " " + time};
    const bool fit = std::ranges::all_of(lines, [&](const std::string& text) {
        return text_width(text, size(block.lane), Face::bold) <= room.width();
    });
    return fit ? lines : std::vector<std::string>();
}

std::vector<std::string> BlockLabels::inside(const Timeline::Block& block) const {
    if (fits(block)) {
        return wanted(block);
    }
    if (block.lane == 0) {
        return with_second_line_.contains(block.step) ? std::vector{block.label[1]}
                                                      : std::vector<std::string>();
    }
    if (labelled_elsewhere_.contains(block.step)) {
        return {};
    }
    std::vector<std::string> lines = wanted(block);
    for (std::string& line : lines) {
        line = fit_svg(line, room(block).width(), size(block.lane));
    }
    std::erase(lines, std::string());
    return lines;
}

bool BlockLabels::shown(const Timeline::Block& block) const {
    return axis_.has(block.step) && (block.lane == 0 || layout_.is_open(block.lane));
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

bool BlockLabels::fits(const Timeline::Block& block, const std::string& text) const {
    return !text.empty() && text_width(text, size(block.lane), Face::bold) <= room(block).width();
}

bool BlockLabels::fits(const Timeline::Block& block) const {
    return std::ranges::all_of(wanted(block),
                               [&](const std::string& text) { return fits(block, text); });
}

/// The font size at which all labels fit into their blocks, but no smaller than legible.
double BlockLabels::find_size(bool loop) const {
    double size = 21;
    for (const Timeline::Block& block : line_.blocks) {
        if (!axis_.has(block.step) || axis_.is_sliver(block.step) || (block.lane == 0) != loop) {
            continue;
        }
        size = std::min(size, 2 * layout_.half_of(block.lane) * (two_lines(block) ? 0.3 : 0.5));
        for (const std::string& text : wanted(block)) {
            const double fitting =
                room(block).width() / std::max(text_width(text, 1, Face::bold), 0.5);
            size = fitting >= kLeast ? std::min(size, fitting) : size;
        }
    }
    // As precise as it is written.
    return std::max(std::floor(size * 10) / 10, kLeast);
}

bool BlockLabels::continues_bar(const Timeline::Block& block) const {
    if (bars_.empty() || bars_.back().last + 1 != block.step) {
        return false;
    }
    constexpr double kInvisible = 1.5;  // then even different ones share a bar
    const Timeline::Block& before = line_.block(bars_.back().last);
    return before.kind != StepKind::jump && before.it == block.it && before.own == block.own &&
           (before.label[0] == block.label[0] || axis_.width(block.step) < kInvisible);
}

void BlockLabels::find_bars() {
    for (std::uint64_t step = axis_.first(); step <= axis_.last(); ++step) {
        const Timeline::Block& block = line_.block(step);
        if (block.lane == 0 && axis_.is_sliver(step)) {
            add_to_bars(block);
        }
    }
    for (Bar& bar : bars_) {
        const std::uint64_t amount = bar.last - bar.first + 1;
        if (amount > 1) {
            bar.text += (bar.text.empty() ? "×" : " ×") + std::to_string(amount);
        }
    }
}

void BlockLabels::add_to_bars(const Timeline::Block& block) {
    if (!continues_bar(block)) {
        const std::size_t tells = block.kind == StepKind::jump ? 1 : 0;
        bars_.push_back({block.step, block.step, block.label.at(tells)});
        return;
    }
    bars_.back().last = block.step;
    if (bars_.back().text != block.label[0]) {
        bars_.back().text.clear();  // different ones
    }
}

void BlockLabels::place_above() {
    std::vector<Shared> all = shared_labels();
    for (const Bar& bar : bars_) {
        const double width = axis_.right(bar.last) - axis_.left(bar.first);
        if (text_width(bar.text, kLabelSize, Face::regular) + 8 > width) {
            all.push_back({bar.first, bar.last, bar.text, ""});
        }
    }
    std::ranges::sort(all, {}, &Shared::first);
    double free_from = 0;
    for (const Shared& label : all) {
        const double width = axis_.right(label.last) - axis_.left(label.first);
        const double half = text_width(label.text + label.amount, kLabelSize, Face::regular) / 2;
        const double wanted = axis_.left(label.first) + (width / 2) - half;
        const double from = std::max(wanted, free_from);
        constexpr double kNear = 40;  // to its blocks
        if (from - wanted < std::max(width, kNear)) {
            const double to = from + (2 * half);
            above_[label.first] = {label.text, from, to, label.amount, label.last};
            free_from = to + 8;
        }
    }
}

/// Those of neighbours in the loop's lane with the same text, if it does not fit into their blocks.
std::vector<BlockLabels::Shared> BlockLabels::shared_labels() {
    std::vector<Shared> shared;
    for (auto block = line_.blocks.begin(); block != line_.blocks.end();) {
        const Timeline::Block& first = *block;
        const auto same = [&](const Timeline::Block& other) {
            return other.lane == 0 && shown(other) && other.label[0] == first.label[0] &&
                   other.it == first.it && !axis_.is_sliver(other.step);
        };
        const auto end = std::find_if_not(block, line_.blocks.end(), same);
        if (end == block) {
            ++block;
            continue;
        }
        const std::span<const Timeline::Block> group(block, end);
        block = end;
        const bool all_fit = std::ranges::all_of(group, [this](const Timeline::Block& each) {
            return fits(each) && wanted(each).front() == each.label[0];
        });
        if (!all_fit) {
            shared.push_back(label_of(group));
        }
    }
    return shared;
}

/// If the second lines fit, they are inside the blocks; otherwise the label counts these.
BlockLabels::Shared BlockLabels::label_of(std::span<const Timeline::Block> group) {
    const bool jump = group.front().kind == StepKind::jump;
    const bool inside = !jump && std::ranges::all_of(group, [this](const Timeline::Block& each) {
        return fits(each, each.label[1]);
    });
    for (const Timeline::Block& each : group) {
        if (inside) {
            with_second_line_.insert(each.step);
        }
    }
    return {group.front().step, group.back().step, group.front().label[jump ? 1 : 0],
            group.size() > 1 && !inside ? " ×" + std::to_string(group.size()) : ""};
}

/// Blocks of an iteration with the same text share one label, beside the last of them that has
/// room.
void BlockLabels::place_beside() {
    std::map<std::pair<std::uint64_t, std::string>, std::vector<const Timeline::Block*>> groups;
    for (const Timeline::Block& block : line_.blocks) {
        if (block.lane != 0 && shown(block) && !fits(block)) {
            groups[{axis_.iteration(block.step).first, in_full(block)}].push_back(&block);
        }
    }
    for (const auto& [key, blocks] : groups) {
        const std::string& text = key.second;
        const bool placed = std::ranges::any_of(
            blocks | std::views::reverse,
            [&](const Timeline::Block* block) { return place_beside(*block, text); });
        for (const Timeline::Block* block : blocks) {
            if (placed) {
                labelled_elsewhere_.insert(block->step);
            }
        }
    }
}

bool BlockLabels::place_beside(const Timeline::Block& block, const std::string& text) {
    const double from = axis_.right(block.step) + 6;
    const double to = from + text_width(text, kLabelSize, Face::regular);
    if (2 * layout_.half_of(block.lane) < kLabelSize * 0.8 || to > free_until(block, from)) {
        return false;
    }
    beside_[block.step] = {text, from, to, "", block.step};
    return true;
}

/// How far the lane is free to the right of a block: up to the task's next block, a jump of the
/// clock, or a line of a task that becomes ready there.
double BlockLabels::free_until(const Timeline::Block& block, double from) const {
    constexpr double kDistance = 8;
    double until = LaneLayout::kRight;
    const auto stop = [&](double x) { until = std::min(until, x - kDistance); };
    for (std::uint64_t step = block.step + 1; step <= axis_.last(); ++step) {
        const Timeline::Block& other = line_.block(step);
        if (!shown(other)) {
            continue;
        }
        if (other.lane == block.lane) {
            stop(axis_.left(other.step) - 16);
        } else if (other.kind == StepKind::jump) {
            stop(axis_.middle(other.step) - (axis_.width(other.step) * 0.2) - 4);
        } else if (other.blocked() > 0) {
            stop(axis_.middle(other.step) - 16);
        }
    }
    for (const Timeline::Interval& interval : line_.intervals) {
        if (passes(interval, block)) {
            stop(interval.begin > block.step ? axis_.middle(interval.begin) : from);
        }
    }
    return until;
}

/// Whether the line to a task that becomes ready crosses a block's lane, or begins in it, to the
/// right of that block.
bool BlockLabels::passes(const Timeline::Interval& interval, const Timeline::Block& block) const {
    if (!interval.ready || !interval.from || interval.begin < block.step ||
        !axis_.has(interval.begin)) {
        return false;
    }
    const double y = layout_.y(block.lane);
    const auto [top, bottom] = std::minmax({layout_.y(*interval.from), layout_.y(interval.task)});
    return y > top - 1 && y < bottom + 1 &&
           (interval.begin > block.step || interval.task == block.lane);
}

}  // namespace corodemo::app
