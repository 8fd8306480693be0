#include "core/asyncio/interpreter.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

#include "core/asyncio/event_loop.hpp"
#include "core/coro/builtin_exceptions.hpp"

namespace corodemo::asyncio {

Interpreter::Interpreter(Setup setup)
    : setup_(std::move(setup)),
      outer_(coro::CoroutineObserver::current()) {
    coro::CoroutineObserver::current() = this;
    if (setup_.sink != nullptr) {
        reporter_.start(*setup_.sink, setup_.lines);
        observe_creation(true);
    }
    if (setup_.preset_loop) {
        set_loop_ = &make_loop();
    }
}

Interpreter::~Interpreter() {
    stop_reporting();
    globals_.clear();
    for (const auto& loop : loops_) {
        loop->abandon();  // while all exist: an object of one may complete a future of another
    }
    loops_.clear();
    coro::CoroutineObserver::current() = outer_;
}

Interpreter& interpreter() {
    auto* current = static_cast<Interpreter*>(coro::CoroutineObserver::current());
    if (current == nullptr) {
        throw std::logic_error("asyncio is used outside of run()");
    }
    return *current;
}

bool has_interpreter() {
    return coro::CoroutineObserver::current() != nullptr;
}

RecursionGuard::RecursionGuard()
    : interpreter_(interpreter()) {
    constexpr int kLimit = 1000;  // sys.getrecursionlimit()
    if (++interpreter_.recursion > kLimit) {
        --interpreter_.recursion;
        throw coro::RecursionError("maximum recursion depth exceeded");
    }
}

void Interpreter::stop_reporting() {
    reporter_.stop();
    observe_creation(false);
}

EventLoop& Interpreter::make_loop() {
    return *loops_.emplace_back(std::make_unique<EventLoop>(*this));
}

trace::Order Interpreter::choose(std::string_view site, std::size_t n, trace::Elements elements) {
    trace::Choices argument_order;
    trace::Choices& choices = setup_.choices != nullptr ? *setup_.choices : argument_order;
    trace::Order order;
    try {
        order = choices.choose(site, n, elements);
    } catch (const trace::ChoiceError&) {
        // A mistake of the user, not of the program, which must not be able to catch it: kept for
        // the code that runs the program.
        choice_error = std::current_exception();
        order = argument_order.choose(site, n, elements);
    }
    reporter_.choice_made(site, n, order);
    return order;
}

std::uint32_t Interpreter::choose_sleep(std::size_t n) {
    std::uint32_t chosen = 1;
    try {
        chosen = setup_.choices->choose_sleep(n);
    } catch (const trace::ChoiceError&) {
        choice_error = std::current_exception();
    }
    reporter_.choice_made("sleep", n, std::span(&chosen, 1));
    return chosen;
}

void Interpreter::check_may_enter(const Ref<ContextObject>& context) const {
    for (const ContextScope* scope = scope_; context && scope != nullptr; scope = scope->outer) {
        if (scope->context == context) {
            throw RuntimeError(std::string("cannot enter context: ") +
                               (python().has(Behaviour::context_named_with_module)
                                    ? "<_contextvars.Context object>"
                                    : "<Context object>") +
                               " is already entered");
        }
    }
}

Duration Interpreter::run_in_thread(const std::string& name,
                                    const std::function<void()>& function) {
    Duration blocked{0};
    Duration* const outer_blocked = std::exchange(blocked_in_thread_, &blocked);
    EventLoop* const outer_loop = std::exchange(running_loop_, nullptr);
    Ref<ContextObject> empty;
    {
        const EnteredContext entered(empty);
        reporter_.enter_thread(name);
        function();
        reporter_.leave_thread();
    }
    running_loop_ = outer_loop;
    blocked_in_thread_ = outer_blocked;
    return blocked;
}

void Interpreter::block(Duration delay) {
    if (blocked_in_thread_ != nullptr) {
        *blocked_in_thread_ = deadline_after(*blocked_in_thread_, delay);
        return;
    }
    const Time from = now_;
    now_ = deadline_after(from, delay);
    reporter_.blocked(from, now_);
}

std::string Interpreter::place_of_definition(std::string_view function) const {
    const std::uint32_t line = trace::line_of_definition(setup_.python_text, function);
    return line != 0 ? std::string(setup_.python_file) + ":" + std::to_string(line) : std::string();
}

void Interpreter::end_program() {
    reporter_.exit_began();
    while (!globals_.empty()) {
        globals_.pop_front();
    }
    if (!hung_) {
        for (const auto& loop : loops_) {
            loop->report_lost_tasks();
        }
    }
}

void Interpreter::print(std::string_view line, trace::Stream stream) {
    reporter_.printed(line, stream);
    if (setup_.output) {
        setup_.output(stream, std::string(line) + "\n");
    }
}

void Interpreter::print_unrecorded(std::string_view line) const {
    if (setup_.output) {
        setup_.output(trace::Stream::err, std::string(line) + "\n");
    }
}

void Interpreter::warn(std::string_view category, std::string_view message,
                       const coro::PromiseBase* coroutine) {
    reporter_.warned(category, message, coroutine);
    print_unrecorded(std::string(category) + ": " + std::string(message));
}

void Interpreter::warn_deprecated(Behaviour deprecated, std::uint32_t line) {
    if (deprecations_shown_.emplace(deprecated, line).second) {
        warn("DeprecationWarning", PythonVersion::text(deprecated));
    }
}

std::uint32_t Interpreter::coroutine_created(const coro::CallSite& call) {
    return reporter_.coroutine_created(call);
}

void Interpreter::never_awaited(const coro::PromiseBase& coroutine) {
    if (std::uncaught_exceptions() > 0 && !setup_.python.has(Behaviour::warns_while_unwinding)) {
        return;
    }
    warn("RuntimeWarning", std::string("coroutine '") + coroutine.name() + "' was never awaited",
         &coroutine);
}

}  // namespace corodemo::asyncio
