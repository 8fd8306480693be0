#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "app/formats/svg/block_labels.hpp"
#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/svg.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Shared by what draws lanes: the timeline, its layout, and the picture to draw on.
class LaneCanvas {
public:
    /// Nothing after step `here` is drawn.
    LaneCanvas(const Timeline& line, LaneLayout layout, std::uint64_t here, Language language,
               Svg& svg)
        : line_(line),
          layout_(std::move(layout)),
          axis_(layout_.axis()),
          labels_(line, layout_, language),
          here_(here),
          language_(language),
          svg_(svg),
          colours_(svg.palette()) {}
    LaneCanvas(const LaneCanvas&) = delete;  // refers to itself
    LaneCanvas& operator=(const LaneCanvas&) = delete;

protected:
    ~LaneCanvas() = default;

    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double y(std::uint32_t lane) const { return layout_.y(lane); }
    [[nodiscard]] double half_of(std::uint32_t lane) const { return layout_.half_of(lane); }
    [[nodiscard]] bool is_open(std::uint32_t lane) const {
        return lane == 0 || layout_.is_open(lane);
    }
    /// What lies behind the marks of a step.
    [[nodiscard]] const char* ground_at(std::uint64_t step) const {
        return axis_.has(step) && axis_.iteration(step).it % 2 == 1 ? colours_.band
                                                                    : colours_.ground;
    }

    const Timeline& line_;
    const LaneLayout layout_;
    const StepAxis& axis_;
    BlockLabels labels_;
    std::uint64_t here_;
    Language language_;
    Svg& svg_;
    const Palette& colours_;
};

}  // namespace corodemo::app
