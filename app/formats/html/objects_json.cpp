#include "app/formats/html/objects_json.hpp"

#include "app/narration/narrate.hpp"
#include "app/narration/outside.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

constexpr std::size_t kLongestValue = 200;

/// The phase's index in PHASES of playback.js.
int number_of(trace::TaskState::Phase phase) {
    using Phase = trace::TaskState::Phase;
    return phase == Phase::ready     ? 0
           : phase == Phase::running ? 1
           : phase == Phase::waiting ? 2
                                     : 3;
}

}  // namespace

ObjectsJson::Json ObjectsJson::task(Id id) {
    const trace::TaskState& state = playback_.state().task(id);
    const trace::Frame inner = state.stack.empty() ? trace::Frame() : state.stack.back();
    Json json{id.number, number_of(state.phase),
              inner.file == 0 ? Json(inner.line) : Json{inner.line, inner.file}, inner.cpp_line,
              phrases_.of(stack_of(state))};
    if (state.phase == trace::TaskState::Phase::done) {
        json.push_back(phrases_.of(ending_of(id)));
    }
    return json;
}

ObjectsJson::Json ObjectsJson::handle(Id id) const {
    const trace::HandleState& state = playback_.state().handle(id);
    const Subject subject = playback_.steps().subject(state);
    std::string what = purpose_of(subject, state);
    if (subject.cancelled) {
        what = style_({"cancelled", "已取消"});
    }
    const std::string_view name = playback_.steps().names().name(subject.id);
    if (!name.empty() && subject.mark == Subject::Mark::task && !subject.cancelled) {
        what = elide(name, kLongestValue, style_);  // there is no room for both
    }
    return {id.number, name_of(subject), what, subject.mark == Subject::Mark::task ? 0 : 1};
}

ObjectsJson::Json ObjectsJson::timer(const std::pair<trace::Nanoseconds, Id>& deadline) const {
    const Subject subject = playback_.steps().subject(playback_.state().handle(deadline.second));
    return {deadline.second.number, deadline.first, name_of(subject)};
}

/// "hello:9 › sleep"
std::string ObjectsJson::stack_of(const trace::TaskState& state) const {
    std::string stack;
    for (const trace::Frame& frame : state.stack) {
        stack += (stack.empty() ? "" : " › ") + elide(frame.coro, kLongestValue, style_);
        if (frame.line != 0) {
            const std::string_view file = playback_.steps().names().other_file(frame.file);
            stack += file.empty() ? ":" : " " + elide(file, kLongestValue, style_) + ":";
            stack += std::to_string(frame.line);
        }
    }
    if (state.phase == trace::TaskState::Phase::waiting && state.waiting_on) {
        const trace::Text of = playback_.state().future(state.waiting_on).of;
        const bool plain = of == "task" || of == "user" || of.empty();
        stack += (stack.empty() ? "" : " › ") +
                 (plain ? to_string(state.waiting_on) : elide(of, kLongestValue, style_));
    }
    return stack;
}

std::string ObjectsJson::ending_of(Id task) const {
    const trace::FutureStateNow& future = playback_.state().future(task);
    switch (future.done.value_or(trace::FutureState::cancelled)) {
        case trace::FutureState::result:
            return "→ " + elide(future.value, kLongestValue, style_);
        case trace::FutureState::exception:
            return elide(error_text(future.error.type, future.error.message), kLongestValue,
                         style_);
        case trace::FutureState::cancelled:
            break;
    }
    return std::string(style_({"cancelled", "已取消"}));
}

std::string ObjectsJson::name_of(const Subject& subject) const {
    if (!subject.id && subject.name.data() == nullptr && subject.about.data() != nullptr) {
        return outside_text(subject.about, style_);
    }
    return subject.id ? to_string(subject.id) : elide(subject.name, kLongestValue, style_) + "()";
}

std::string ObjectsJson::purpose_of(const Subject& subject, const trace::HandleState& state) const {
    using trace::CallbackRole;
    switch (subject.mark) {
        case Subject::Mark::task:
            return std::string(style_(playback_.state().task(subject.id).started
                                          ? Localized{"resumes", "恢复运行"}
                                          : Localized{"starts", "开始运行"}));
        case Subject::Mark::timer:
            return std::string(style_({"timer", "定时器"}));
        case Subject::Mark::call:
            return std::string(style_({"callback", "回调"}));
        case Subject::Mark::completion:
            break;
    }
    if (state.name.data() != nullptr) {
        return elide(state.name, kLongestValue, style_) + "()";
    }
    const auto role = playback_.steps().role_of(state.callback).value_or(CallbackRole::run);
    return std::string(style_(role == CallbackRole::run
                                  ? Localized{"stops the loop", "停止事件循环"}
                                  : Localized{"callback", "完成回调"}));
}

}  // namespace corodemo::app
