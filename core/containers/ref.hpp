#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/containers/free_list.hpp"

namespace corodemo::containers {

/// A reference-counted object, like every Python object. For a single thread: the count is not
/// atomic.
class RefCounted {
public:
    RefCounted() = default;
    RefCounted(const RefCounted&) = delete;
    RefCounted& operator=(const RefCounted&) = delete;
    virtual ~RefCounted() = default;

#ifdef __clang_analyzer__
    // clang-tidy does not follow the count: it would take every reference for the last one, and
    // find uses after free. So it doesn't see what these do.
    static void* operator new(std::size_t size);
    static void operator delete(void* memory, std::size_t size) noexcept;
#else
    static void* operator new(std::size_t size) { return FreeList::take(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
        FreeList::give(memory, size);
    }
#endif

    /// How many references there are, as sys.getrefcount() counts them.
    [[nodiscard]] std::uint32_t references() const { return references_; }

private:
    template <class T>
    friend class Ref;
    std::uint32_t references_ = 0;
};

/// A reference to a RefCounted object, or to none.
template <class T>
class Ref {
public:
    Ref() = default;
    // Implicit: the count is in the object, so any pointer may become a reference.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Ref(T* object)
        : object_(object) {
        if (object_ != nullptr) {
            ++static_cast<RefCounted*>(object_)->references_;
        }
    }
    Ref(const Ref& other)
        : Ref(other.object_) {}
    [[gnu::always_inline]] Ref(Ref&& other) noexcept
        : object_(std::exchange(other.object_, nullptr)) {}
    template <class Derived>
    // NOLINTNEXTLINE(google-explicit-constructor): as a pointer converts
    Ref(const Ref<Derived>& other)
        : Ref(other.get()) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    [[gnu::always_inline]] ~Ref() {
        if (object_ != nullptr && --static_cast<RefCounted*>(object_)->references_ == 0) {
            delete object_;
        }
    }

    /// Hands the object and its reference to the caller, who has to adopt() it again.
    [[nodiscard]] T* detach() { return std::exchange(object_, nullptr); }
    /// Takes over the reference that detach() left.
    static Ref adopt(T* object) {
        Ref ref;
        ref.object_ = object;
        return ref;
    }

    [[nodiscard]] T* get() const { return object_; }
    T* operator->() const { return object_; }
    T& operator*() const { return *object_; }
    explicit operator bool() const { return object_ != nullptr; }
    bool operator==(const Ref&) const = default;

private:
    T* object_ = nullptr;
};

}  // namespace corodemo::containers
