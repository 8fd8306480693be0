#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/timeline.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Places the labels of blocks: inside the block if the text fits completely. Otherwise a task's
/// label goes beside its block, and the loop's above it; neighbours with the same text share one.
/// In all frames of an animation, a label has the same place.
class BlockLabels {
public:
    BlockLabels(const Timeline& line, const LaneLayout& layout, Language language);

    /// The font size inside blocks of a lane: one for the loop, one for all tasks.
    [[nodiscard]] double size(std::uint32_t lane) const { return lane == 0 ? loop_size_ : size_; }
    /// The text inside a block, one or two lines; may be truncated if there is no room elsewhere.
    [[nodiscard]] std::vector<std::string> inside(const Timeline::Block& block) const;
    /// What a block that blocks the event loop says about it, in one or two lines; none if there is
    /// no room.
    [[nodiscard]] std::vector<std::string> blocking(const Timeline::Block& block) const;

    /// The part of a block for its text: the rest is for a mark, or for what it says about
    /// blocking.
    struct Room {
        double from = 0;
        double to = 0;
        [[nodiscard]] double width() const { return to - from; }
        [[nodiscard]] double middle() const { return (from + to) / 2; }
    };
    [[nodiscard]] Room room(const Timeline::Block& block) const;
    /// For what it says about blocking.
    [[nodiscard]] Room blocking_room(const Timeline::Block& block) const;
    /// The side of the mark in a block in which a task ends; 0 if there is none, or no room.
    [[nodiscard]] double mark(const Timeline::Block& block) const;
    /// Whether that is in the lower corner, below two lines of text; otherwise it is beside them.
    [[nodiscard]] bool mark_below(const Timeline::Block& block) const;

    /// A label outside of its block, from `from` to `to`.
    struct Label {
        std::string text;
        double from = 0;
        double to = 0;
        /// How many blocks share it, and the last of them: ` ×12`. Empty if each tells that itself.
        std::string amount;
        std::uint64_t last = 0;
    };
    static constexpr double kLabelSize = 18;
    /// The label beside the block of a step, or null.
    [[nodiscard]] const Label* beside(std::uint64_t step) const { return find(beside_, step); }
    /// The label above a block of the loop, if this is the first of the neighbours that share it;
    /// otherwise null.
    [[nodiscard]] const Label* above(std::uint64_t step) const { return find(above_, step); }

    /// Neighbouring slivers in the loop's lane, which are drawn as one.
    struct Bar {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::string text;
    };
    [[nodiscard]] const std::vector<Bar>& bars() const { return bars_; }

private:
    using Labels = std::map<std::uint64_t, Label>;
    static const Label* find(const Labels& labels, std::uint64_t step) {
        const auto found = labels.find(step);
        return found != labels.end() ? &found->second : nullptr;
    }
    /// The width that the mark takes from the text.
    [[nodiscard]] double mark_room(const Timeline::Block& block) const;
    [[nodiscard]] bool shown(const Timeline::Block& block) const;
    [[nodiscard]] bool two_lines(const Timeline::Block& block) const;
    [[nodiscard]] std::vector<std::string> wanted(const Timeline::Block& block) const;
    [[nodiscard]] bool fits(const Timeline::Block& block, const std::string& text) const;
    [[nodiscard]] bool fits(const Timeline::Block& block) const;
    [[nodiscard]] double find_size(bool loop) const;
    /// A label that neighbours share.
    struct Shared {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::string text;
        std::string amount;
    };
    [[nodiscard]] bool continues_bar(const Timeline::Block& block) const;
    void find_bars();
    void add_to_bars(const Timeline::Block& block);
    void place_above();
    [[nodiscard]] std::vector<Shared> shared_labels();
    [[nodiscard]] Shared label_of(std::span<const Timeline::Block> group);
    void place_beside();
    [[nodiscard]] bool place_beside(const Timeline::Block& block, const std::string& text);
    [[nodiscard]] bool passes(const Timeline::Interval& interval,
                              const Timeline::Block& block) const;
    [[nodiscard]] double free_until(const Timeline::Block& block, double from) const;

    const Timeline& line_;
    const LaneLayout& layout_;
    const StepAxis& axis_;
    Language language_;
    double size_;
    double loop_size_;
    std::vector<Bar> bars_;
    Labels above_;
    Labels beside_;
    std::set<std::uint64_t> with_second_line_;    ///< steps of the loop that show only that
    std::set<std::uint64_t> labelled_elsewhere_;  ///< steps whose label is not in their own block
};

}  // namespace corodemo::app
