#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// Where the labels of blocks go in a picture by step: into the block, if they fit there whole.
/// Otherwise those of a task beside it, those of the loop above it, and once for all neighbours
/// that say the same.
class BlockLabels {
public:
    /// Nothing behind the step `here` is drawn.
    BlockLabels(const Timeline& line, const LaneLayout& layout, std::uint64_t here);

    /// The size of letters in blocks.
    [[nodiscard]] double size() const { return size_; }
    /// What stands in a block, in one line or two; may be cut where there is no other room.
    [[nodiscard]] std::vector<std::string> inside(const Timeline::Block& block) const;

    /// A label on its own, from `from` to `to`.
    struct Label {
        std::string text;
        double from = 0;
        double to = 0;
    };
    static constexpr double kLabelSize = 18;
    /// Those beside the block of a step, or null.
    [[nodiscard]] const Label* beside(std::uint64_t step) const { return find(beside_, step); }
    /// Those above a block of the loop's and the neighbours that say the same, whose first it is;
    /// or null.
    [[nodiscard]] const Label* above(std::uint64_t step) const { return find(above_, step); }

private:
    using Labels = std::map<std::uint64_t, Label>;
    static const Label* find(const Labels& labels, std::uint64_t step) {
        const auto found = labels.find(step);
        return found != labels.end() ? &found->second : nullptr;
    }
    [[nodiscard]] bool shown(const Timeline::Block& block) const;
    [[nodiscard]] bool two_lines(const Timeline::Block& block) const;
    [[nodiscard]] std::vector<std::string> wanted(const Timeline::Block& block) const;
    [[nodiscard]] bool fits(const std::string& text) const;
    [[nodiscard]] bool fits(const Timeline::Block& block) const;
    [[nodiscard]] double find_size() const;
    void put_above();
    void put_beside();
    [[nodiscard]] bool put_beside(const Timeline::Block& block, const std::string& text);
    [[nodiscard]] bool passes(const Timeline::Interval& interval,
                              const Timeline::Block& block) const;
    [[nodiscard]] double free_until(const Timeline::Block& block, double from) const;

    const Timeline& line_;
    const LaneLayout& layout_;
    std::uint64_t here_;
    double room_;  ///< for a block's label
    double size_;
    Labels above_;
    Labels beside_;
    std::set<std::uint64_t> told_;  ///< steps whose label stands somewhere else
};

}  // namespace corodemo::app
