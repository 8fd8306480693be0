#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/asyncio/exceptions.hpp"
#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/repr.hpp"

// Variables of which each task has its own value. Follows the module contextvars (3.7), which C++
// has nothing like: a thread_local variable is shared by all tasks, which run in one thread.

namespace corodemo::asyncio {

template <class T>
class ContextVar;

/// What ContextVar::set() returns, for reset().
template <class T>
class Token {
private:
    friend class ContextVar<T>;
    struct State {
        Ref<RefCounted> variable;
        Ref<ContextObject> context;
        ContextObject::Value old_value;  // null if there was none
        bool used = false;
    };
    explicit Token(State state)
        : state_(std::make_shared<State>(std::move(state))) {}

    std::shared_ptr<State> state_;
};

/// A variable whose value belongs to the current context: a task gets a copy of all values when it
/// is created, and what it sets afterwards no other task sees. Callbacks keep the context in which
/// they were scheduled. Like a variable in Python this is a reference.
template <class T>
class ContextVar {
public:
    explicit ContextVar(std::string name, std::optional<T> default_value = {})
        : object_(new Object(std::move(name), std::move(default_value))) {
        if (!interpreter().python().has(Behaviour::context_variables)) {
            throw ModuleNotFoundError(
                std::string(PythonVersion::text(Behaviour::context_variables)));
        }
    }

    /// Throws: LookupError if it has no value, and no default.
    [[nodiscard]] T get() const {
        const ContextObject* context = interpreter().context().get();
        if (const auto* value = context != nullptr ? context->find(object_.get()) : nullptr) {
            return *static_cast<const T*>(value->get());
        }
        if (!object_->default_value) {
            throw LookupError(object_->text());
        }
        return *object_->default_value;
    }
    // NOLINTNEXTLINE(modernize-use-nodiscard): few callers reset it
    Token<T> set(T value) const {
        Ref<ContextObject>& context = interpreter().context();
        if (!context) {
            context = new ContextObject;
        }
        const auto* old = context->find(object_.get());
        Token<T> token({object_, context, old != nullptr ? *old : nullptr});
        context->set(object_, std::make_shared<const T>(std::move(value)));
        return token;
    }
    /// Restores the value from before the set() that returned `token`.   Throws: RuntimeError if it
    /// was used before; ValueError if it is of another variable or another context.
    void reset(const Token<T>& token) const {
        auto& [variable, context, old_value, used] = *token.state_;
        if (used) {
            throw RuntimeError("<Token used var=" + text_of(*variable) +
                               "> has already been used once");
        }
        if (variable.get() != object_.get()) {
            throw ValueError("<Token var=" + text_of(*variable) +
                             "> was created by a different ContextVar");
        }
        if (context != interpreter().context()) {
            throw ValueError("<Token var=" + text_of(*variable) +
                             "> was created in a different Context");
        }
        used = true;
        if (old_value) {
            context->set(object_, old_value);
        } else {
            context->erase(object_.get());
        }
    }
    [[nodiscard]] const std::string& name() const { return object_->name; }

private:
    struct Object final : RefCounted {
        Object(std::string its_name, std::optional<T> its_default)
            : name(std::move(its_name)),
              default_value(std::move(its_default)) {}
        /// Its repr().
        [[nodiscard]] std::string text() const {
            return "<ContextVar name=" + repr(name) +
                   (default_value ? " default=" + repr_of(*default_value) : "") + ">";
        }
        std::string name;
        std::optional<T> default_value;
    };
    static std::string text_of(const RefCounted& variable) {
        return static_cast<const Object&>(variable).text();
    }

    Ref<Object> object_;
};

/// The values of all variables, as they are somewhere. Follows contextvars.Context.
class Context {
public:
    /// Empty.
    Context()
        : object_(new ContextObject) {}
    explicit Context(Ref<ContextObject> object)
        : object_(std::move(object)) {}

    /// Calls `function` in it: what that sets stays in this context.   Throws: RuntimeError if it
    /// is called within itself.
    template <std::invocable Function>
    auto run(Function function) {
        interpreter().check_may_enter(object_);
        const EnteredContext entered(object_);
        return std::invoke(std::move(function));
    }
    /// For create_task() or run() to run in it.
    // NOLINTNEXTLINE(google-explicit-constructor): TaskOptions take one
    operator Ref<ContextObject>() const { return object_; }

private:
    Ref<ContextObject> object_;
};

/// The current context, as it is now. Follows contextvars.copy_context().
inline Context copy_context() {
    Ref<ContextObject> copy = copy_of_context();
    return copy ? Context(std::move(copy)) : Context();
}

}  // namespace corodemo::asyncio
