#include "app/render/film_json.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <ostream>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/render/film.hpp"
#include "app/render/narrate.hpp"
#include "app/render/phrases.hpp"
#include "app/render/text_parts.hpp"
#include "app/title.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;
using trace::Id;

constexpr std::size_t kLongestValue = 200;

/// In ASCII: a browser keeps such a text in half the memory, and has read it in three quarters of
/// the time.
std::string dump(const Json& json) {
    std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
        text.replace(at, 1, "\\u003c");  // only strings have one
    }
    return text;
}

/// A text made harmless line by line.
std::string harmless_lines(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        std::string shown;
        for (const char letter : line) {
            shown += letter == '\t' ? std::string(4, ' ') : std::string(1, letter);
        }
        lines += harmless(shown) + '\n';
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return lines;
}

const char* letter_of(const Shot& shot) {
    if (shot.last) {
        return "e";
    }
    switch (shot.step.kind) {
        case StepKind::task:
            return "t";
        case StepKind::jump:
            return "j";
        case StepKind::timer:
            return "m";
        case StepKind::callback:
            return "c";
        case StepKind::call:
            return "l";
        case StepKind::skipped:
            return "s";
        case StepKind::hung:
            return "h";
        default:
            return "p";
    }
}

/// The lines of the two listings where the program stood last in a shot.
std::pair<std::uint32_t, std::uint32_t> lines_of(const Shot& shot) {
    std::pair<std::uint32_t, std::uint32_t> lines;
    for (const trace::Event& event : shot.step.events) {
        if (event.line != 0 || event.cpp_line != 0) {
            lines = {event.line, event.cpp_line};
        }
    }
    return lines;
}

class Writer {
public:
    Writer(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          out_(out),
          film_(trace, style) {}

    void write() {
        write_head();
        while (const Shot* shot = film_.next()) {
            write(*shot);
        }
        out_ << dump({{"prints", prints_}, {"phrases", phrases_.all()}}) << '\n';
    }

private:
    /// Pieces of a sentence: a phrase, or [paint, phrase]. A phrase is a text, or its number.
    Json pieces_of(const Styled& sentence) {
        Json pieces = Json::array();
        sentence.for_each([&](std::string_view text, Paint paint) {
            const char* name = paint == Paint::run     ? "run"
                               : paint == Paint::ready ? "cause"
                               : paint == Paint::bold  ? "out"
                                                       : nullptr;
            if (name == nullptr) {
                pieces.push_back(phrases_.of(text));
            } else {
                pieces.push_back({name, paint == Paint::bold ? phrases_.of(text) : Json(text)});
            }
        });
        return pieces;
    }

    void write_head() {
        const trace::Header& header = trace_.header;
        const auto listing = [](const std::optional<trace::Listing>& text) {
            return text ? Json{{"file", harmless(text->file)}, {"text", harmless_lines(text->text)}}
                        : Json();
        };
        Json arguments = Json::object();
        for (const auto& [name, value] : header.arguments) {
            std::visit([&](const auto& given) { arguments[name] = given; }, value);
        }
        const Extent extent = measure(trace_);
        out_ << dump({{"name", harmless(header.name)},
                      {"title", harmless(title_of(header, style_.lang))},
                      {"lang", style_.lang == Language::zh ? "zh" : "en"},
                      {"python", harmless(header.python_version)},
                      {"arguments", arguments},
                      {"steps", extent.steps},
                      {"runs", extent.runs},
                      {"listings",
                       {{"python", listing(header.python)}, {"cpp", listing(header.cpp)}}}})
             << '\n';
    }

    void write(const Shot& shot) {
        Json line = line_of(shot);
        add_changes(shot, line);
        since_key_ += dump(line).size();
        if (since_key_ >= key_size_) {
            add_key(line);
        }
        out_ << dump(line) << '\n';
        if (!shot.printed.empty() || !shot.asides.empty()) {
            prints_.push_back(shots_);
        }
        ++shots_;
    }

    Json line_of(const Shot& shot) {
        Json line{
            {"n", shot.number}, {"k", letter_of(shot)}, {"i", shot.step.it}, {"t", shot.step.time}};
        if (shot.after != 0) {
            line["p"] = shot.after;
        }
        if (shot.step.run > 1) {
            line["r"] = shot.step.run;
        }
        if (shot.step.from != shot.step.time) {
            line["f"] = shot.step.from;
        }
        if (shot.lane != 0) {
            line["a"] = shot.lane;
        }
        line["b"] =
            shot.label[1].empty() ? Json{shot.label[0]} : Json{shot.label[0], shot.label[1]};
        line["s"] = pieces_of(shot.sentence);
        if (shot.step.cause.by == Cause::By::step) {
            line["c"] = shot.step.cause.step;
        }
        if (const auto [python, cpp] = lines_of(shot); python != 0 || cpp != 0) {
            line["l"] = {python, cpp};
        }
        for (const std::string& text : shot.printed) {
            line["o"].push_back(phrases_.of(text));
        }
        if (!shot.asides.empty()) {
            line["z"] = shot.asides;
        }
        return line;
    }

    /// Makes it a key shot. The next one comes when the changes since then are so much longer than
    /// a key: so keys take little room, and still no state is far from one.
    void add_key(Json& line) {
        Json state = key();
        key_size_ = std::max<std::size_t>(5 * dump(state).size(), kLeastBetweenKeys);
        since_key_ = 0;
        line["K"] = std::move(state);
        if (shots_ == 0) {  // what came before is nothing: the key says it all
            for (const char* change : {"T", "q", "L", "m"}) {
                line.erase(change);
            }
        }
    }

    // --- What changed

    void add_changes(const Shot& shot, Json& line) {
        Json tasks = Json::array();
        for (const Id id : shot.tasks) {
            tasks.push_back(task(id));
        }
        if (!tasks.empty()) {
            line["T"] = std::move(tasks);
        }
        add_queue(shot, line);
        if (const std::size_t left = film_.steps().left_in_iteration(); left != left_) {
            left_ = left;
            line["L"] = left;
        }
        add_timers(shot, line);
    }

    /// [how many left at its front, [those that joined at its end]], or the whole queue anew.
    void add_queue(const Shot& shot, Json& line) {
        const auto& now = film_.state().ready();
        std::size_t gone = 0;
        while (!queue_.empty() && (now.empty() || queue_.front() != now.front())) {
            queue_.pop_front();
            ++gone;
        }
        Json joined = Json::array();
        while (queue_.size() < now.size()) {
            joined.push_back(chip(now[queue_.size()]));
            queue_.push_back(now[queue_.size()]);
        }
        if (shot.cancels) {  // it looks another, but keeps its place
            line["Q"] = queue();
        } else if (gone != 0 || !joined.empty()) {
            line["q"] = {gone, std::move(joined)};
        }
    }

    /// [[those that are gone], [those that were set]]
    void add_timers(const Shot& shot, Json& line) {
        Json joined = Json::array();
        Json gone = Json::array();
        for (const Id id : shot.timers) {
            const auto shown = timers_.find(id);
            const auto now = find_timer(id);
            if (shown != timers_.end() && !now) {
                gone.push_back(id.number);
                timers_.erase(shown);
            } else if (shown == timers_.end() && now) {
                joined.push_back(tick(*now));
                timers_.insert(id);
            }
        }
        if (!joined.empty() || !gone.empty()) {
            line["m"] = {std::move(gone), std::move(joined)};
        }
    }
    [[nodiscard]] std::optional<std::pair<trace::Nanoseconds, Id>> find_timer(Id id) const {
        const auto& timers = film_.steps().timers();
        const auto& handles = film_.state();
        const std::pair timer{handles.has_handle(id) ? handles.handle(id).when : 0, id};
        return timers.contains(timer) ? std::optional(timer) : std::nullopt;
    }

    // --- What there is

    [[nodiscard]] Json key() {
        Json tasks = Json::array();
        for (const trace::TaskState& state : film_.state().tasks()) {
            tasks.push_back(task(state.id));
        }
        Json timers = Json::array();
        for (const auto& timer : film_.steps().timers()) {
            timers.push_back(tick(timer));
        }
        return {{"T", std::move(tasks)}, {"Q", queue()}, {"L", left_}, {"M", std::move(timers)}};
    }

    [[nodiscard]] Json queue() const {
        Json chips = Json::array();
        for (const Id id : film_.state().ready()) {
            chips.push_back(chip(id));
        }
        return chips;
    }

    /// [number, phase, python line, C++ line, what it waits in, how it ended]; the last two are
    /// phrases.
    [[nodiscard]] Json task(Id id) {
        const trace::TaskState& state = film_.state().task(id);
        const trace::Frame inner = state.stack.empty() ? trace::Frame() : state.stack.back();
        Json json{id.number, number_of(state.phase), inner.line, inner.cpp_line,
                  phrases_.of(stack_of(state))};
        if (state.phase == trace::TaskState::Phase::done) {
            json.push_back(phrases_.of(ended(id)));
        }
        return json;
    }

    /// Its place among PHASES of film.js.
    static int number_of(trace::TaskState::Phase phase) {
        using Phase = trace::TaskState::Phase;
        return phase == Phase::ready     ? 0
               : phase == Phase::running ? 1
               : phase == Phase::waiting ? 2
                                         : 3;
    }

    /// hello:9 › sleep
    [[nodiscard]] std::string stack_of(const trace::TaskState& state) const {
        std::string stack;
        for (const trace::Frame& frame : state.stack) {
            stack += (stack.empty() ? "" : " › ") + fit(frame.coro, kLongestValue, style_);
            if (frame.line != 0) {
                stack += ":" + std::to_string(frame.line);
            }
        }
        if (state.phase == trace::TaskState::Phase::waiting && state.waiting_on) {
            const trace::Text of = film_.state().future(state.waiting_on).of;
            const bool plain = of == "task" || of == "user" || of.empty();
            stack += (stack.empty() ? "" : " › ") +
                     (plain ? to_string(state.waiting_on) : fit(of, kLongestValue, style_));
        }
        return stack;
    }

    [[nodiscard]] std::string ended(Id task) const {
        const trace::FutureStateNow& future = film_.state().future(task);
        switch (future.done.value_or(trace::FutureState::cancelled)) {
            case trace::FutureState::result:
                return "→ " + fit(future.value, kLongestValue, style_);
            case trace::FutureState::exception:
                return fit(error_text(future.error.type, future.error.message), kLongestValue,
                           style_);
            case trace::FutureState::cancelled:
                break;
        }
        return std::string(style_({"cancelled", "已取消"}));
    }

    /// [handle, who, what it will do, whether it is the loop's own]
    [[nodiscard]] Json chip(Id handle) const {
        const trace::HandleState& state = film_.state().handle(handle);
        const Subject subject = film_.steps().subject(state);
        const std::string who =
            subject.id ? to_string(subject.id) : fit(subject.name, kLongestValue, style_) + "()";
        std::string what = does(subject, state);
        if (subject.cancelled) {
            what = style_({"cancelled", "已取消"});
        }
        return {handle.number, who, what, subject.mark == Subject::Mark::task ? 0 : 1};
    }

    [[nodiscard]] std::string does(const Subject& subject, const trace::HandleState& state) const {
        using trace::CallbackRole;
        switch (subject.mark) {
            case Subject::Mark::task:
                return std::string(style_(film_.state().task(subject.id).started
                                              ? Words{"wakes", "醒来"}
                                              : Words{"starts", "开始"}));
            case Subject::Mark::timer:
                return std::string(style_({"timer", "定时器"}));
            case Subject::Mark::call:
                return std::string(style_({"call", "调用"}));
            case Subject::Mark::news:
                break;
        }
        if (state.name.data() != nullptr) {
            return fit(state.name, kLongestValue, style_) + "()";
        }
        switch (film_.steps().role_of(state.callback).value_or(CallbackRole::run)) {
            case CallbackRole::gather:
                return std::string(style_({"tells gather", "告诉 gather"}));
            case CallbackRole::wait:
                return std::string(style_({"tells wait", "告诉 wait"}));
            case CallbackRole::run:
                return std::string(style_({"stops the loop", "停止循环"}));
            default:
                return std::string(style_({"is done", "已完成"}));
        }
    }

    /// [handle, when, whose]
    [[nodiscard]] Json tick(const std::pair<trace::Nanoseconds, Id>& timer) const {
        const Subject subject = film_.steps().subject(film_.state().handle(timer.second));
        return {
            timer.second.number, timer.first,
            subject.id ? to_string(subject.id) : fit(subject.name, kLongestValue, style_) + "()"};
    }

    static constexpr std::size_t kLeastBetweenKeys = 20'000;

    const trace::Trace& trace_;
    const Style& style_;
    std::ostream& out_;
    Film film_;
    std::deque<Id> queue_;  // as told last
    std::set<Id> timers_;   // that were told
    std::size_t left_ = 0;
    std::size_t since_key_ = 0;
    std::size_t key_size_ = 0;
    Phrases phrases_;
    std::uint64_t shots_ = 0;
    Json prints_ = Json::array();  // which shots print something
};

}  // namespace

void write_film(const trace::Trace& trace, const Style& style, std::ostream& out) {
    Writer(trace, style, out).write();
}

}  // namespace corodemo::app
