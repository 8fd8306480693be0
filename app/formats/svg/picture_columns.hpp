#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/formats/svg/timeline.hpp"

namespace corodemo::app {

/// The maximum number of columns in a picture.
inline constexpr std::size_t kMostColumns = 40;

/// Which steps are in which column.
struct PictureColumns {
    struct Column {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint32_t it = 0;
        std::uint32_t run = 0;
    };
    std::vector<Column> all;
    bool by_step = true;
    bool cut = false;  ///< there are more steps than columns

    /// The column of a step; one before the first, or one after the last, for steps outside of all
    /// columns.
    [[nodiscard]] std::ptrdiff_t of(std::uint64_t step) const;
    [[nodiscard]] bool has(std::uint64_t step) const {
        return !all.empty() && step >= all.front().first && step <= all.back().last;
    }
};

/// A column per step, for at most kMostColumns of them around step `here`.
PictureColumns columns_by_step(const Timeline& line, std::uint64_t here);
/// A column per iteration, for the first kMostColumns of them.
PictureColumns columns_by_iteration(const Timeline& line);

}  // namespace corodemo::app
