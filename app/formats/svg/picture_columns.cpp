#include "app/formats/svg/picture_columns.hpp"

#include <algorithm>

namespace corodemo::app {

std::ptrdiff_t PictureColumns::of(std::uint64_t step) const {
    if (all.empty() || step < all.front().first) {
        return -1;
    }
    const auto found = std::ranges::lower_bound(all, step, {}, &Column::last);
    return found - all.begin();
}

PictureColumns columns_by_step(const Timeline& line, std::uint64_t here) {
    PictureColumns columns;
    const std::uint64_t count = line.blocks.size();
    std::uint64_t first = 1;
    if (count > kMostColumns) {
        const std::uint64_t half = kMostColumns / 2;
        // The window moves by half its width, so that most frames share it with the frame before.
        const std::uint64_t wanted = here > half / 2 ? (here - half / 2) / half * half + 1 : 1;
        first = std::min(wanted, count - kMostColumns + 1);
        columns.cut = true;
    }
    const std::uint64_t last = std::min(count, first + kMostColumns - 1);
    for (std::uint64_t step = first; step <= last; ++step) {
        const Timeline::Block& block = line.blocks[step - 1];
        columns.all.push_back({step, step, block.it, block.run});
    }
    return columns;
}

PictureColumns columns_by_iteration(const Timeline& line) {
    PictureColumns columns;
    columns.by_step = false;
    for (const Timeline::Block& block : line.blocks) {
        const bool same = !columns.all.empty() && columns.all.back().it == block.it &&
                          columns.all.back().run == block.run;
        if (same) {
            columns.all.back().last = block.step;
        } else if (columns.all.size() == kMostColumns) {
            columns.cut = true;
            break;
        } else {
            columns.all.push_back({block.step, block.step, block.it, block.run});
        }
    }
    return columns;
}

}  // namespace corodemo::app
