#include <algorithm>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "core/trace/alignment.hpp"

namespace corodemo::tests {

namespace {

using Sequence = std::vector<std::uint32_t>;

std::size_t longest_common(const Sequence& left, const Sequence& right) {
    std::vector<std::vector<std::size_t>> lengths(left.size() + 1,
                                                  std::vector<std::size_t>(right.size() + 1));
    for (std::size_t i = left.size(); i-- > 0;) {
        for (std::size_t j = right.size(); j-- > 0;) {
            lengths[i][j] = left[i] == right[j] ? lengths[i + 1][j + 1] + 1
                                                : std::max(lengths[i + 1][j], lengths[i][j + 1]);
        }
    }
    return lengths[0][0];
}

/// Returns how many pairs are aligned; checks that their elements are equal, and that they ascend
/// on both sides.
std::size_t aligned(const Sequence& left, const Sequence& right) {
    const auto pairs = trace::align(left, right);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        REQUIRE(left.at(pairs[i].first) == right.at(pairs[i].second));
        if (i > 0) {
            REQUIRE(pairs[i - 1].first < pairs[i].first);
            REQUIRE(pairs[i - 1].second < pairs[i].second);
        }
    }
    return pairs.size();
}

Sequence counting(std::size_t n, std::uint32_t modulus) {
    Sequence sequence(n);
    for (std::size_t i = 0; i < n; ++i) {
        sequence[i] = static_cast<std::uint32_t>(i) % modulus;
    }
    return sequence;
}

}  // namespace

TEST_CASE("empty and equal sequences") {
    CHECK(aligned({}, {}) == 0);
    CHECK(aligned({1, 2}, {}) == 0);
    CHECK(aligned({1, 2, 1}, {1, 2, 1}) == 3);
}

TEST_CASE("it realigns after an insertion, even where everything repeats") {
    const Sequence left = counting(100'000, 7);
    Sequence right = left;
    right.insert(right.begin() + 500, {90, 91, 92});
    CHECK(aligned(left, right) == left.size());
    right.erase(right.end() - 900, right.end() - 893);
    CHECK(aligned(left, right) == left.size() - 7);
}

TEST_CASE("small: it finds a longest common subsequence") {
    std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): reproducible
    for (int round = 0; round < 300; ++round) {
        Sequence left(random() % 40);
        Sequence right(random() % 40);
        for (std::uint32_t& item : left) {
            item = static_cast<std::uint32_t>(random() % 3);
        }
        for (std::uint32_t& item : right) {
            item = static_cast<std::uint32_t>(random() % 3);
        }
        CHECK(aligned(left, right) == longest_common(left, right));
    }
}

TEST_CASE("large and different: ordered pairs, without a quadratic table") {
    const Sequence left = counting(100'000, 5);
    Sequence right(left.rbegin(), left.rend());
    CHECK(aligned(left, right) > 0);
}

}  // namespace corodemo::tests
