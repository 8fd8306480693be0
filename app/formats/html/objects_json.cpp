#include "app/formats/html/objects_json.hpp"

#include <cstdint>

#include "app/formats/html/both_languages.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/object_text.hpp"
#include "app/narration/outside.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

constexpr std::size_t kLongestValue = 200;

// The numbers that follow are indexes of lists in playback.js.

int number_of(const trace::TaskState& task) {
    using Phase = trace::TaskState::Phase;
    return task.destroyed                 ? 3
           : task.phase == Phase::ready   ? 0
           : task.phase == Phase::running ? 1
           : task.phase == Phase::waiting ? 2
                                          : 3;
}

int number_of(Subject::Mark mark) {
    using Mark = Subject::Mark;
    return mark == Mark::task ? 0 : mark == Mark::timer ? 1 : mark == Mark::completion ? 2 : 3;
}

int number_of_timer(trace::Role role) {
    return role == trace::Role::sleep ? 0 : role == trace::Role::timeout ? 1 : 2;
}

std::string shown(std::string_view value) {
    return elide(value, kLongestValue, kEnglish);
}

std::uint32_t task_number(Id id) {
    return id.letter == Id::kTask ? id.number : 0;
}

}  // namespace

ObjectsJson::Json place_of(std::uint32_t line, std::uint32_t file) {
    return file == 0 ? ObjectsJson::Json(line) : ObjectsJson::Json{line, file};
}

ObjectsJson::Json ObjectsJson::object(Id id) {
    const trace::ObjectStateNow& object = playback_.state().object(id);
    return {to_string(id), shown(object.type), texts_.of(in_both([&](const Style& style) {
                return object_text(object, playback_.state(), style);
            })),
            place_of(object.line, object.file)};
}

ObjectsJson::Json ObjectsJson::task(Id id) {
    const trace::TaskState& state = playback_.state().task(id);
    const trace::Frame inner = !state.stack.empty() ? state.stack.back()
                               : state.started      ? trace::Frame()
                                                    : definitions_.of(state.coro);
    Json json{id.number,
              number_of(state),
              place_of(inner.line, inner.file),
              inner.cpp_line,
              state.started ? 1 : 0,
              texts_.of(awaited_by(id)),
              texts_.of(stack_of(state))};
    if (state.phase == trace::TaskState::Phase::done || state.destroyed) {
        json.push_back(ending_of(state));
    }
    return json;
}

ObjectsJson::Json ObjectsJson::handle(Id id, std::uint64_t joined) {
    const trace::HandleState& state = playback_.state().handle(id);
    const Subject subject = playback_.steps().subject(state);
    return {id.number,
            number_of(subject.mark),
            task_number(subject.id),
            texts_.of(name_of(subject)),
            texts_.of(purpose_of(subject, state)),
            joined,
            subject.cancelled ? 1 : 0};
}

ObjectsJson::Json ObjectsJson::timer(const std::pair<trace::Nanoseconds, Id>& deadline) {
    const trace::HandleState& state = playback_.state().handle(deadline.second);
    const Subject subject = playback_.steps().subject(state);
    return {deadline.second.number,      deadline.first,
            number_of_timer(state.role), task_number(subject.id),
            texts_.of(name_of(subject)), trace_.event(state.scheduled).line};
}

Message ObjectsJson::awaited_by(Id task) const {
    const Clause* const what = playback_.awaited_by(task);
    if (what == nullptr) {
        return {""};
    }
    const Clause text = in_short(*what);
    return {english_.clause(text).text(), chinese_.clause(text).text()};
}

/// "hello:9 › sleep"
std::string ObjectsJson::stack_of(const trace::TaskState& state) const {
    std::string stack;
    for (const trace::Frame& frame : state.stack) {
        stack += (stack.empty() ? "" : " › ") + shown(frame.coro);
        if (frame.line != 0) {
            const std::string_view file = playback_.steps().names().other_file(frame.file);
            stack += file.empty() ? ":" : " " + shown(file) + ":";
            stack += std::to_string(frame.line);
        }
    }
    if (state.phase == trace::TaskState::Phase::waiting && state.waiting_on) {
        const trace::Text of = playback_.state().future(state.waiting_on).of;
        const bool plain = of == "task" || of == "user" || of.empty();
        stack += (stack.empty() ? "" : " › ") + (plain ? to_string(state.waiting_on) : shown(of));
    }
    return stack;
}

ObjectsJson::Json ObjectsJson::ending_of(const trace::TaskState& task) {
    enum Kind : std::uint8_t { returned, raised, cancelled, destroyed };
    if (task.destroyed) {
        return {destroyed, ""};
    }
    const trace::FutureStateNow& future = playback_.state().future(task.id);
    switch (future.done.value_or(trace::FutureState::cancelled)) {
        case trace::FutureState::result:
            return {returned, texts_.of(shown(future.value))};
        case trace::FutureState::exception:
            return {raised, texts_.of(shown(error_text(future.error.type, future.error.message)))};
        case trace::FutureState::cancelled:
            break;
    }
    return {cancelled, ""};
}

Message ObjectsJson::name_of(const Subject& subject) {
    if (subject.id) {
        return to_string(subject.id);
    }
    if (subject.name.data() != nullptr) {
        return shown(subject.name) + "()";
    }
    if (subject.about.data() != nullptr) {
        return in_both([&](const Style& style) { return outside_text(subject.about, style); });
    }
    return Localized{"internal callback", "内部回调"};
}

Message ObjectsJson::purpose_of(const Subject& subject, const trace::HandleState& state) const {
    using trace::CallbackRole;
    switch (subject.mark) {
        case Subject::Mark::task:
            return playback_.state().task(subject.id).started ? Localized{"resumes", "恢复运行"}
                                                              : Localized{"starts", "开始运行"};
        case Subject::Mark::timer:
            return Localized{"timer", "定时器"};
        case Subject::Mark::call:
            return Localized{"callback", "回调"};
        case Subject::Mark::completion:
            break;
    }
    if (state.name.data() != nullptr) {
        return "→ " + shown(state.name) + "()";
    }
    switch (playback_.steps().role_of(state.callback).value_or(CallbackRole::run)) {
        case CallbackRole::run:
            return Localized{"stops the loop", "停止事件循环"};
        case CallbackRole::gather:
            return std::string("→ gather()");
        case CallbackRole::wait:
            return std::string("→ wait()");
        case CallbackRole::as_completed:
            return std::string("→ as_completed()");
        case CallbackRole::shield:
            return std::string("→ shield()");
        case CallbackRole::wait_for:
            return std::string("→ wait_for()");
        case CallbackRole::task_group:
            return Localized{"→ task group", "→ 任务组"};
        default:
            return Localized{"→ asyncio", "→ asyncio"};
    }
}

}  // namespace corodemo::app
