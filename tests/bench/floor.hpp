#pragma once

#include <array>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <utility>
#include <vector>

// The floors: the minimum that a loop of the same shape can do, without any asyncio: no names,
// exceptions, cancellation or trace.

namespace corodemo::bench::floor {

/// An allocator that reuses freed blocks of the same size, last in, first out.
class FreeList {
public:
    static void* take(std::size_t size) {
        const std::size_t index = (size + 15) / 16;
        if (index < heads().size()) {
            if (Block* block = heads()[index]) {
                heads()[index] = block->next;
                return block;
            }
            size = index * 16;
        }
        return ::operator new(size);
    }
    static void put_back(void* memory, std::size_t size) {
        const std::size_t index = (size + 15) / 16;
        if (index >= heads().size()) {
            ::operator delete(memory);
            return;
        }
        heads()[index] = new (memory) Block{heads()[index]};
    }

private:
    struct Block {
        Block* next;
    };
    static std::array<Block*, 64>& heads() {
        static std::array<Block*, 64> heads{};
        return heads;
    }
};

/// An entry of the ready queue: a function and its argument.
struct Handle {
    void (*function)(void*);
    void* argument;
};

/// A ring buffer of handles, first in, first out; its size is a power of two.
class Ring {
public:
    void push(Handle handle) {
        if (tail_ - head_ == handles_.size()) {
            grow();
        }
        handles_[tail_++ & (handles_.size() - 1)] = handle;
    }
    Handle pop() { return handles_[head_++ & (handles_.size() - 1)]; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }

private:
    void grow() {
        std::vector<Handle> larger(handles_.size() * 2);
        for (std::size_t i = 0; i < handles_.size(); ++i) {
            larger[i] = handles_[(head_ + i) & (handles_.size() - 1)];
        }
        head_ = 0;
        tail_ = handles_.size();
        handles_ = std::move(larger);
    }
    std::vector<Handle> handles_ = std::vector<Handle>(1024);
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

struct Loop {
    Ring ready;
    void run() {
        while (ready.size() > 0) {
            for (std::size_t todo = ready.size(); todo > 0; --todo) {
                const Handle handle = ready.pop();
                handle.function(handle.argument);
            }
        }
    }
};

inline void resume(void* frame) {
    std::coroutine_handle<>::from_address(frame).resume();
}

/// A coroutine that runs to completion on a Loop and frees itself.
struct Task {
    struct promise_type {
        static void* operator new(std::size_t size) { return FreeList::take(size); }
        static void operator delete(void* memory, std::size_t size) {
            FreeList::put_back(memory, size);
        }
        Task get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        static std::suspend_always initial_suspend() noexcept { return {}; }
        static std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
    };
    std::coroutine_handle<promise_type> frame;
};

inline void start(Loop& loop, Task task) {
    loop.ready.push({resume, task.frame.address()});
}

/// Yields: everything that is ready runs once.
struct Yield {
    Loop& loop;
    static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> frame) const {
        loop.ready.push({resume, frame.address()});
    }
    static void await_resume() noexcept {}
};

}  // namespace corodemo::bench::floor
