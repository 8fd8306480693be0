#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "app/formats/svg/block_labels.hpp"
#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/svg.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// Shared by LaneLines and LanePicture: the timeline, its layout, and the picture to draw on.
class LaneCanvas {
public:
    /// Nothing after step `here` is drawn.
    LaneCanvas(const Timeline& line, PictureColumns columns, std::uint64_t here, Language language,
               Svg& svg)
        : line_(line),
          layout_(line, std::move(columns)),
          columns_(layout_.columns()),
          labels_(line, layout_, here),
          here_(here),
          language_(language),
          svg_(svg),
          colours_(svg.palette()) {}

protected:
    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double x(std::ptrdiff_t column) const { return layout_.x(column); }
    [[nodiscard]] double middle(std::uint64_t step) const { return layout_.middle(step); }
    [[nodiscard]] double gap() const { return layout_.gap(); }
    [[nodiscard]] double y(std::uint32_t lane) const { return layout_.y(lane); }
    [[nodiscard]] double half_of(std::uint32_t lane) const { return layout_.half_of(lane); }
    [[nodiscard]] bool drawn(std::uint32_t lane) const { return layout_.drawn(lane); }

    const Timeline& line_;
    LaneLayout layout_;
    const PictureColumns& columns_;
    BlockLabels labels_;
    std::uint64_t here_;
    Language language_;
    Svg& svg_;
    const Palette& colours_;
};

}  // namespace corodemo::app
