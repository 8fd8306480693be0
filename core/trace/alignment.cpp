#include "core/trace/alignment.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace corodemo::trace {

namespace {

using Pair = std::pair<std::size_t, std::size_t>;
using Pairs = std::vector<Pair>;

/// How many cells the table for a longest common subsequence may have.
constexpr std::size_t kSmall = std::size_t{1} << 22U;

/// The longest subsequence of `pairs`, which ascend on the left, that also ascends on the right.
Pairs longest_ascending(const Pairs& pairs) {
    std::vector<std::size_t> ends;  // at length - 1: the best pair to end with
    std::vector<std::size_t> before(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto at = std::ranges::lower_bound(
            ends, pairs[i].second, {}, [&](std::size_t end) { return pairs[end].second; });
        before[i] = at == ends.begin() ? i : *std::prev(at);
        if (at == ends.end()) {
            ends.push_back(i);
        } else {
            *at = i;
        }
    }
    Pairs found(ends.size());
    for (std::size_t left = ends.size(), i = ends.empty() ? 0 : ends.back(); left > 0; --left) {
        found[left - 1] = pairs[i];
        i = before[i];
    }
    return found;
}

class Alignment {
public:
    Alignment(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right)
        : left_(left),
          right_(right) {}

    Pairs run() {
        pieces_.push_back({0, left_.size(), 0, right_.size()});
        while (!pieces_.empty()) {
            const Piece piece = pieces_.back();
            pieces_.pop_back();
            align(piece);
        }
        std::ranges::sort(pairs_);
        return std::move(pairs_);
    }

private:
    /// A half-open interval on each side.
    struct Piece {
        std::size_t left;
        std::size_t left_end;
        std::size_t right;
        std::size_t right_end;
    };

    void align(Piece piece) {
        for (; !empty(piece) && left_[piece.left] == right_[piece.right];
             ++piece.left, ++piece.right) {
            pairs_.emplace_back(piece.left, piece.right);
        }
        for (; !empty(piece) && left_[piece.left_end - 1] == right_[piece.right_end - 1];
             --piece.left_end, --piece.right_end) {
            pairs_.emplace_back(piece.left_end - 1, piece.right_end - 1);
        }
        if (empty(piece)) {
            return;
        }
        if ((piece.left_end - piece.left) <= kSmall / (piece.right_end - piece.right)) {
            add_longest_common(piece);
        } else if (const Pairs anchors = longest_ascending(unique(piece)); !anchors.empty()) {
            Piece rest = piece;
            for (const auto& [left, right] : anchors) {
                pairs_.emplace_back(left, right);
                pieces_.push_back({rest.left, left, rest.right, right});
                rest.left = left + 1;
                rest.right = right + 1;
            }
            pieces_.push_back(rest);
        } else {
            const Pairs paired = longest_ascending(by_occurrence(piece));
            pairs_.insert(pairs_.end(), paired.begin(), paired.end());
        }
    }

    static bool empty(const Piece& piece) {
        return piece.left == piece.left_end || piece.right == piece.right_end;
    }

    /// The elements that occur exactly once on each side of the piece.
    [[nodiscard]] Pairs unique(const Piece& piece) const {
        struct Count {
            std::size_t on_left = 0;
            std::size_t on_right = 0;
            std::size_t right = 0;
        };
        std::unordered_map<std::uint32_t, Count> counts;
        for (std::size_t i = piece.left; i < piece.left_end; ++i) {
            ++counts[left_[i]].on_left;
        }
        for (std::size_t i = piece.right; i < piece.right_end; ++i) {
            Count& count = counts[right_[i]];
            ++count.on_right;
            count.right = i;
        }
        Pairs found;
        for (std::size_t i = piece.left; i < piece.left_end; ++i) {
            const Count& count = counts[left_[i]];
            if (count.on_left == 1 && count.on_right == 1) {
                found.emplace_back(i, count.right);
            }
        }
        return found;
    }

    /// Pairs the first occurrence of an element with the first, the second with the second, and so
    /// on.
    [[nodiscard]] Pairs by_occurrence(const Piece& piece) const {
        std::map<std::pair<std::uint32_t, std::size_t>, std::size_t> on_right;
        std::unordered_map<std::uint32_t, std::size_t> seen;
        for (std::size_t i = piece.right; i < piece.right_end; ++i) {
            on_right[{right_[i], seen[right_[i]]++}] = i;
        }
        seen.clear();
        Pairs found;
        for (std::size_t i = piece.left; i < piece.left_end; ++i) {
            const auto at = on_right.find({left_[i], seen[left_[i]]++});
            if (at != on_right.end()) {
                found.emplace_back(i, at->second);
            }
        }
        return found;
    }

    void add_longest_common(const Piece& piece) {
        const std::size_t n = piece.left_end - piece.left;
        const std::size_t m = piece.right_end - piece.right;
        // [i][j]: the length for the suffixes that start at i on the left and at j on the right.
        std::vector<std::uint32_t> lengths((n + 1) * (m + 1));
        const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
            return lengths[(i * (m + 1)) + j];
        };
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t j = m; j-- > 0;) {
                at(i, j) = left_[piece.left + i] == right_[piece.right + j]
                               ? at(i + 1, j + 1) + 1
                               : std::max(at(i + 1, j), at(i, j + 1));
            }
        }
        for (std::size_t i = 0, j = 0; i < n && j < m;) {
            if (left_[piece.left + i] == right_[piece.right + j]) {
                pairs_.emplace_back(piece.left + i++, piece.right + j++);
            } else if (at(i + 1, j) >= at(i, j + 1)) {
                ++i;
            } else {
                ++j;
            }
        }
    }

    std::span<const std::uint32_t> left_;
    std::span<const std::uint32_t> right_;
    std::vector<Piece> pieces_;
    Pairs pairs_;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> align(std::span<const std::uint32_t> left,
                                                       std::span<const std::uint32_t> right) {
    return Alignment(left, right).run();
}

}  // namespace corodemo::trace
