#pragma once

#include <concepts>
#include <cstddef>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace corodemo::asyncio {

/// For each of `awaitables` the index of its first occurrence, which is its own index unless it is
/// a future that occurs earlier. A coroutine cannot occur twice.
template <class A>
std::vector<std::size_t> first_occurrences(const std::vector<A>& awaitables) {
    std::vector<std::size_t> first(awaitables.size());
    std::iota(first.begin(), first.end(), 0);
    if constexpr (std::equality_comparable<A>) {
        std::unordered_map<const void*, std::size_t> seen;  // never iterated over
        for (std::size_t& index : first) {
            index = seen.emplace(awaitables[index].object().get(), index).first->second;
        }
    }
    return first;
}

}  // namespace corodemo::asyncio
