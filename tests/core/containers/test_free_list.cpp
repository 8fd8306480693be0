#include <cstdint>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "core/containers/free_list.hpp"

namespace corodemo::tests {

using containers::FreeList;

TEST_CASE("blocks of any size are disjoint and aligned") {
    std::vector<std::pair<unsigned char*, std::size_t>> blocks;
    for (std::size_t size = 1; size <= 3000; size += 7) {
        auto* const block = static_cast<unsigned char*>(FreeList::take(size));
        CHECK(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t) == 0);
        std::memset(block, static_cast<int>(size % 251), size);
        blocks.emplace_back(block, size);
    }
    bool whole = true;
    for (const auto& [block, size] : blocks) {
        for (std::size_t i = 0; i < size; ++i) {
            whole = whole && block[i] == size % 251;
        }
    }
    CHECK(whole);
    for (const auto& [block, size] : blocks) {
        FreeList::give(block, size);
    }
}

TEST_CASE("the block freed last is reused first, for the same size") {
    if (!FreeList::kKeeps) {
        return;  // a sanitizer tracks every block
    }
    for (std::size_t size = 1; size <= FreeList::kLargest; size += 7) {
        const std::size_t larger = size + alignof(std::max_align_t);
        void* const first = FreeList::take(size);
        void* const second = FreeList::take(size);
        void* const other = FreeList::take(larger);
        FreeList::give(first, size);
        FreeList::give(second, size);
        FreeList::give(other, larger);
        CHECK(FreeList::take(size) == second);
        CHECK(FreeList::take(size) == first);
        FreeList::give(first, size);
        FreeList::give(second, size);
    }
}

TEST_CASE("a thread has its own blocks, and some may outlive it") {
    void* const here = FreeList::take(64);
    void* left = nullptr;
    std::thread([&] {
        void* const there = FreeList::take(64);
        CHECK(there != here);
        left = FreeList::take(64);
        FreeList::give(there, 64);
    }).join();
    std::memset(left, 1, 64);
    FreeList::give(left, 64);
    FreeList::give(here, 64);
}

}  // namespace corodemo::tests
