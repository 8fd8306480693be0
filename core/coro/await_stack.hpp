#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <utility>

#include "core/containers/free_list.hpp"
#include "core/coro/coroutine_observer.hpp"

namespace corodemo::coro {

class AwaitStack;
class PromiseBase;

/// The part of a coroutine object that does not depend on its type: it owns the coroutine's frame.
class CoroBase {
public:
    CoroBase(CoroBase&& other) noexcept
        : promise_(std::exchange(other.promise_, nullptr)) {}
    CoroBase& operator=(CoroBase&& other) noexcept {
        if (this != &other) {
            reset();
            promise_ = std::exchange(other.promise_, nullptr);
        }
        return *this;
    }
    CoroBase(const CoroBase&) = delete;
    CoroBase& operator=(const CoroBase&) = delete;
    ~CoroBase() { reset(); }

    /// False once it has been moved from: awaited, or wrapped in a task.
    explicit operator bool() const { return promise_ != nullptr; }

    [[nodiscard]] PromiseBase* promise() const { return promise_; }

    /// Destroys the frame. If it never ran, issues Python's "was never awaited" warning.
    void reset() noexcept;
    /// Python's coroutine.close(), of one that never ran: it never will, which is not warned about.
    /// One that runs belongs to the task or coroutine that awaits it, and this object is empty.
    void close() noexcept;

protected:
    CoroBase() = default;
    explicit CoroBase(PromiseBase& promise)
        : promise_(&promise) {}

    PromiseBase* promise_ = nullptr;
};

/// The base of every coroutine's promise: its place in the stack of coroutines that await each
/// other.
class PromiseBase {
public:
    explicit PromiseBase(const CallSite& call)
        : name_(call.name),
          created_line_(call.line),
          of_program_(call.of_program),
          is_numbered_(call.is_numbered) {
        be_seen();
    }

    /// Reports its creation, if somebody looks and does not know it yet.
    void be_seen() {
        if (CoroutineObserver* observer = CoroutineObserver::current();
            observer != nullptr && observer->observes_creation() && is_numbered_ && number_ == 0) {
            number_ = observer->coroutine_created({name_, created_line_});
        }
    }

    /// The compiler allocates the whole frame with these.
    static void* operator new(std::size_t size) { return containers::FreeList::take(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
        containers::FreeList::give(memory, size);
    }

    [[nodiscard]] const char* name() const { return name_; }
    [[nodiscard]] bool of_program() const { return of_program_; }
    /// Whether it is a block of the coroutine that leads to it: see Block.
    [[nodiscard]] bool is_block() const { return is_block_; }
    /// Its number in the trace, 0 if it has none.
    [[nodiscard]] std::uint32_t number() const { return number_; }
    /// The line of the call that created it; 0 for a coroutine of the library.
    [[nodiscard]] std::uint32_t created_line() const { return created_line_; }
    /// The line of its current co_await; 0 before the first.
    [[nodiscard]] std::uint32_t line() const { return line_; }
    /// The coroutine that awaits this one, or null for a task's outermost.
    [[nodiscard]] PromiseBase* awaited_by() const { return awaited_by_; }
    [[nodiscard]] AwaitStack& stack() const { return *stack_; }
    [[nodiscard]] bool started() const { return stack_ != nullptr || exception_injected_; }
    /// Python's coroutine.throw() before the first step: the body will never run, which is not
    /// warned about.
    void throw_before_start() { exception_injected_ = true; }

protected:
    void set_line(std::uint32_t line) { line_ = line; }
    void become_block() { is_block_ = true; }

    std::coroutine_handle<> coroutine_;

private:
    friend class AwaitStack;
    friend class CoroBase;

    PromiseBase* awaited_by_ = nullptr;
    AwaitStack* stack_ = nullptr;
    CoroBase* owner_ = nullptr;
    const char* name_;
    std::uint32_t number_ = 0;
    std::uint32_t line_ = 0;
    std::uint32_t created_line_;
    bool of_program_;
    bool is_numbered_;
    bool is_block_ = false;
    bool exception_injected_ = false;
};

/// The coroutines of one task, each awaiting the next, and the loop that resumes them.
///
/// `co_await child()` does not resume the child itself: it pushes the child and returns here, and
/// `resume` runs whichever coroutine is innermost. So a chain of a million awaits needs no more C++
/// stack than one of two, at every optimisation level, and the list of coroutines is exactly
/// Python's await stack.
class AwaitStack {
public:
    AwaitStack() = default;
    AwaitStack(const AwaitStack&) = delete;
    AwaitStack& operator=(const AwaitStack&) = delete;
    ~AwaitStack() { unwind(); }

    /// Pushes the coroutine of `coro`, which keeps owning it, as the innermost. Requires: it has
    /// not been started.
    void push(CoroBase& coro) {
        PromiseBase& promise = *coro.promise();
        promise.awaited_by_ = innermost_;
        promise.stack_ = this;
        promise.owner_ = &coro;
        innermost_ = &promise;
    }

    /// Removes the innermost coroutine, which has ended; the one that awaits it will be resumed.
    void pop() { innermost_ = innermost_->awaited_by_; }

    /// Runs until a coroutine parks or the outermost has ended; returns whether it has ended.
    /// `thrown`, if not null, is thrown at the await at which the innermost coroutine is suspended.
    bool resume(std::exception_ptr thrown = nullptr) {
        thrown_ = std::move(thrown);
        parked_ = false;
        while (innermost_ != nullptr && !parked_) {
            innermost_->coroutine_.resume();
        }
        return innermost_ == nullptr;
    }

    /// For an awaiter's await_suspend: all coroutines stay suspended, and `resume` returns to the
    /// task. `awaited` is what the task has to wait for (asyncio: the future that coro.send()
    /// returns); null for a bare yield. `held`: whether the awaiter has a reference of its own to
    /// it.
    void park(void* awaited, bool held = false) {
        parked_ = true;
        awaited_ = awaited;
        awaited_held_ = held;
    }
    [[nodiscard]] void* awaited() const { return awaited_; }
    [[nodiscard]] bool awaited_held() const { return awaited_held_; }

    /// For an awaiter's await_resume: throws what was passed to `resume`, if anything.
    void rethrow_injected() {
        if (thrown_) {
            std::rethrow_exception(std::exchange(thrown_, nullptr));
        }
    }

    [[nodiscard]] PromiseBase* innermost() const { return innermost_; }

    /// The current line of the innermost coroutine of the program; 0 if there is none.
    [[nodiscard]] std::uint32_t line() const {
        const PromiseBase* promise = innermost_of_program();
        return promise != nullptr ? promise->line() : 0;
    }
    /// For a statement that goes on at another line than that of its co_await.
    void set_line(std::uint32_t line) const {
        if (PromiseBase* promise = innermost_of_program()) {
            promise->set_line(line);
        }
    }

    /// Destroys all suspended coroutines, innermost first, as Python closes them; iteratively,
    /// since a recursion could overflow the stack.
    void unwind() noexcept {
        while (innermost_ != nullptr) {
            CoroBase* owner = innermost_->owner_;
            pop();
            owner->reset();
        }
    }

private:
    [[nodiscard]] PromiseBase* innermost_of_program() const {
        PromiseBase* promise = innermost_;
        while (promise != nullptr && !promise->of_program() && !promise->is_block()) {
            promise = promise->awaited_by();
        }
        return promise;
    }

    PromiseBase* innermost_ = nullptr;
    bool parked_ = false;
    bool awaited_held_ = false;
    void* awaited_ = nullptr;
    std::exception_ptr thrown_;
};

/// The coroutine that awaits. Awaiters of this library take it in await_suspend, which
/// distinguishes them from others, which take a std::coroutine_handle.
class Awaiting {
public:
    template <std::derived_from<PromiseBase> Promise>
    // NOLINTNEXTLINE(google-explicit-constructor): the compiler calls await_suspend with a handle
    Awaiting(std::coroutine_handle<Promise> coroutine)
        : stack_(coroutine.promise().stack()) {}

    [[nodiscard]] AwaitStack& stack() const { return stack_; }

private:
    AwaitStack& stack_;
};

inline void CoroBase::close() noexcept {
    if (promise_ != nullptr) {
        promise_->throw_before_start();
        reset();
    }
}

inline void CoroBase::reset() noexcept {
    PromiseBase* promise = std::exchange(promise_, nullptr);
    if (promise == nullptr) {
        return;
    }
    if (!promise->started()) {
        if (CoroutineObserver* observer = CoroutineObserver::current()) {
            observer->never_awaited(*promise);
        }
    }
    promise->coroutine_.destroy();
}

}  // namespace corodemo::coro
