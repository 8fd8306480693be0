#include "core/trace/replay.hpp"

#include <string>

namespace corodemo::trace {

namespace {

std::uint64_t key(Id id) {
    return (std::uint64_t{static_cast<unsigned char>(id.letter)} << 32U) | id.number;
}

/// "12 (task_created)"
std::string to_string(const Event& event) {
    return std::to_string(event.n) + " (" + std::string(event.kind()) + ")";
}

[[noreturn]] void fail(Problem problem, std::vector<std::string> arguments = {}) {
    throw ReplayError(problem, std::move(arguments));
}
[[noreturn]] void fail(Problem problem, Id id) {
    fail(problem, {to_string(id)});
}

template <class Map, class Key>
auto& find(Map& map, const Key& map_key, Id id) {
    const auto found = map.find(map_key);
    if (found == map.end()) {
        id ? fail(Problem::unknown_object, id) : fail(Problem::unnamed_object);
    }
    return found->second;
}

}  // namespace

void Replay::apply(const Event& event) {
    n_ = event.n;
    try {
        if (event.t < now_ || (event.t > now_ && event.as<ClockAdvanced>() == nullptr)) {
            fail(Problem::clock_moves);
        }
        std::visit([this](const auto& payload) { on(payload); }, event.payload);
    } catch (ReplayError& error) {
        error.add_outer({Place::Kind::event, to_string(event)});
        throw;
    }
}

const HandleState& Replay::handle(Id id) const {
    return find(handles_, id.number, id);
}
const FutureStateNow& Replay::future(Id id) const {
    return find(futures_, key(id), id);
}
const TaskState& Replay::task(Id id) const {
    if (id.letter != Id::kTask || id.number > tasks_.size()) {
        id ? fail(Problem::not_a_task, id) : fail(Problem::unnamed_object);
    }
    return tasks_[id.number - 1];
}
HandleState& Replay::handle_to_change(Id id) {
    return find(handles_, id.number, id);
}
FutureStateNow& Replay::future_to_change(Id id) {
    return find(futures_, key(id), id);
}
TaskState& Replay::task_to_change(Id id) {
    return const_cast<TaskState&>(std::as_const(*this).task(id));
}

void Replay::add_handle(const HandleState& state) {
    if (state.id.letter != Id::kHandle || !handles_.emplace(state.id.number, state).second) {
        fail(Problem::not_a_new_handle, state.id);
    }
}

void Replay::on(const HandleScheduled& scheduled) {
    HandleState state;
    state.id = scheduled.handle;
    state.role = scheduled.role;
    state.task = scheduled.task;
    state.future = scheduled.future;
    state.callback = scheduled.callback;
    state.name = scheduled.name;
    state.scheduled = n_;
    if (state.task) {
        TaskState& task = task_to_change(state.task);
        task.step_queued = true;
        if (task.phase == TaskState::Phase::waiting) {
            task.phase = TaskState::Phase::ready;
        }
    }
    add_handle(state);
    ready_.push_back(state.id);
}

void Replay::on(const TimerScheduled& scheduled) {
    HandleState state;
    state.id = scheduled.handle;
    state.role = scheduled.role;
    state.future = scheduled.future;
    state.callback = scheduled.callback;
    state.name = scheduled.name;
    state.when = scheduled.when;
    state.scheduled = n_;
    state.timer = true;
    add_handle(state);
    timers_.emplace(state.when, state.id);
}

void Replay::remove_timer(Id id) {
    if (timers_.erase({handle(id).when, id}) == 0) {
        fail(Problem::not_a_timer, id);
    }
}

void Replay::on(const TimerDue& due) {
    remove_timer(due.handle);
    ready_.push_back(due.handle);
}

void Replay::on(const TimerDropped& dropped) {
    remove_timer(dropped.handle);
    handles_.erase(dropped.handle.number);
}

void Replay::take_first_ready(Id id) {
    if (ready_.empty() || ready_.front() != id) {
        fail(Problem::not_first_in_queue, id);
    }
    if (!counting_) {
        // asyncio counts its handles after the due timers have joined the queue, so at the first
        // that runs.
        counting_ = true;
        left_in_iteration_ = ready_.size();
    }
    ready_.pop_front();
    --left_in_iteration_;
}

void Replay::on(const HandleStarted& started) {
    if (running_handle_) {
        fail(Problem::still_running, running_handle_);
    }
    take_first_ready(started.handle);
    running_handle_ = handle(started.handle).id;
}

void Replay::on(const HandleFinished& finished) {
    if (running_handle_ != finished.handle) {
        fail(Problem::not_running, finished.handle);
    }
    running_handle_ = {};
    handles_.erase(finished.handle.number);
}

void Replay::on(const HandleSkipped& skipped) {
    take_first_ready(skipped.handle);
    handles_.erase(skipped.handle.number);
}

void Replay::on(const HandleCancelled& cancelled) {
    handle_to_change(cancelled.handle).cancelled = true;
}

void Replay::on(const IterationFinished& /*finished*/) {
    counting_ = false;
}

void Replay::on(const ClockAdvanced& advanced) {
    if (advanced.from != now_ || advanced.to < advanced.from) {
        fail(Problem::clock_stands_at, {std::to_string(now_)});
    }
    now_ = advanced.to;
}

void Replay::add_future(Id id, Text of) {
    FutureStateNow state;
    state.id = id;
    state.of = of;
    if (!id || !futures_.emplace(key(id), std::move(state)).second) {
        fail(Problem::created_twice, id);
    }
}

void Replay::on(const TaskCreated& created) {
    if (created.task != Id{Id::kTask, static_cast<std::uint32_t>(tasks_.size() + 1)}) {
        fail(Problem::next_task, {"T" + std::to_string(tasks_.size() + 1)});
    }
    add_future(created.task, "task");
    TaskState state;
    state.id = created.task;
    state.name = created.name.text;
    state.coro = created.coro;
    state.coroutine = created.coroutine;
    state.parent = created.parent;
    tasks_.push_back(std::move(state));
}

void Replay::on(const StepStarted& started) {
    TaskState& task = task_to_change(started.task);
    if (running_task_ || task.phase != TaskState::Phase::ready) {
        fail(Problem::not_ready, started.task);
    }
    task.phase = TaskState::Phase::running;
    task.started = true;
    task.step_queued = false;
    task.waiting_on = {};
    task.stack.clear();
    running_task_ = task.id;
}

void Replay::on(const StepFinished& finished) {
    if (running_task_ != finished.task) {
        fail(Problem::not_running, finished.task);
    }
    running_task_ = {};
    TaskState& task = task_to_change(finished.task);
    task.waiting_on = finished.waiting_on;
    if (finished.stack) {
        task.stack.assign(finished.stack->begin(), finished.stack->end());
    }
    switch (finished.end) {
        case End::suspended:
            // A future that is done already, or a cancel that was due, has queued the next step
            // meanwhile.
            task.phase = task.step_queued ? TaskState::Phase::ready : TaskState::Phase::waiting;
            break;
        case End::yielded:
            task.phase = TaskState::Phase::ready;
            break;
        case End::returned:
        case End::raised:
        case End::cancelled:
            task.phase = TaskState::Phase::done;
            break;
    }
}

void Replay::on(const FutureCreated& created) {
    add_future(created.future, created.of);
    FutureStateNow& future = future_to_change(created.future);
    if (created.children) {
        future.children.assign(created.children->begin(), created.children->end());
    }
    future.via = created.via;
}

void Replay::on(const FutureDone& done) {
    FutureStateNow& future = future_to_change(done.future);
    if (future.done) {
        fail(Problem::already_done, done.future);
    }
    future.done = done.state;
    future.value = done.value;
    future.error = done.error;
    future.callbacks.clear();  // each gets a handle of its own, by the events that follow
    if (done.future.letter == Id::kTask && done.future != running_task_) {
        task_to_change(done.future).phase = TaskState::Phase::done;  // from outside, as 3.6 allows
    }
}

void Replay::on(const CallbackAdded& added) {
    future_to_change(added.future)
        .callbacks.push_back({added.role, added.task, added.callback, added.name});
}

void Replay::on(const CallbackRemoved& removed) {
    auto& callbacks = future_to_change(removed.future).callbacks;
    const auto is_it = [&](const CallbackState& one) {
        return one.task == removed.task && one.callback == removed.callback;
    };
    if (std::erase_if(callbacks, is_it) == 0) {
        fail(Problem::no_such_callback, removed.future);
    }
}

}  // namespace corodemo::trace
