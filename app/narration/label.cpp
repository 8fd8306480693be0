#include "app/narration/label.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "app/narration/narrate.hpp"
#include "app/narration/outside.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kLongestWord = 24;  // a block has no room for more
constexpr std::size_t kLine = 8;          // target width of a label's line, in columns

/// Removes and returns as many words as fit, at least one.
std::string take_words(std::string_view& text) {
    std::string taken;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!taken.empty() && display_width(taken) + 1 + display_width(word) > kLine) {
            break;
        }
        taken += taken.empty() ? "" : " ";
        taken += word;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return taken;
}

/// A label of a line's first words.
Label first_words(std::string_view line, const Style& style) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string first = take_words(line);
    const std::string second = take_words(line);
    return {elide(first, kLongestWord, style),
            elide(second, kLongestWord, style) + (line.empty() ? "" : "…")};
}

Label words(const Localized& first, std::string_view second, const Style& style) {
    return {std::string(style(first)), elide(second, kLongestWord, style)};
}

/// What the step's own task printed, not an eager one within it.
std::vector<std::string> own_lines(const Step& step) {
    std::vector<trace::Event> own;
    std::ranges::copy_if(step.events, std::back_inserter(own), [&](const trace::Event& event) {
        return event.as<trace::Printed>() != nullptr &&
               (event.in.letter != trace::Id::kTask || event.in == step.handle.task);
    });
    return printed_lines(own);
}

Label of_task(const Step& step, const Style& style) {
    const std::vector<std::string> lines = own_lines(step);
    if (!lines.empty() && lines.front().find_first_not_of(' ') != std::string::npos) {
        return first_words(lines.front(), style);
    }
    const bool first = step.started != nullptr && step.started->first;
    if (step.finished != nullptr) {
        switch (step.finished->end) {
            case trace::End::returned:
                return words({"returns", "返回"}, step.finished->value, style);
            case trace::End::raised:
                return words({"raises", "引发"}, step.finished->error.type, style);
            case trace::End::cancelled:
                return words({"is cancelled", "被取消"}, "", style);
            case trace::End::yielded:
                return first ? words({"starts", "开始运行"}, "", style)
                             : words({"yields", "让出"}, "", style);
            case trace::End::suspended:
                break;
        }
    }
    if (step.started != nullptr && step.started->thrown.data() != nullptr) {
        return words({"receives", "收到"}, step.started->thrown, style);
    }
    return first ? words({"starts", "开始运行"}, "", style)
                 : words({"resumes", "恢复运行"}, "", style);
}

Label of_count(const Step& step, const Style& style) {
    const char* who = step.role == trace::CallbackRole::gather ? "gather" : "wait";
    if (step.too_late) {
        return {who, std::string(style({"too late", "太晚"}))};
    }
    return {who, fill(style, {"{0} of {1}", "{0}/{1}"},
                      {std::to_string(step.count.done), std::to_string(step.count.of)})
                     .text()};
}

Label of_callback(const Step& step, const Style& style) {
    using trace::CallbackRole;
    const bool stops = std::ranges::any_of(step.events, [](const trace::Event& event) {
        return event.as<trace::LoopStopRequested>() != nullptr;
    });
    switch (step.role.value_or(CallbackRole::other)) {
        case CallbackRole::gather:
        case CallbackRole::wait:
            return of_count(step, style);
        case CallbackRole::task_group:
            return words({"group", "任务组"}, to_string(step.handle.future), style);
        case CallbackRole::user:
            return {elide(step.handle.name, kLongestWord, style), to_string(step.handle.future)};
        case CallbackRole::run:
            if (stops) {
                return words({"stop", "停止"}, "", style);
            }
            break;
        default:
            break;
    }
    return words({"callback", "回调"}, to_string(step.handle.future), style);
}

/// What something outside of the loop brought about.
Label of_outside(const Step& step, const Style& style) {
    std::string about = outside_text(step.handle.about, style);
    switch (step.handle.role) {
        case trace::Role::reader:
            return {std::move(about), std::string(style({"readable", "可读"}))};
        case trace::Role::writer:
            return {std::move(about), std::string(style({"writable", "可写"}))};
        default:
            return {elide(about, kLongestWord, style),
                    step.handle.role == trace::Role::thread
                        ? elide(step.handle.name, kLongestWord, style)
                        : std::string()};
    }
}

}  // namespace

Label label_of(const Step& step, const Style& style) {
    switch (step.kind) {
        case StepKind::task:
            return of_task(step, style);
        case StepKind::jump:
            return words(
                step.waited ? Localized{"waits", "等待"} : Localized{"clock", "时钟"},
                time_text(step.waited ? trace::saturating_span(step.from, step.time) : step.time),
                style);
        case StepKind::timer:
            return words({"timer", "定时器"},
                         step.handle.name.data() != nullptr ? std::string(step.handle.name)
                         : step.owner                       ? to_string(step.owner)
                                                            : std::string(),
                         style);
        case StepKind::callback:
            return of_callback(step, style);
        case StepKind::call:
            if (const trace::Text about = step.handle.about; about.data() != nullptr) {
                return of_outside(step, style);
            }
            return step.handle.name.data() != nullptr
                       ? Label{elide(step.handle.name, kLongestWord, style), ""}
                       : words({"callback", "回调"}, "", style);
        default:
            return words({"program", "程序"}, "", style);
    }
}

Label label_of_end(const Style& style) {
    return words({"end", "结束"}, "", style);
}

}  // namespace corodemo::app
