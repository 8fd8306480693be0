#include "core/trace/replay.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace corodemo::trace {

namespace {

std::uint64_t key(Id id) {
    return (std::uint64_t{static_cast<unsigned char>(id.letter)} << 32U) | id.number;
}

/// "12 (task_created)"
std::string to_string(const Event& event) {
    return std::to_string(event.n) + " (" + std::string(event.kind()) + ")";
}

/// Throws: ReplayError unless `holds`. The arguments are converted to text only then.
template <class... Arguments>
void require(bool holds, Problem otherwise, const Arguments&... arguments) {
    using std::to_string;
    if (!holds) {
        throw ReplayError(otherwise, {to_string(arguments)...});
    }
}

template <class Map, class Key>
auto& find(Map& map, const Key& map_key, Id id) {
    const auto found = map.find(map_key);
    require(static_cast<bool>(id), Problem::unnamed_object);
    require(found != map.end(), Problem::unknown_object, id);
    return found->second;
}

bool is_timer(Role role) {
    return role >= Role::sleep;
}

/// The ids in a field of an event.
std::span<const Id> ids_in(const Id& id) {
    return {&id, 1};
}
std::span<const Id> ids_in(const std::optional<std::span<const Id>>& ids) {
    return ids.value_or(std::span<const Id>());
}
std::span<const Id> ids_in(const auto& /*holds none*/) {
    return {};
}

}  // namespace

void Replay::apply(const Event& event) {
    try {
        require(event.n == n_ + 1, Problem::wrong_number, event.n);
        n_ = event.n;
        cause_ = event.cause;
        line_ = event.line;
        file_ = event.file;
        enter_thread(event.thread);
        std::visit([this](const auto& payload) { on(payload); }, event.payload);
        check_time(event);
        check_place(event);
        check_objects(event);
        if (event.as<RunFinished>() != nullptr) {
            leave_run();
        }
    } catch (ReplayError& error) {
        error.add_outer({Place::Kind::event, to_string(event)});
        throw;
    }
}

void Replay::enter_thread(Text name) {
    if (name != thread_name_) {
        thread_name_ = name;
        thread_ = &threads_[name];
    }
    if (run().loop != nullptr) {
        loop_ = run().loop;
    }
}

/// The innermost open handle or task of the thread's run.
Id Replay::innermost(char letter) const {
    const auto& open = run().open;
    const auto found =
        std::find_if(open.rbegin(), open.rend(), [&](Id id) { return id.letter == letter; });
    return found != open.rend() ? *found : Id();
}

/// Whether the thread is within that handle, or within a step of that task.
bool Replay::is_open(Id id) const {
    return std::ranges::any_of(thread_->runs, [&](const Run& one) {
        return std::ranges::find(one.open, id) != one.open.end();
    });
}

/// Whether the thread is within a step of the task, or within a handle that is to step it.
bool Replay::is_in_turn_of(Id task) const {
    const Id running = running_handle();
    return is_open(task) || (running && handle(running).task == task);
}

/// Requires: the clock of the event is not behind, and moved only as it may.
void Replay::check_time(const Event& event) {
    require(event.t >= now_, Problem::clock_goes_back, now_);
    require(event.t == now_ || clock_ != ClockKind::virtual_time, Problem::clock_moves);
    now_ = event.t;
}

/// Requires: the event's run, iteration and what it is in agree with the events before it.
void Replay::check_place(const Event& event) const {
    const Run& now = run();
    require(now.number != 0 || event.run == 0, Problem::no_run);
    const bool after_the_last = event.it == 0 && now.iteration == Iteration::none;
    require(event.run == now.number && (event.it == now.it || after_the_last),
            Problem::other_period, now.number, now.it);
    require(!event.in || is_open(event.in), Problem::not_running, event.in);
}

void Replay::check_nothing_open() const {
    const auto& open = run().open;
    require(open.empty(), Problem::still_running, open.empty() ? Id() : open.back());
}

/// Requires: the tasks and futures that the event names exist.
void Replay::check_objects(const Event& event) const {
    const auto check = [this](std::span<const Id> ids) {
        for (const Id id : ids) {
            if (id.letter == Id::kTask || id.letter == Id::kFuture || id.letter == Id::kGather) {
                static_cast<void>(future(id));
            }
        }
    };
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            std::apply([&](auto... field) { (check(ids_in(payload.*field.member)), ...); },
                       Kind::fields());
        },
        event.payload);
}

const HandleState& Replay::handle(Id id) const {
    return find(handles_, id.number, id);
}
const FutureStateNow& Replay::future(Id id) const {
    return find(futures_, key(id), id);
}
const TaskState& Replay::task(Id id) const {
    require(id.letter == Id::kTask && id.number <= tasks_.size(), Problem::not_a_task, id);
    return tasks_[id.number - 1];
}
HandleState& Replay::handle_to_change(Id id) {
    return find(handles_, id.number, id);
}
FutureStateNow& Replay::future_to_change(Id id) {
    return find(futures_, key(id), id);
}
const ObjectStateNow& Replay::object(Id id) const {
    return objects_[find(object_indexes_, key(id), id)];
}
bool Replay::has_object(Id id) const {
    return object_indexes_.contains(key(id));
}
const ObjectStateNow* Replay::object_awaited_by(Id task) const {
    const auto found = awaited_objects_.find(key(task));
    return found != awaited_objects_.end() ? &object(found->second) : nullptr;
}
ObjectStateNow& Replay::object_to_change(Id id) {
    return const_cast<ObjectStateNow&>(std::as_const(*this).object(id));
}
TaskState& Replay::task_to_change(Id id) {
    return const_cast<TaskState&>(std::as_const(*this).task(id));
}

void Replay::on(const RunStarted& started) {
    require(run().number == 0 || !run().open.empty(), Problem::run_goes_on, run().number);
    loop_ = &loops_[started.loop.number];
    Run& begun = thread_->runs.emplace_back();
    begun.number = ++runs_;
    begun.loop = loop_;
    begun.left_in_outer_iteration = std::exchange(loop_->left_in_iteration, 0);
}

void Replay::on(const RunFinished& /*finished*/) {
    require(run().number != 0, Problem::no_run);
    check_nothing_open();
    run().it = 0;
    run().iteration = Iteration::none;
}

void Replay::leave_run() {
    run().loop->left_in_iteration = run().left_in_outer_iteration;
    thread_->runs.pop_back();
}

void Replay::on(const IterationStarted& /*started*/) {
    Run& now = run();
    require(now.number != 0, Problem::no_run);
    require(now.iteration == Iteration::none, Problem::iteration_goes_on, now.it);
    ++now.it;
    now.iteration = Iteration::collects_timers;
}

void Replay::on(const IterationFinished& /*finished*/) {
    require(run().iteration != Iteration::none, Problem::no_iteration);
    check_nothing_open();
    run().iteration = Iteration::none;
}

/// Requires: the iteration still waits or collects its timers.
void Replay::check_before_handles() const {
    require(run().iteration == Iteration::collects_timers, Problem::handles_run);
}

/// Adds a handle, and returns the loop that will run it.
Replay::Loop& Replay::add_handle(const HandleState& state) {
    require(state.id.letter == Id::kHandle && handles_.emplace(state.id.number, state).second,
            Problem::not_a_new_handle, state.id);
    Loop& loop = loops_[state.loop.number];
    if (run().loop == nullptr) {
        loop_ = &loop;
    }
    return loop;
}

void Replay::on(const HandleScheduled& scheduled) {
    require(!is_timer(scheduled.role), Problem::role_of_a_timer);
    HandleState state;
    state.id = scheduled.handle;
    state.loop = scheduled.loop;
    state.role = scheduled.role;
    state.task = scheduled.task;
    state.future = scheduled.future;
    state.callback = scheduled.callback;
    state.name = scheduled.name;
    state.about = scheduled.about;
    state.scheduled = n_;
    if (state.task) {
        TaskState& task = task_to_change(state.task);
        task.step_queued = true;
        if (task.phase == TaskState::Phase::waiting) {
            task.phase = TaskState::Phase::ready;
        }
    }
    add_handle(state).ready.push_back(state.id);
}

void Replay::on(const TimerScheduled& scheduled) {
    require(is_timer(scheduled.role), Problem::no_role_of_a_timer);
    HandleState state;
    state.id = scheduled.handle;
    state.loop = scheduled.loop;
    state.role = scheduled.role;
    state.future = scheduled.future;
    state.callback = scheduled.callback;
    state.name = scheduled.name;
    state.when = scheduled.when;
    state.scheduled = n_;
    state.timer = true;
    add_handle(state).timers.emplace(state.when, state.id);
}

/// Removes a timer from the heap.
HandleState& Replay::take_timer(Id id) {
    HandleState& timer = handle_to_change(id);
    require(run().loop->timers.erase({timer.when, id}) != 0, Problem::not_a_timer, id);
    require(cause_ == timer.scheduled, Problem::other_cause, timer.scheduled);
    return timer;
}

void Replay::on(const TimerDue& due) {
    check_before_handles();
    take_timer(due.handle);
    run().loop->ready.push_back(due.handle);
}

void Replay::on(const TimerDropped& dropped) {
    check_before_handles();
    require(take_timer(dropped.handle).cancelled, Problem::not_cancelled, dropped.handle);
    handles_.erase(dropped.handle.number);
}

/// Removes the first handle from the ready queue.
HandleState& Replay::take_first_ready(Id id) {
    require(run().iteration != Iteration::none, Problem::no_iteration);
    check_nothing_open();
    Loop& loop = *run().loop;
    require(!loop.ready.empty() && loop.ready.front() == id, Problem::not_first_in_queue, id);
    if (run().iteration == Iteration::collects_timers) {
        // asyncio counts its handles after the due timers have joined the queue.
        run().iteration = Iteration::runs_handles;
        loop.left_in_iteration = loop.ready.size();
    }
    require(loop.left_in_iteration > 0, Problem::next_iteration, id);
    loop.ready.pop_front();
    --loop.left_in_iteration;
    HandleState& first = handle_to_change(id);
    require(cause_ == first.scheduled, Problem::other_cause, first.scheduled);
    return first;
}

void Replay::on(const HandleStarted& started) {
    require(!take_first_ready(started.handle).cancelled, Problem::cancelled, started.handle);
    run().open.push_back(started.handle);
}

void Replay::on(const HandleFinished& finished) {
    require(running_handle() == finished.handle, Problem::not_running, finished.handle);
    const Id last = run().open.back();
    require(last == finished.handle, Problem::still_running, last);
    run().open.pop_back();
    handles_.erase(finished.handle.number);
}

void Replay::on(const HandleSkipped& skipped) {
    require(take_first_ready(skipped.handle).cancelled, Problem::not_cancelled, skipped.handle);
    handles_.erase(skipped.handle.number);
}

void Replay::on(const HandleCancelled& cancelled) {
    HandleState& state = handle_to_change(cancelled.handle);
    require(!state.cancelled && !is_open(cancelled.handle), Problem::not_queued, cancelled.handle);
    state.cancelled = true;
}

void Replay::on(const ClockAdvanced& advanced) {
    if (advanced.why != AdvanceWhy::blocked) {
        check_before_handles();
    }
    // Another clock than a virtual one goes on by itself, also while the loop waits.
    require(advanced.from == now_ || clock_ != ClockKind::virtual_time, Problem::clock_stands_at,
            now_);
    require(advanced.to >= advanced.from && advanced.to >= now_, Problem::clock_goes_back, now_);
    now_ = advanced.to;
}

void Replay::add_future(Id id, Text of) {
    FutureStateNow state;
    state.id = id;
    state.of = of;
    require(id && futures_.emplace(key(id), std::move(state)).second, Problem::created_twice, id);
}

void Replay::on(const TaskCreated& created) {
    const Id next{Id::kTask, static_cast<std::uint32_t>(tasks_.size() + 1)};
    require(created.task == next, Problem::next_task, next);
    add_future(created.task, "task");
    TaskState state;
    state.id = created.task;
    state.name = created.name.text;
    state.coro = created.coro;
    state.coroutine = created.coroutine;
    state.parent = created.parent;
    state.eager = created.eager.value_or(false);
    tasks_.push_back(std::move(state));
}

void Replay::on(const TaskDestroyed& destroyed) {
    TaskState& task = task_to_change(destroyed.task);
    require(task.phase != TaskState::Phase::done && !task.destroyed, Problem::already_done,
            destroyed.task);
    require(!is_open(task.id), Problem::still_running, destroyed.task);
    task.destroyed = true;
}

void Replay::on(const StepStarted& started) {
    TaskState& task = task_to_change(started.task);
    require(task.phase == TaskState::Phase::ready, Problem::not_ready, started.task);
    auto& open = run().open;
    if (started.nested.value_or(false)) {
        require(task.eager && !task.started, Problem::not_eager, started.task);
    } else {
        require(open.size() < 2, Problem::still_running, open.empty() ? Id() : open.back());
        require(is_in_turn_of(started.task), Problem::no_handle_steps, started.task);
    }
    task.phase = TaskState::Phase::running;
    task.started = true;
    task.destroyed = false;  // a handler of the program may have kept it
    task.step_queued = false;
    task.waiting_on = {};
    task.stack.clear();
    open.push_back(task.id);
}

void Replay::on(const StepFinished& finished) {
    auto& open = run().open;
    require(!open.empty() && open.back() == finished.task, Problem::not_running, finished.task);
    open.pop_back();
    TaskState& task = task_to_change(finished.task);
    task.waiting_on = finished.waiting_on;
    if (finished.stack) {
        task.stack.assign(finished.stack->begin(), finished.stack->end());
    }
    switch (finished.end) {
        case End::suspended:
            // If the future was already done, or a cancellation was due, the next step is already
            // scheduled.
            task.phase = task.step_queued ? TaskState::Phase::ready : TaskState::Phase::waiting;
            break;
        case End::yielded:
            task.phase = TaskState::Phase::ready;
            break;
        case End::returned:
        case End::raised:
        case End::cancelled:
            task.phase = TaskState::Phase::done;
            variables_.erase(task.id);
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
    require(!future.done, Problem::already_done, done.future);
    future.done = done.state;
    future.value = done.value;
    future.error = done.error;
    future.callbacks.clear();  // the events that follow schedule each with a handle of its own
    if (done.future.letter == Id::kTask && !is_open(done.future)) {
        task_to_change(done.future).phase = TaskState::Phase::done;  // from outside, as 3.6 allows
        variables_.erase(done.future);
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
    require(std::erase_if(callbacks, is_it) != 0, Problem::no_such_callback, removed.future);
}

void Replay::on(const CancelRequested& requested) {
    if (!requested.task) {
        return;
    }
    TaskState& task = task_to_change(requested.task);
    if (requested.delivered != Delivered::refused) {
        ++task.cancelling;
        if (task.cancel_pending == 0) {
            task.cancel_pending = n_;
        }
    }
    require(requested.count.value_or(task.cancelling) == task.cancelling, Problem::other_count,
            task.cancelling);
}

void Replay::on(const CancelDelivered& delivered) {
    TaskState& task = task_to_change(delivered.task);
    if (delivered.outcome != CancelOutcome::withdrawn) {
        require(is_in_turn_of(task.id), Problem::no_handle_steps, task.id);
    }
    if (delivered.outcome == CancelOutcome::swallowed && task.cancel_pending == 0) {
        require(task.cancel_thrown != 0, Problem::no_cancel, task.id);
        task.cancel_thrown = 0;
        return;
    }
    require(task.cancel_pending != 0, Problem::no_cancel, task.id);
    const EventNumber request = std::exchange(task.cancel_pending, 0);
    if (delivered.outcome == CancelOutcome::thrown) {
        task.cancel_thrown = task.cancelling != 0 ? request : 0;
    }
}

void Replay::on(const Uncancelled& uncancelled) {
    TaskState& task = task_to_change(uncancelled.task);
    require(task.cancelling != 0, Problem::no_cancel, task.id);
    --task.cancelling;
    require(uncancelled.count == task.cancelling, Problem::other_count, task.cancelling);
    if (task.cancelling == 0) {
        task.cancel_thrown = 0;
    }
}

void Replay::on(const ObjectCreated& created) {
    require(object_indexes_.emplace(key(created.object), objects_.size()).second,
            Problem::created_twice, created.object);
    require(!created.lock || object_indexes_.contains(key(created.lock)), Problem::unknown_object,
            created.lock);
    ObjectStateNow& object = objects_.emplace_back();
    object.id = created.object;
    object.type = created.type;
    object.line = line_;
    object.file = file_;
    object.lock = created.lock;
    object.state = created.state;
    object.value = created.value;
    object.maxsize = created.maxsize;
    object.parties = created.parties;
}

void Replay::on(const ObjectChanged& changed) {
    ObjectStateNow& object = object_to_change(changed.object);
    if (changed.state) {
        object.state = changed.state;
        object.held_by = changed.held_by;
    }
    require(!changed.held_by || changed.state == ObjectState::locked, Problem::not_locked,
            changed.object);
    if (changed.value) {
        object.value = changed.value;
    }
    object.size = changed.size.value_or(object.size);
    object.unfinished = changed.unfinished.value_or(object.unfinished);
    if (changed.items) {
        object.items.assign(changed.items->begin(), changed.items->end());
    }
    if (changed.waiters) {
        for (const Id waiter : object.waiters) {
            awaited_objects_.erase(key(waiter));
        }
        object.waiters.assign(changed.waiters->begin(), changed.waiters->end());
        for (const Id waiter : object.waiters) {
            awaited_objects_[key(waiter)] = object.id;
        }
    }
}

void Replay::on(const VariablesChanged& changed) {
    require(!changed.scope || is_open(changed.scope), Problem::not_running, changed.scope);
    std::vector<Variable>& variables = variables_[changed.scope];
    for (const Variable& variable : changed.values.value_or(std::span<const Variable>())) {
        const auto known = std::ranges::find(variables, variable.name, &Variable::name);
        const bool exists = variable.value.data() != nullptr;
        if (known != variables.end() && exists) {
            known->value = variable.value;
        } else if (known != variables.end()) {
            variables.erase(known);
        } else if (exists) {
            variables.push_back(variable);
        }
    }
}

bool Replay::is_stale(const Variable& copy) const {
    const auto followed = std::ranges::find(followed_, copy.name, &FollowedVariable::name);
    const auto module = variables_.find(Id());
    if (followed == followed_.end() || module == variables_.end()) {
        return false;
    }
    const auto original = std::ranges::find(module->second, followed->copy_of, &Variable::name);
    return original != module->second.end() && original->value != copy.value;
}

}  // namespace corodemo::trace
