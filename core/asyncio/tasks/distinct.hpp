#pragma once

#include <concepts>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/asyncio/interpreter.hpp"

namespace corodemo::asyncio {

/// For each of `identities` the index of its first occurrence, which is its own index unless it is
/// a future that occurs earlier. Null stands for a coroutine, which cannot occur twice.
inline std::vector<std::size_t> first_occurrences(const std::vector<const void*>& identities) {
    std::vector<std::size_t> first(identities.size());
    std::iota(first.begin(), first.end(), 0);
    std::unordered_map<const void*, std::size_t> seen;  // never iterated over
    for (std::size_t& index : first) {
        if (identities[index] != nullptr) {
            index = seen.emplace(identities[index], index).first->second;
        }
    }
    return first;
}

/// What makes an awaitable the same as another one: null for a coroutine.
template <class A>
const void* identity_of(const A& awaitable) {
    if constexpr (std::equality_comparable<A>) {
        return awaitable.object().get();
    } else {
        return nullptr;
    }
}

template <class A>
std::vector<std::size_t> first_occurrences(const std::vector<A>& awaitables) {
    std::vector<const void*> identities;
    identities.reserve(awaitables.size());
    for (const A& awaitable : awaitables) {
        identities.push_back(identity_of(awaitable));
    }
    return first_occurrences(identities);
}

/// The distinct `items`, in the order in which asyncio's function `site` iterates over the set of
/// them: see Choices.
template <class Item>
std::vector<Item*> set_order(std::string_view site, std::vector<Item>& items,
                             trace::Elements elements) {
    const std::vector<std::size_t> first = first_occurrences(items);
    std::vector<Item*> base;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (first[i] == i) {
            base.push_back(&items[i]);
        }
    }
    if (base.size() < 2) {
        return base;
    }
    std::vector<Item*> ordered;
    for (const std::uint32_t position : interpreter().choose(site, base.size(), elements)) {
        ordered.push_back(base[position - 1]);
    }
    return ordered;
}

}  // namespace corodemo::asyncio
