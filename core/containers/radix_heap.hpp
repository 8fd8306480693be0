#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "core/containers/ring.hpp"

namespace corodemo::containers {

/// A priority queue: smallest key first, equal keys in insertion order. It is monotone: no key may
/// be smaller than the last one popped. Follows the one-level radix heap of Ahuja, Mehlhorn, Orlin
/// and Tarjan (Faster algorithms for the shortest path problem, 1990).
///
/// The floor is the last key popped. A key's bucket is the highest bit in which it differs from the
/// floor, so all keys in a bucket are smaller than those in the next. The first entry is found by
/// searching one bucket; when its smallest key becomes the floor, the others move to lower buckets.
/// So an entry moves at most once per bit of its key, with sequential access to memory, where a
/// binary heap jumps about.
template <std::copyable Item>
class RadixHeap {
public:
    using Key = std::uint64_t;
    struct Entry {
        Key key;
        Item item;
    };

    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] Key floor() const { return floor_; }
    /// Requires: empty.
    void set_floor(Key floor) { floor_ = floor; }

    /// Requires: key >= floor().
    void push(Key key, Item item) {
        ++size_;
        if (key == floor_) {
            at_floor_.emplace_back(std::move(item));
            return;
        }
        const std::size_t bucket = bucket_of(key);
        buckets_[bucket].push_back({key, std::move(item)});
        occupied_ |= bit(bucket);
        if (first_known_ && key < first_above().key) {
            first_ = {bucket, buckets_[bucket].size() - 1};
        }
    }
    /// Requires: not empty.
    [[nodiscard]] const Item& first() {
        if (!at_floor_.empty()) {
            return at_floor_[0];
        }
        find_first_above();
        return first_above().item;
    }
    /// Requires: not empty.
    Item pop_first() {
        if (at_floor_.empty()) {
            raise_floor();
        }
        --size_;
        return at_floor_.pop_front();
    }

    /// Removes the entries whose item is `chosen`; returns them in order.
    template <std::predicate<const Item&> Chosen>
    std::vector<Entry> remove_if(Chosen chosen) {
        std::vector<Entry> removed;
        for (Entry& entry : take_all()) {
            if (chosen(entry.item)) {
                removed.push_back(std::move(entry));
            } else {
                push(entry.key, std::move(entry.item));
            }
        }
        return in_order(std::move(removed));
    }
    /// All of them, in order.
    [[nodiscard]] std::vector<Entry> entries() const { return in_order(as_they_lie()); }
    void clear() { take_all(); }

private:
    static constexpr std::size_t kBits = std::numeric_limits<Key>::digits;

    struct Place {
        std::size_t bucket = 0;
        std::size_t index = 0;
    };

    static constexpr std::uint64_t bit(std::size_t bucket) { return std::uint64_t{1} << bucket; }
    /// Requires: key > floor().
    [[nodiscard]] std::size_t bucket_of(Key key) const {
        return static_cast<std::size_t>(std::bit_width(key ^ floor_)) - 1;
    }
    [[nodiscard]] const Entry& first_above() const { return buckets_[first_.bucket][first_.index]; }

    /// Finds the first entry above the floor.   Requires: there is one.
    void find_first_above() {
        if (first_known_) {
            return;
        }
        first_ = {static_cast<std::size_t>(std::countr_zero(occupied_)), 0};
        const std::vector<Entry>& bucket = buckets_[first_.bucket];
        for (std::size_t i = 1; i < bucket.size(); ++i) {
            if (bucket[i].key < first_above().key) {
                first_.index = i;
            }
        }
        first_known_ = true;
    }
    /// The first key above the floor becomes the floor.   Requires: nothing is at the floor.
    void raise_floor() {
        find_first_above();
        floor_ = first_above().key;
        first_known_ = false;
        std::vector<Entry>& bucket = buckets_[first_.bucket];
        occupied_ &= ~bit(first_.bucket);
        for (Entry& entry : bucket) {
            if (entry.key == floor_) {
                at_floor_.emplace_back(std::move(entry.item));
            } else {
                const std::size_t lower = bucket_of(entry.key);
                buckets_[lower].push_back(std::move(entry));
                occupied_ |= bit(lower);
            }
        }
        bucket.clear();
    }
    /// All entries by bucket; only equal keys are in order.
    [[nodiscard]] std::vector<Entry> as_they_lie() const {
        std::vector<Entry> all;
        all.reserve(size_);
        for (std::size_t i = 0; i < at_floor_.size(); ++i) {
            all.push_back({floor_, at_floor_[i]});
        }
        for (const std::vector<Entry>& bucket : buckets_) {
            all.insert(all.end(), bucket.begin(), bucket.end());
        }
        return all;
    }
    [[nodiscard]] std::vector<Entry> in_order(std::vector<Entry> entries) const {
        RadixHeap heap;
        heap.set_floor(floor_);
        for (Entry& entry : entries) {
            heap.push(entry.key, std::move(entry.item));
        }
        for (Entry& entry : entries) {
            entry.item = heap.pop_first();
            entry.key = heap.floor();
        }
        return entries;
    }
    std::vector<Entry> take_all() {
        std::vector<Entry> all = as_they_lie();
        at_floor_.clear();
        for (std::vector<Entry>& bucket : buckets_) {
            bucket.clear();
        }
        occupied_ = 0;
        first_known_ = false;
        size_ = 0;
        return all;
    }

    std::size_t size_ = 0;
    Key floor_ = 0;
    Ring<Item> at_floor_;
    std::array<std::vector<Entry>, kBits> buckets_;  // by the highest bit in which the key differs
    std::uint64_t occupied_ = 0;                     // a bit for each bucket that is not empty
    bool first_known_ = false;
    Place first_;  // of the first entry above the floor
};

}  // namespace corodemo::containers
