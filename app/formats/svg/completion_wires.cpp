#include "app/formats/svg/completion_wires.hpp"

#include <algorithm>
#include <ranges>

namespace corodemo::app {

namespace {

// More wires than that, or wires between slivers, would merge: they share one.
constexpr std::size_t kOwnLevels = 4;

}  // namespace

CompletionWires::CompletionWires(const Timeline& line, const StepAxis& axis, std::uint64_t here) {
    for (std::uint64_t step = axis.first(); step <= std::min(axis.last(), here); ++step) {
        const Timeline::Block& block = line.block(step);
        if (block.kind != StepKind::callback || !axis.has(block.cause)) {
            continue;
        }
        const bool neighbours = block.cause + 1 == step && line.block(block.cause).lane == 0;
        if (!neighbours) {
            add(block.cause, step, axis.is_sliver(step) || axis.is_sliver(block.cause), axis);
        }
    }
    for (const Wire& wire : wires_) {
        levels_ = std::max(levels_, wire.level + 1);
    }
}

void CompletionWires::add(std::uint64_t from, std::uint64_t to, bool sliver, const StepAxis& axis) {
    taken_until_.resize(kOwnLevels + 1);
    const auto free = std::ranges::find_if(
        taken_until_, [from](std::uint64_t taken_until) { return taken_until < from; });
    const std::size_t level =
        std::min(static_cast<std::size_t>(free - taken_until_.begin()), kOwnLevels);
    const auto same = [&](const Wire& wire) {
        const StepAxis::Iteration& its = axis.iteration(wire.to);
        return to >= its.first && to <= its.last && (sliver || wire.level == kOwnLevels);
    };
    auto backwards = wires_ | std::views::reverse;
    const auto shared = std::ranges::find_if(backwards, same);
    if (shared != backwards.end() && (sliver || level == kOwnLevels)) {
        shared->from = from;
        shared->to = to;
        ++shared->stands_for;
        taken_until_[shared->level] = to;
        return;
    }
    wires_.push_back({from, to, level});
    taken_until_[level] = to;
}

}  // namespace corodemo::app
