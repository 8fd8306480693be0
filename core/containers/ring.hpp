#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace corodemo::containers {

/// A first-in, first-out queue in a circular buffer, whose size is a power of two and doubles when
/// it is full.
template <class T>
class Ring {
public:
    Ring() = default;
    Ring(const Ring&) = delete;
    Ring(Ring&&) = delete;
    Ring& operator=(const Ring&) = delete;
    Ring& operator=(Ring&&) = delete;
    ~Ring() {
        clear();
        std::allocator<T>().deallocate(slots_, capacity_);
    }

    [[nodiscard]] bool empty() const { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const { return tail_ - head_; }

    /// Constructs an item from `fields` in place.
    template <class... Fields>
    [[gnu::always_inline]] T& emplace_back(Fields&&... fields) {
        if (size() == capacity_) {
            grow();
        }
        return *std::construct_at(slot(tail_++), std::forward<Fields>(fields)...);
    }
    /// Requires: not empty.
    [[gnu::always_inline]] T pop_front() {
        T* const front = slot(head_++);
        T item = std::move(*front);
        std::destroy_at(front);
        return item;
    }
    /// The item at `index`, from the front.
    const T& operator[](std::size_t index) const { return *slot(head_ + index); }
    /// Destroys all in order, including those that are added by destructors.
    void clear() {
        while (!empty()) {
            pop_front();
        }
    }

private:
    static constexpr std::size_t kFirstCapacity = 16;

    [[nodiscard]] T* slot(std::size_t index) const { return slots_ + (index & (capacity_ - 1)); }
    [[gnu::noinline]] void grow() {
        const std::size_t larger = capacity_ == 0 ? kFirstCapacity : capacity_ * 2;
        T* const slots = std::allocator<T>().allocate(larger);
        for (std::size_t i = 0; i < capacity_; ++i) {
            T* const from = slot(head_ + i);
            std::construct_at(slots + i, std::move(*from));
            std::destroy_at(from);
        }
        std::allocator<T>().deallocate(slots_, capacity_);
        slots_ = slots;
        head_ = 0;
        tail_ = capacity_;
        capacity_ = larger;
    }

    T* slots_ = nullptr;
    std::size_t capacity_ = 0;
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

}  // namespace corodemo::containers
