#pragma once

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace corodemo::containers {

/// An allocator for many short-lived objects of few sizes: coroutine frames, tasks, handles. It
/// cuts blocks from large chunks, and keeps freed ones in a list per size, to be reused first. Each
/// thread has its own, which is freed when the thread ends.
class FreeList {
public:
// AddressSanitizer detects a use after free only if the memory is really freed.
#if defined(__SANITIZE_ADDRESS__)  // g++
    static constexpr bool kKeeps = false;
#elif defined(__has_feature)
    static constexpr bool kKeeps = !__has_feature(address_sanitizer);  // clang
#else
    static constexpr bool kKeeps = true;
#endif
    /// The largest block that is kept.
    static constexpr std::size_t kLargest = 1024;

    static void* take(std::size_t size) {
        if (!kKeeps || size > kLargest) {
            return ::operator new(size);
        }
        ++own.in_use;
        Block*& head = own.heads[index_of(size)];
        if (head == nullptr) {
            return cut_off(index_of(size) * kUnit);
        }
        Block* const block = head;
        head = block->next;
        return block;
    }
    /// Frees what take(size) returned.
    static void give(void* memory, std::size_t size) noexcept {
        if (!kKeeps || size > kLargest) {
            ::operator delete(memory);
            return;
        }
        --own.in_use;
        Block*& head = own.heads[index_of(size)];
        head = new (memory) Block{head};
    }

    /// How many blocks of this thread are taken, for tests of whether all come back. 0 under
    /// AddressSanitizer, which tells by itself.
    static std::size_t in_use() { return own.in_use; }

private:
    static constexpr std::size_t kUnit = alignof(std::max_align_t);
    static constexpr std::size_t kChunk = std::size_t{64} * 1024;

    struct Block {
        Block* next;
    };
    struct alignas(kUnit) Chunk {
        Chunk* next;
    };
    struct Own {
        std::array<Block*, (kLargest / kUnit) + 1> heads;  // by size
        std::byte* at;                                     // the unused rest of the newest chunk
        std::byte* end;
        Chunk* chunks;
        std::size_t in_use;  // blocks
    };
    struct Cleaner {
        Cleaner() = default;
        Cleaner(const Cleaner&) = delete;
        Cleaner(Cleaner&&) = delete;
        Cleaner& operator=(const Cleaner&) = delete;
        Cleaner& operator=(Cleaner&&) = delete;
        ~Cleaner() {
            while (own.in_use == 0 && own.chunks != nullptr) {  // a global may outlive the thread
                ::operator delete(std::exchange(own.chunks, own.chunks->next));
            }
        }
        void touch() {}
    };

    static constexpr std::size_t index_of(std::size_t size) { return (size + kUnit - 1) / kUnit; }
    static void* cut_off(std::size_t size) {
        if (static_cast<std::size_t>(own.end - own.at) < size) {
            add_chunk();
        }
        return std::exchange(own.at, own.at + size);
    }
    [[gnu::noinline]] static void add_chunk() {
        static thread_local Cleaner cleaner;
        cleaner.touch();
        auto* const memory = static_cast<std::byte*>(::operator new(kChunk));
        own.chunks = new (memory) Chunk{own.chunks};
        own.at = memory + sizeof(Chunk);
        own.end = memory + kChunk;
    }

    static inline constinit thread_local Own own{};
};

}  // namespace corodemo::containers
