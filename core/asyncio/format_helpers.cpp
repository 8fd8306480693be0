#include "core/asyncio/format_helpers.hpp"

#include <string_view>

#include "core/asyncio/ready_queue.hpp"
#include "core/asyncio/repr.hpp"
#include "core/asyncio/task_base.hpp"

namespace corodemo::asyncio {

namespace {

/// Abbreviates `text` in the middle, as Python's reprlib.repr() does.
std::string shortened(const std::string& text) {
    constexpr std::size_t kMost = 30;
    constexpr std::size_t kFirst = 13;
    constexpr std::size_t kLast = 14;
    return text.size() <= kMost ? text
                                : text.substr(0, kFirst) + "..." + text.substr(text.size() - kLast);
}

/// repr() of a future that is done. Follows asyncio.base_futures._future_repr_info and
/// asyncio.base_tasks._task_repr_info.
std::string repr_of_done(FutureBase& future) {
    std::string text = std::string("<") + future.class_name();
    const TaskBase* task = future.as_task();
    text += future.cancelled() ? " cancelled" : " finished";
    if (task != nullptr) {
        if (const std::string name = task->name(); !name.empty()) {
            text += " name=" + repr(name);
        }
        text += " coro=<" + std::string(task->coroutine_name()) + "() done, defined at " +
                interpreter().place_of_definition(task->coroutine_name()) + ">";
    }
    if (!future.cancelled()) {
        const std::exception_ptr exception = future.stored_exception();
        text += exception ? " exception=" + repr(exception)
                          : " result=" + shortened(future.repr_value());
    }
    return text + ">";
}

std::string name_of_callback(const ReadyHandle& handle) {
    switch (handle.kind) {
        case ReadyHandle::Kind::step:
            return "Task.__step";
        case ReadyHandle::Kind::wakeup:
            return "Task.__wakeup";
        case ReadyHandle::Kind::done_callback:
            return static_cast<const CallbackObject&>(*handle.target).function_name();
        case ReadyHandle::Kind::handle:
            break;
    }
    const CallbackObject* callback = static_cast<const HandleObject&>(*handle.target).callback();
    return callback != nullptr ? callback->function_name() : "None";  // it cancelled itself
}

/// "main (Task-1)"; before 3.8, where tasks have no names, "main".
std::string label_of(const TaskBase& task) {
    const std::string name = task.name();
    return task.coroutine_name() + (name.empty() ? "" : " (" + name + ")");
}

/// Follows asyncio.format_helpers._format_args_and_kwargs.
std::string arguments_of_callback(const ReadyHandle& handle) {
    if (handle.argument != nullptr) {
        return shortened(repr_of_done(*handle.argument));
    }
    std::string text;
    if (handle.kind == ReadyHandle::Kind::handle) {
        const CallbackObject* callback =
            static_cast<const HandleObject&>(*handle.target).callback();
        if (callback != nullptr) {
            for (const std::string& argument : callback->repr_arguments()) {
                text += (text.empty() ? "" : ", ") + shortened(argument);
            }
        }
    }
    return text;
}

}  // namespace

std::string format_callback_source(const ReadyHandle& handle) {
    const std::string name = name_of_callback(handle);
    std::string text = name + "(";
    if (interpreter().python().has(Behaviour::callbacks_shown_with_arguments)) {
        text += arguments_of_callback(handle);
    }
    text += ")";
    const std::string place = interpreter().place_of_definition(name);
    return place.empty() ? text : text + " at " + place;
}

std::string format_wait(const TaskBase& task) {
    const FutureBase& awaited = *task.waiting_on();
    const TaskBase* other = awaited.as_task();
    const std::string purpose = other != nullptr ? label_of(*other) : awaited.purpose();
    const std::string what = purpose == "user" ? "a Future" : purpose;
    const std::uint32_t line = task.await_line();
    return label_of(task) + " waits for " + what +
           (line != 0 ? " at line " + std::to_string(line) : "");
}

}  // namespace corodemo::asyncio
