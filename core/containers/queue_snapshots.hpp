#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace corodemo::containers {

/// What a queue held after each of its changes. A snapshot shares its memory with the one before,
/// if only the first item has left or others have come in at the end: then n changes take memory
/// for n items, however long the queue is.
template <class Item>
class QueueSnapshots {
public:
    /// Keeps a copy of `items`, for as long as this object lives.
    std::span<const Item> keep(std::span<const Item> items) {
        std::size_t known = 0;  // how many of the items stand at the end of the block
        if (begins_with(items, last_)) {
            known = last_.size();
        } else if (!last_.empty() && begins_with(items, last_.subspan(1))) {
            known = last_.size() - 1;
        }
        if (room_ < items.size() - known) {
            constexpr std::size_t kLeast = 8;
            const std::size_t size = std::max(kLeast, 2 * items.size());
            end_ = blocks_.emplace_back(size).data();
            room_ = size;
            known = 0;
        }
        const std::span<const Item> added = items.subspan(known);
        end_ = std::ranges::copy(added, end_).out;
        room_ -= added.size();
        last_ = {end_ - items.size(), items.size()};
        return last_;
    }

private:
    static bool begins_with(std::span<const Item> items, std::span<const Item> first) {
        return items.size() >= first.size() && std::ranges::equal(items.first(first.size()), first);
    }

    std::vector<std::vector<Item>> blocks_;
    Item* end_ = nullptr;   // of what is used of the last block
    std::size_t room_ = 0;  // behind that
    std::span<const Item> last_;
};

}  // namespace corodemo::containers
