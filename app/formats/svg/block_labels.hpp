#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// Places the labels of blocks in a picture by step: inside the block if the text fits completely.
/// Otherwise a task's label goes beside its block, and the loop's above it; neighbours with the
/// same text share one.
class BlockLabels {
public:
    /// Nothing after step `here` is drawn.
    BlockLabels(const Timeline& line, const LaneLayout& layout, std::uint64_t here);

    /// The font size inside blocks.
    [[nodiscard]] double size() const { return size_; }
    /// The text inside a block, one or two lines; may be truncated if there is no room elsewhere.
    [[nodiscard]] std::vector<std::string> inside(const Timeline::Block& block) const;

    /// A label outside of its block, from `from` to `to`.
    struct Label {
        std::string text;
        double from = 0;
        double to = 0;
    };
    static constexpr double kLabelSize = 18;
    /// The label beside the block of a step, or null.
    [[nodiscard]] const Label* beside(std::uint64_t step) const { return find(beside_, step); }
    /// The label above a block of the loop, if this is the first of the neighbours that share it;
    /// otherwise null.
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
    void place_above();
    void place_beside();
    [[nodiscard]] bool place_beside(const Timeline::Block& block, const std::string& text);
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
    std::set<std::uint64_t> labelled_elsewhere_;  ///< steps whose label is not in their own block
};

}  // namespace corodemo::app
