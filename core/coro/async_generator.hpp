#pragma once

#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <utility>

#include "core/containers/ref.hpp"
#include "core/coro/coro.hpp"

// `async def` functions that yield. In Python and here:
//
//     async def ticks():                  AsyncGenerator<int> ticks(CallSite = "ticks") {
//         for i in range(3):                  for (int i = 0; i < 3; ++i) {
//             await asyncio.sleep(1)              co_await sleep(1s);
//             yield i                             co_yield i;
//                                             }
//                                         }
//
//     async for i in ticks():             for (auto each = ticks(); auto i = co_await each.next();)
//     {
//         print(i)                            print(*i);
//                                         }

namespace corodemo::coro {

class AsyncGeneratorObject;

/// The end of an async generator, where anext() has no value.
class StopAsyncIteration : public Exception {
public:
    using Exception::Exception;
    [[nodiscard]] const char* type() const noexcept override { return "StopAsyncIteration"; }
};

/// What is told of the lives of async generators. Follows sys.set_asyncgen_hooks(): a loop that
/// runs is the current one of its thread, and a generator keeps that in which it was first
/// iterated.
class AsyncGeneratorHooks {
public:
    AsyncGeneratorHooks() = default;
    AsyncGeneratorHooks(const AsyncGeneratorHooks&) = delete;
    AsyncGeneratorHooks& operator=(const AsyncGeneratorHooks&) = delete;

    virtual void first_iterated(AsyncGeneratorObject& generator) = 0;
    /// The program has dropped it before its end: to be closed, by whoever takes a reference now.
    virtual void finalize(AsyncGeneratorObject& generator) = 0;
    virtual void destroyed(AsyncGeneratorObject& generator) = 0;

    static AsyncGeneratorHooks*& current() {
        thread_local AsyncGeneratorHooks* hooks = nullptr;
        return hooks;
    }

protected:
    ~AsyncGeneratorHooks() = default;
};

/// An async generator, of which the type of the values is not known.
///
/// Its coroutine is at any time
///  (1) suspended at its beginning or at a co_yield, and part of no await stack;
///  (2) running: part of the await stack of the task that iterates over it; or
///  (3) finished: it has returned, raised, or been closed, and has no frame.
class AsyncGeneratorObject : public containers::RefCounted {
public:
    ~AsyncGeneratorObject() override {
        if (hooks_ != nullptr) {
            hooks_->destroyed(*this);
        }
        frame_.close();  // never awaited or not, nothing is warned about
    }

    [[nodiscard]] bool finished() const { return !frame_; }
    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] const char* name() const { return name_; }
    /// The line of the call that created it.
    [[nodiscard]] std::uint32_t created_line() const { return created_line_; }

    /// Resumes the coroutine as part of the task that awaits. `injected`, if not null, is thrown at
    /// its co_yield.   Requires: it is suspended.
    void resume(AwaitStack& stack, std::exception_ptr injected) {
        if (!iterated_) {
            iterated_ = true;
            hooks_ = AsyncGeneratorHooks::current();
            if (hooks_ != nullptr) {
                hooks_->first_iterated(*this);
            }
        }
        running_ = true;
        injected_ = std::move(injected);
        stack.push(frame_);
    }
    /// To be called when it has suspended or ended.   Throws: what it raised.
    void resumed() {
        running_ = false;
        const Outcome<void>& outcome = frame_.promise()->outcome();
        if (!outcome.empty()) {
            const std::exception_ptr raised = outcome.exception();
            frame_.close();
            if (raised) {
                rethrow_from_generator(raised);
            }
        } else if (dropped_) {
            dropped();
        }
    }
    /// For co_yield: throws what was passed to resume(), if anything.
    void rethrow_injected() {
        if (injected_) {
            std::rethrow_exception(std::exchange(injected_, nullptr));
        }
    }
    /// Before the first iteration: its body never runs.
    void end_unless_iterated() {
        if (!iterated_) {
            frame_.close();
        }
    }
    /// The program has no reference to it any more, but for that of who iterates over it: while it
    /// runs it is not finalized.
    void dropped() {
        dropped_ = running_;
        if (hooks_ != nullptr && !finished() && !running_) {
            hooks_->finalize(*this);
        }
    }
    void forget_hooks() { hooks_ = nullptr; }

    bool closing = false;  ///< the hooks': it is being closed

protected:
    explicit AsyncGeneratorObject(PromiseWithAwaits<void>& promise)
        : frame_(promise),
          name_(promise.name()),
          created_line_(promise.created_line()) {}

private:
    class Frame : public Coro<> {
    public:
        explicit Frame(PromiseWithAwaits<void>& promise)
            : Coro(promise) {}
    };

    [[noreturn]] static void rethrow_from_generator(const std::exception_ptr& raised) {
        try {
            std::rethrow_exception(raised);
        } catch (const StopAsyncIteration&) {
            throw RuntimeError("async generator raised StopAsyncIteration");
        }
    }

    Frame frame_;
    const char* name_;
    std::uint32_t created_line_;
    AsyncGeneratorHooks* hooks_ = nullptr;
    std::exception_ptr injected_;
    bool iterated_ = false;
    bool running_ = false;
    bool dropped_ = false;  // ... while it runs
};

/// The same, when the type of its values is known.
template <class T>
class AsyncGeneratorOf final : public AsyncGeneratorObject {
public:
    explicit AsyncGeneratorOf(PromiseWithAwaits<void>& promise)
        : AsyncGeneratorObject(promise) {}

    std::optional<T> yielded;  ///< until whoever awaits takes it
};

/// Resumes an async generator until it yields or ends.
class AsyncGeneratorResumption {
public:
    AsyncGeneratorResumption(containers::Ref<AsyncGeneratorObject> generator, const char* method,
                             std::exception_ptr injected)
        : generator_(std::move(generator)),
          method_(method),
          injected_(std::move(injected)) {}

    [[nodiscard]] bool await_ready() const {
        if (generator_->running()) {
            throw RuntimeError(method_ +
                               std::string(": asynchronous generator is already running"));
        }
        return generator_->finished();
    }
    void await_suspend(Awaiting awaiting) {
        resumed_ = true;
        generator_->resume(awaiting.stack(), std::move(injected_));
    }
    void await_resume() {
        if (resumed_) {
            generator_->resumed();
        }
    }

private:
    containers::Ref<AsyncGeneratorObject> generator_;
    const char* method_;
    std::exception_ptr injected_;
    bool resumed_ = false;
};

/// The same; the await has the value that it yields, or none at its end.
template <class T>
class AsyncGeneratorNext {
public:
    AsyncGeneratorNext(const containers::Ref<AsyncGeneratorOf<T>>& generator, const char* method,
                       std::exception_ptr injected = nullptr)
        : generator_(generator),
          resumption_(generator, method, std::move(injected)) {}

    [[nodiscard]] bool await_ready() const { return resumption_.await_ready(); }
    void await_suspend(Awaiting awaiting) { resumption_.await_suspend(awaiting); }
    std::optional<T> await_resume() {
        resumption_.await_resume();
        return std::exchange(generator_->yielded, std::nullopt);
    }

private:
    containers::Ref<AsyncGeneratorOf<T>> generator_;
    AsyncGeneratorResumption resumption_;
};

/// Closes an async generator: throws GeneratorExit at its co_yield. Follows aclose().
/// Throws: RuntimeError if it runs, or yields again; what else it raises.
inline Coro<> aclose(containers::Ref<AsyncGeneratorObject> generator,
                     CallSite /*call*/ = CallSite::library("async_generator_athrow")) {
    generator->end_unless_iterated();
    AsyncGeneratorResumption until_closed(generator, "aclose()",
                                          std::make_exception_ptr(GeneratorExit()));
    try {
        co_await until_closed;
    } catch (const GeneratorExit&) {  // NOLINT(bugprone-empty-catch): as it should
    }
    if (!generator->finished()) {
        throw RuntimeError("async generator ignored GeneratorExit");
    }
}

template <class T>
class AsyncGeneratorPromise;

/// The program's reference to an async generator: what calling a coroutine function returns that
/// yields. Nothing of its body has run.
///
/// If it is dropped before its end, the event loop closes it: in a task of its own, a little later.
template <class T>
class [[nodiscard]] AsyncGenerator {
public:
    using promise_type = AsyncGeneratorPromise<T>;

    AsyncGenerator(AsyncGenerator&& other) noexcept = default;
    AsyncGenerator& operator=(AsyncGenerator other) noexcept {
        std::swap(generator_, other.generator_);
        return *this;
    }
    AsyncGenerator(const AsyncGenerator&) = delete;
    ~AsyncGenerator() {
        if (generator_) {
            generator_->dropped();
        }
    }

    /// The next value, or none: `async for`.
    [[nodiscard]] AsyncGeneratorNext<T> next() const { return {generator_, "anext()"}; }
    /// Throws an exception at its co_yield; the await has the value that it yields then.
    [[nodiscard]] AsyncGeneratorNext<T> athrow(std::exception_ptr exception) const {
        return {generator_, "athrow()", std::move(exception)};
    }
    /// See coro::aclose().
    [[nodiscard]] Coro<> aclose() const { return coro::aclose(generator_); }

private:
    friend class AsyncGeneratorPromise<T>;
    explicit AsyncGenerator(containers::Ref<AsyncGeneratorOf<T>> generator)
        : generator_(std::move(generator)) {}

    containers::Ref<AsyncGeneratorOf<T>> generator_;
};

/// The next value.   Throws: StopAsyncIteration at the end.
template <class T>
Coro<T> anext(const AsyncGenerator<T>& generator, CallSite /*call*/ = CallSite::library("anext")) {
    AsyncGeneratorNext<T> next = generator.next();
    std::optional<T> value = co_await next;
    if (!value) {
        throw StopAsyncIteration();
    }
    co_return std::move(*value);
}

template <class T>
class AsyncGeneratorPromise final : public PromiseWithAwaits<void> {
public:
    template <class... Arguments>
    explicit AsyncGeneratorPromise(const Arguments&... arguments)
        : PromiseWithAwaits(not_numbered(call_among(arguments...))) {}

    AsyncGenerator<T> get_return_object() {
        coroutine_ = std::coroutine_handle<AsyncGeneratorPromise>::from_promise(*this);
        generator_ = new AsyncGeneratorOf<T>(*this);
        return AsyncGenerator<T>(containers::Ref<AsyncGeneratorOf<T>>(generator_));
    }
    void return_void() { outcome_.set_value(); }

    /// Suspends the generator, and resumes what iterates over it.
    class Yield {
    public:
        explicit Yield(AsyncGeneratorObject& generator)
            : generator_(generator) {}
        static bool await_ready() noexcept { return false; }
        static void await_suspend(Awaiting awaiting) { awaiting.stack().pop(); }
        void await_resume() { generator_.rethrow_injected(); }

    private:
        AsyncGeneratorObject& generator_;
    };
    Yield yield_value(T value) {
        generator_->yielded.emplace(std::move(value));
        return Yield(*generator_);
    }

private:
    static CallSite not_numbered(CallSite call) {
        call.is_numbered = false;
        return call;
    }

    AsyncGeneratorOf<T>* generator_ = nullptr;  // which owns this
};

}  // namespace corodemo::coro
