#include "core/asyncio/taskgroups.hpp"

#include <vector>

namespace corodemo::asyncio {

TaskGroupObject::TaskGroupObject()
    : CallbackObject(Owner::task_group) {
    if (!interpreter().python().has(Behaviour::has_task_group)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::has_task_group)));
    }
}

std::string TaskGroupObject::repr() const {
    std::string text = "<TaskGroup";
    if (!tasks_.empty()) {
        text += " tasks=" + std::to_string(tasks_.size());
    }
    if (!errors_.empty()) {
        text += " errors=" + std::to_string(errors_.size());
    }
    text += aborting_ ? " cancelling" : entered_ ? " entered" : "";
    return text + ">";
}

void TaskGroupObject::enter() {
    if (entered_) {
        throw RuntimeError("TaskGroup " + repr() + " has already been entered");
    }
    parent_task_ = get_running_loop().current_task();
    if (!parent_task_) {
        throw RuntimeError("TaskGroup " + repr() + " cannot determine the parent task");
    }
    entered_ = true;
}

void TaskGroupObject::check_takes_tasks(coro::CoroBase& coroutine) const {
    const char* why = !entered_                    ? " has not been entered"
                      : exiting_ && tasks_.empty() ? " is finished"
                      : aborting_                  ? " is shutting down"
                                                   : nullptr;
    if (why == nullptr) {
        return;
    }
    if (interpreter().python().has(Behaviour::task_group_closes_rejected)) {
        coroutine.close();
    }
    throw RuntimeError("TaskGroup " + repr() + why);
}

void TaskGroupObject::add(const Ref<TaskBase>& task) {
    if (task->done() && interpreter().python().has(Behaviour::task_group_skips_done)) {
        call(task.get());
        return;
    }
    tasks_.insert(task);
    task->add_done_callback(this);
}

void TaskGroupObject::abort() {
    aborting_ = true;
    std::vector<Ref<TaskBase>> tasks(tasks_.begin(), tasks_.end());
    if (tasks.size() > 1) {
        const std::vector base = tasks;
        tasks.clear();
        for (const std::uint32_t position :
             interpreter().choose("TaskGroup", base.size(), trace::Elements::futures)) {
            tasks.push_back(base[position - 1]);
        }
    }
    for (const Ref<TaskBase>& task : tasks) {
        if (!task->done()) {
            task->cancel({});
        }
    }
}

void TaskGroupObject::call(FutureBase* task) {
    const Ref<FutureBase> kept(task);
    tasks_.erase(task->as_task());
    if (on_completed_ && tasks_.empty() && !on_completed_->done()) {
        on_completed_->set_result(true);
    }
    if (task->cancelled()) {
        return;
    }
    const std::exception_ptr exception = task->exception();
    if (!exception) {
        return;
    }
    errors_.push_back(exception);
    if (leaves_the_loop(exception) && !base_error_) {
        base_error_ = exception;
    }
    if (parent_task_->done()) {
        task->loop().call_exception_handler(
            {"Task " + asyncio::repr(*task) + " has errored out but its parent task " +
                 asyncio::repr(*parent_task_) + " is already completed",
             exception, task});
        return;
    }
    if (!aborting_ && !parent_cancel_requested_) {
        // What the block awaits, or the exit, has to be cancelled. exit() takes the request back,
        // so that what follows the block can run.
        abort();
        parent_cancel_requested_ = true;
        parent_task_->cancel({});
    }
}

bool TaskGroupObject::uncancel_parent() const {
    return parent_cancel_requested_ && parent_task_->uncancel() == 0;
}

Coro<bool> TaskGroupObject::exit(Ref<TaskGroupObject> group, std::exception_ptr raised,
                                 CallSite /*call*/) {
    TaskGroupObject& self = *group;
    EventLoop& loop = get_running_loop();
    loop.note_await_line();
    std::exception_ptr cancelled = self.begin_exit(raised);
    while (!self.tasks_.empty()) {
        self.on_completed_ = new FutureObject<bool>(loop, "TaskGroup.aexit");
        std::exception_ptr thrown;
        try {
            co_await Future<bool>(self.on_completed_);
        } catch (const CancelledError&) {
            thrown = std::current_exception();
        }
        if (thrown && !self.aborting_) {  // by somebody outside of the group
            cancelled = thrown;
            self.abort();
        }
        self.on_completed_ = nullptr;
    }
    self.end_exit(raised, std::move(cancelled));
    co_return false;
}

std::exception_ptr TaskGroupObject::begin_exit(const std::exception_ptr& raised) {
    exiting_ = true;
    if (raised && leaves_the_loop(raised) && !base_error_) {
        base_error_ = raised;
    }
    std::exception_ptr cancelled = is_cancelled_error(raised) ? raised : nullptr;
    const bool uncancels_late = interpreter().python().has(Behaviour::task_group_uncancels_late);
    if (!uncancels_late && uncancel_parent()) {
        cancelled = nullptr;
    }
    if (raised && !aborting_) {
        abort();
    }
    return cancelled;
}

void TaskGroupObject::end_exit(const std::exception_ptr& raised, std::exception_ptr cancelled) {
    if (base_error_) {
        std::rethrow_exception(std::exchange(base_error_, nullptr));
    }
    const PythonVersion python = interpreter().python();
    if (python.has(Behaviour::task_group_uncancels_late) && uncancel_parent()) {
        cancelled = nullptr;
    }
    const Ref<TaskBase> parent = std::exchange(parent_task_, nullptr);
    ExceptionTuple errors = std::exchange(errors_, {});
    if (cancelled && errors.empty()) {
        std::rethrow_exception(cancelled);
    }
    if (raised && !is_cancelled_error(raised)) {
        errors.push_back(raised);
    }
    if (errors.empty()) {
        return;
    }
    if (python.has(Behaviour::task_group_passes_cancel_on) && parent->cancelling() > 0) {
        parent->uncancel();  // and keeps the count as it was
        parent->cancel({});
    }
    std::rethrow_exception(
        make_exception_group("unhandled errors in a TaskGroup", std::move(errors)));
}

Coro<TaskGroup> TaskGroup::enter(TaskGroup group, CallSite /*call*/) {
    get_running_loop().note_await_line();
    group.object_->enter();
    co_return group;
}

}  // namespace corodemo::asyncio
