#include "app/narration/effects.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;
using Kind = Effect::Kind;

// Goes through the events of one step and collects their effects.
class EffectCollector {
public:
    EffectCollector(const Step& step, const Steps& steps)
        : step_(step),
          steps_(steps),
          state_(steps.state()) {}

    std::vector<Effect> collect() {
        for (const Event& event : step_.events) {
            event_ = &event;
            std::visit([this](const auto& payload) { on(payload); }, event.payload);
            note_new_task(event);
        }
        drop_tasks_taken_by_gather();
        drop_wrapped_coroutines();
        merge_tasks();
        return std::move(effects_);
    }

private:
    // The tasks that were created in a row, on one line: what else gather does in between is to
    // register its callbacks, and to iterate a set.
    void note_new_task(const Event& event) {
        const auto* created = event.as<trace::TaskCreated>();
        const auto* added = event.as<trace::CallbackAdded>();
        const bool goes_on = event.as<trace::HandleScheduled>() != nullptr || created != nullptr ||
                             (added != nullptr && added->role == trace::CallbackRole::gather);
        if (!goes_on || event.line != made_at_line_) {
            made_in_a_row_.clear();
            made_at_line_ = event.line;
        }
        if (created != nullptr) {
            made_in_a_row_.insert(created->task.number);
        }
    }

    Effect& add(Kind kind) {
        Effect& effect = effects_.emplace_back();
        effect.kind = kind;
        effect.event = event_;
        return effect;
    }

    // Equal effects in a row, on the same line, are merged.
    void add_id(Kind kind, Id id) {
        if (effects_.empty() || effects_.back().kind != kind || effects_.back().future ||
            effects_.back().event->line != event_->line) {
            add(kind);
        }
        effects_.back().ids.push_back(id);
    }

    // Only in the program's module-level code does a call stand for itself: there is nobody who
    // awaits it.
    void on(const trace::CoroutineCreated& created) {
        if (step_.kind != StepKind::program) {
            return;
        }
        const bool again = !effects_.empty() && effects_.back().kind == Kind::coroutines &&
                           effects_.back().name == created.coro &&
                           effects_.back().event->line == event_->line;
        Effect& effect = again ? effects_.back() : add(Kind::coroutines);
        effect.name = created.coro;
        effect.ids.push_back(created.coroutine);
    }

    void on(const trace::TaskCreated& created) {
        if (created.coroutine) {
            wrapped_.insert(created.coroutine.number);
        }
        add_id(Kind::tasks, created.task);
    }

    void on(const trace::CallbackAdded& added) {
        if (added.role == trace::CallbackRole::user && added.name.data() != nullptr) {
            Effect& effect = add(Kind::adds_callback);
            effect.future = added.future;
            effect.name = added.name;
        }
    }

    void on(const trace::CallbackRemoved& removed) {
        if (removed.role == trace::CallbackRole::user && removed.name.data() != nullptr) {
            Effect& effect = add(Kind::removes_callback);
            effect.future = removed.future;
            effect.name = removed.name;
        }
    }

    void on(const trace::FutureCreated& created) {
        if (created.children) {
            on_gather(created.future, *created.children);
        } else if (created.of == "user") {
            add(Kind::future).future = created.future;
        }
    }

    void on_gather(Id gather, std::span<const Id> children) {
        std::vector<Id> made;
        std::vector<Id> taken;
        for (const Id child : children) {
            const bool ours = is_made_by_gather(child);
            (ours ? made : taken).push_back(child);
        }
        for (const Id child : made) {
            made_by_gather_.insert(child.number);
        }
        std::ranges::sort(made);
        if (!made.empty() && made.front() == children.front()) {
            add_gather(Kind::tasks, gather, made);
            add_gather(Kind::gathers, gather, taken);
        } else {
            add_gather(Kind::gathers, gather, taken);
            add_gather(Kind::tasks, gather, made);
        }
        if (step_.gathered_at_once.done != 0) {
            Effect& effect = add(Kind::counts);
            effect.future = gather;
            effect.amount = step_.gathered_at_once.done;
        }
    }

    [[nodiscard]] bool is_made_by_gather(Id child) const {
        return child.letter == Id::kTask && event_->line == made_at_line_ &&
               made_in_a_row_.contains(child.number);
    }

    void add_gather(Kind kind, Id gather, const std::vector<Id>& ids) {
        if (!ids.empty()) {
            Effect& effect = add(kind);
            effect.future = gather;
            effect.ids = ids;
        }
    }

    void on(const trace::FutureDone& done) {
        if (const ObjectDeed* deed = steps_.deed(event_->n)) {
            add_deed(*deed);
            return;
        }
        const bool gather = done.future.letter == Id::kGather;
        const bool told = done.state == trace::FutureState::cancelled && !effects_.empty() &&
                          effects_.back().kind == Kind::cancels &&
                          effects_.back().ids.back() == done.future;
        if (told) {
            return;
        }
        if (gather ||
            (done.future.letter == Id::kFuture && state_.future(done.future).of == "user")) {
            add(Kind::completes).future = done.future;
        }
    }

    void on(const trace::CancelRequested& request) {
        // Cancelling a task or a gather implies cancelling the futures it waits for: no effect of
        // their own.
        const bool handed_on =
            std::exchange(hands_on_, request.delivered == trace::Delivered::waiter);
        if (handed_on && !request.task) {
            return;
        }
        const bool refused = request.delivered == trace::Delivered::refused;
        if (refused && request.by && last_cancelled() == request.by) {
            note_woken(request.by);
            return;
        }
        if (request.future && is_internal(request.future)) {
            return;
        }
        if (!handed_on || !refused) {
            add_id(refused ? Kind::cancels_too_late : Kind::cancels,
                   request.task ? request.task : request.future);
        }
    }

    /// The task that was cancelled just now.
    [[nodiscard]] Id last_cancelled() const {
        const bool cancels = !effects_.empty() && effects_.back().kind == Kind::cancels;
        return cancels ? effects_.back().ids.back() : Id();
    }

    /// What the task that was cancelled just now waits for is done: it cancels nothing.
    void note_woken(Id task) {
        effects_.back().ids.pop_back();
        if (effects_.back().ids.empty()) {
            effects_.pop_back();
        }
        add_id(Kind::cancels_woken, task);
    }

    /// Whether it is a future that asyncio made for itself, of which no sentence tells.
    [[nodiscard]] bool is_internal(Id future) const {
        return future.letter == Id::kFuture &&
               state_.future(future).of.find('.') != trace::Text::npos;
    }

    void on(const trace::HandleCancelled& cancelled) {
        if (!state_.has_handle(cancelled.handle)) {
            return;  // another thread is ahead
        }
        const trace::HandleState& handle = state_.handle(cancelled.handle);
        const bool of_program = handle.role == trace::Role::call_soon ||
                                handle.role == trace::Role::call_later ||
                                handle.role == trace::Role::call_at;
        if (of_program && handle.name.data() != nullptr) {
            add(Kind::cancels_call).name = handle.name;
        }
    }

    void on(const trace::HandleScheduled& scheduled) {
        if (scheduled.role == trace::Role::wakeup && scheduled.task != step_.handle.task) {
            const bool by_deed = !effects_.empty() && effects_.back().kind == Kind::deed &&
                                 effects_.back().deeds.back().to == scheduled.task;
            if (last_cancelled() != scheduled.task && !by_deed) {
                add_id(Kind::readies, scheduled.task);
            }
        } else if (scheduled.role == trace::Role::call_soon && scheduled.name.data() != nullptr) {
            add(Kind::calls_soon).name = scheduled.name;
        } else if (scheduled.role == trace::Role::thread && scheduled.name.data() != nullptr) {
            add(Kind::calls_threadsafe).name = scheduled.name;
        } else if (scheduled.role == trace::Role::callback && scheduled.name.data() != nullptr &&
                   step_.kind == StepKind::program) {  // the future was already done
            Effect& effect = add(Kind::adds_callback);
            effect.future = scheduled.future;
            effect.name = scheduled.name;
        }
    }

    void on(const trace::StepStarted& started) {
        if (started.nested.value_or(false)) {
            add(Kind::starts_eagerly).ids = {started.task};
            eager_.push_back({started.task});
        }
    }

    void on(const trace::StepFinished& finished) {
        if (!eager_.empty() && eager_.back().task == finished.task) {
            add(Kind::ends_eagerly).time = eager_.back().sleep;
            eager_.pop_back();
        }
    }

    void on(const trace::TimerScheduled& timer) {
        if (timer.role == trace::Role::sleep && !eager_.empty()) {
            eager_.back().sleep = trace::saturating_span(event_->t, timer.when);
        }
        const bool later = timer.role == trace::Role::call_later;
        if (later || timer.role == trace::Role::call_at) {
            Effect& effect = add(later ? Kind::calls_later : Kind::calls_at);
            effect.name = timer.name;
            effect.time = later ? trace::saturating_span(event_->t, timer.when) : timer.when;
        }
    }

    void on(const trace::ClockAdvanced& advanced) {
        if (advanced.why == trace::AdvanceWhy::blocked) {
            add(Kind::blocks).time = advanced.to - advanced.from;
        }
    }

    // What is printed in a row is told at once, and a line that several calls print is one line.
    void on(const trace::Printed& /*printed*/) {
        const bool goes_on = !effects_.empty() && effects_.back().kind == Kind::prints &&
                             effects_.back().event->line == event_->line;
        Effect& effect = goes_on ? effects_.back() : add(Kind::prints);
        effect.event = event_;
        append_lines(*event_, open_line_, effect.lines);
    }

    void on(const trace::Warned& /*warned*/) { add(Kind::warns); }
    void on(const trace::ExceptionReported& /*reported*/) { add(Kind::reports); }
    // That it was thrown, or came before the first step, is how the step begins; that the task is
    // cancelled though its coroutine returned, how it ends.
    void on(const trace::CancelDelivered& delivered) {
        using trace::CancelOutcome;
        const bool ends_cancelled =
            delivered.outcome == CancelOutcome::too_late &&
            state_.future(delivered.task).done == trace::FutureState::cancelled;
        if (delivered.outcome != CancelOutcome::thrown &&
            delivered.outcome != CancelOutcome::never_started && !ends_cancelled) {
            add(Kind::cancel_outcome).ids = {delivered.task};
        }
    }

    // A report that a task was destroyed comes first, and tells it.
    void on(const trace::TaskDestroyed& destroyed) {
        const auto* reported = effects_.empty() || effects_.back().kind != Kind::reports
                                   ? nullptr
                                   : effects_.back().event->as<trace::ExceptionReported>();
        if (reported == nullptr || reported->task != destroyed.task) {
            add_id(Kind::destroys, destroyed.task);
        }
    }
    // The lock that a condition makes for itself is told with the condition.
    void on(const trace::ObjectCreated& created) {
        const bool is_condition = static_cast<bool>(created.lock);
        if (!effects_.empty() && effects_.back().kind == Kind::creates_objects &&
            effects_.back().ids.back() == created.lock &&
            effects_.back().event->line == event_->line) {
            effects_.back().ids.pop_back();
            if (effects_.back().ids.empty()) {
                effects_.pop_back();
            }
        }
        const Kind kind = is_condition ? Kind::creates_condition : Kind::creates_objects;
        const bool again = !is_condition && !effects_.empty() && effects_.back().kind == kind &&
                           effects_.back().name == created.type;
        Effect& effect = again ? effects_.back() : add(kind);
        effect.name = created.type;
        effect.ids.push_back(created.object);
        if (is_condition) {
            effect.ids.push_back(created.lock);
        }
    }

    void on(const trace::ObjectChanged& /*changed*/) {
        if (const ObjectDeed* deed = steps_.deed(event_->n)) {
            add_deed(*deed);
        }
    }

    void add_deed(const ObjectDeed& deed) {
        const bool again = !effects_.empty() && effects_.back().kind == Kind::deed &&
                           goes_on(effects_.back().deeds.back(), deed) &&
                           effects_.back().event->line == event_->line;
        (again ? effects_.back() : add(Kind::deed)).deeds.push_back(deed);
    }

    /// Whether two deeds are told as one. The permit that a semaphore's release() gives away is the
    /// one that was released.
    static bool goes_on(const ObjectDeed& last, const ObjectDeed& deed) {
        const bool of_release =
            last.kind == ObjectDeed::Kind::releases && deed.kind == ObjectDeed::Kind::gives;
        return last.object == deed.object && (last.kind == deed.kind || of_release);
    }

    void on(const trace::Note& /*note*/) { add(Kind::notes); }
    void on(const trace::LoopStopRequested& /*stop*/) { add(Kind::stops); }
    void on(const trace::ChoiceMade& /*choice*/) { add(Kind::orders); }

    template <class Payload>
    void on(const Payload& /*has no effect of its own*/) {}

    // Tasks that a gather created were added before their gather was known.
    void drop_tasks_taken_by_gather() {
        if (made_by_gather_.empty()) {
            return;
        }
        for (Effect& effect : effects_) {
            if (effect.kind == Kind::tasks && !effect.future) {
                std::erase_if(effect.ids,
                              [&](Id id) { return made_by_gather_.contains(id.number); });
            }
        }
        std::erase_if(effects_, [](const Effect& effect) {
            return effect.kind == Kind::tasks && effect.ids.empty();
        });
    }

    // A coroutine that was wrapped in a task in the same step is told with the task.
    void drop_wrapped_coroutines() {
        for (Effect& effect : effects_) {
            if (effect.kind == Kind::coroutines) {
                std::erase_if(effect.ids, [&](Id id) { return wrapped_.contains(id.number); });
                effect.amount = effect.ids.size();
            }
        }
        std::erase_if(effects_, [](const Effect& effect) {
            return effect.kind == Kind::coroutines && effect.amount == 0;
        });
    }

    // Tasks between whose creation only their coroutines were created.
    void merge_tasks() {
        std::vector<Effect> merged;
        for (Effect& effect : effects_) {
            const bool again = !merged.empty() && effect.kind == Kind::tasks &&
                               merged.back().kind == Kind::tasks && !effect.future &&
                               !merged.back().future &&
                               effect.event->line == merged.back().event->line;
            if (again) {
                std::ranges::move(effect.ids, std::back_inserter(merged.back().ids));
            } else {
                merged.push_back(std::move(effect));
            }
        }
        effects_ = std::move(merged);
    }

    /// An eager task in its first step.
    struct Eager {
        Id task;
        trace::Nanoseconds sleep = 0;
    };

    const Step& step_;
    const Steps& steps_;
    const trace::Replay& state_;
    const Event* event_ = nullptr;
    std::vector<Eager> eager_;  // innermost last
    std::vector<Effect> effects_;
    std::unordered_set<std::uint32_t> wrapped_;         // coroutines wrapped in a task
    std::unordered_set<std::uint32_t> made_by_gather_;  // tasks
    std::unordered_set<std::uint32_t> made_in_a_row_;   // tasks
    std::uint32_t made_at_line_ = 0;
    bool hands_on_ = false;
    bool open_line_ = false;  // the last print did not end its line
};

}  // namespace

std::vector<Effect> effects(const Step& step, const Steps& steps) {
    return EffectCollector(step, steps).collect();
}

}  // namespace corodemo::app
