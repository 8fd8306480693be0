// Every sentence about a step is made here, so that all views say the same, in both languages. Its
// phrases are in phrases.hpp.

#include "app/narration/wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "app/narration/narrate.hpp"
#include "app/narration/outside.hpp"
#include "app/narration/phrases.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

constexpr Localized kComma{", ", "，"};
constexpr Localized kSemicolon{"; ", "；"};
constexpr Localized kColon{": ", "："};
constexpr Localized kOpen{" (", "（"};
constexpr Localized kClose{")", "）"};
constexpr Localized kStop{".", "。"};
constexpr Localized kLine{"line <line>{0}</>", "第 <line>{0}</> 行"};
constexpr Localized kLineOfFile{"<line>{0}:{1}</>", " <line>{0}:{1}</> "};
constexpr Localized kAtLine{"{0}: ", "{0}："};
constexpr Localized kLineStartsLoop{"{0} starts the loop", "{0}启动事件循环"};
constexpr Localized kTaskGroup{"its task group", "TaskGroup"};
constexpr Localized kNewConnection{"its connection", "accept() 的连接"};
constexpr Localized kItsTasks{"its tasks", "wait() 的任务"};
constexpr Localized kStep{"<ready>step {0}</>", "<ready>第 {0} 步</>"};
constexpr Localized kTheProgram{"the program", "程序中"};

constexpr Localized kTimerOf{"the timer of {0}", "{0} 的定时器"};
constexpr Localized kTimersOf{"the timers of {0}", "{0} 的定时器"};
constexpr Localized kCallbackOf{"the done callback of {0}", "{0} 的完成回调"};
constexpr Localized kCallbacksOf{"the done callbacks of {0}", "{0} 的完成回调"};
constexpr Localized kQueuedTimer{"timer ", "定时器 "};
constexpr Localized kQueuedTimers{"timers ", "定时器 "};
constexpr Localized kQueuedDone{"done ", "回调 "};
constexpr Localized kInternal{"internal callback", "asyncio 内部回调"};

constexpr std::size_t kLongestName = 40;

/// Which of a clause's two phrases it takes.
bool takes_second(const Clause& clause) {
    if (clause.arguments.empty()) {
        return false;
    }
    switch (clause.saying) {
        case Saying::yields:
        case Saying::awaits:
        case Saying::awaits_done:
        case Saying::waits_forever:
        case Saying::reports_about:
            return std::get<Line>(clause.arguments.back()).number != 0;
        case Saying::puts_several:
        case Saying::gets_several:
            return std::get<std::uint64_t>(clause.arguments[1]) > 1;
        case Saying::calls_coroutine_function:
        case Saying::gather_already_done:
            return std::get<std::uint64_t>(clause.arguments.back()) > 1;
        default: {
            const auto* named = std::get_if<Named>(&clause.arguments.front());
            return named != nullptr && named->ids.size() > 1;
        }
    }
}

/// Whether it only says whose callback runs, so that what it did follows after a colon.
bool is_whose_callback(Saying saying) {
    return saying == Saying::task_group_callback || saying == Saying::as_completed_callback ||
           saying == Saying::shield_callback || saying == Saying::wait_for_callback ||
           saying == Saying::timeout_expires || saying == Saying::thread_acts ||
           saying == Saying::about_readable || saying == Saying::about_writable ||
           saying == Saying::about_signal || saying == Saying::about_job;
}

/// Whether both are entries of the same kind, of a task or future each.
bool is_of_a_kind(const Subject& one, const Subject& other) {
    return one.mark == other.mark && one.id && other.id;
}

/// What a task awaits of asyncio's, as a call: `queue.get()` of "Queue.get", `reader.readline()` of
/// "StreamReader.readline", as programs call their objects: by the last word of the class's name.
StyledText method_call(std::string_view of, const Style& style) {
    if (of.starts_with("TaskGroup.")) {
        return StyledText(style(kTaskGroup));
    }
    if (of.ends_with("accept_connection2")) {  // asyncio's own task for a client of a server
        return StyledText(style(kNewConnection));
    }
    const auto dot = of.find('.');
    const auto word = of.substr(0, dot).find_last_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (dot == std::string_view::npos || word == std::string_view::npos) {
        return StyledText::argument(elide(of, kLongestName, style) + "()");
    }
    std::string name = elide(of.substr(word), kLongestName, style);
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return StyledText::argument(name + "()");
}

}  // namespace

StyledText Wording::argument(const Argument& argument) const {
    struct Visitor {
        const Wording& wording;
        StyledText operator()(const Named& named) const {
            return StyledText::argument(wording.names(named.ids));
        }
        StyledText operator()(const Quoted& quoted) const { return wording.quoted(quoted); }
        StyledText operator()(const Code& code) const {
            return StyledText::argument(elide(code.text, wording.longest_, wording.style_));
        }
        StyledText operator()(const Time& time) const {
            return StyledText::argument(wording.style_.glyphs(time_text(time.ns)));
        }
        StyledText operator()(Line line) const { return wording.line(line); }
        StyledText operator()(const Outside& outside) const {
            return StyledText::argument(outside_texts(outside.what, wording.style_));
        }
        StyledText operator()(const Place& place) const { return wording.place(place); }
        StyledText operator()(std::uint64_t number) const {
            return StyledText::argument(std::to_string(number));
        }
        StyledText operator()(const std::vector<Clause>& clauses) const {
            StyledText text;
            for (const Clause& one : clauses) {
                wording.join(text, wording.clause(one), kComma);
            }
            return text;
        }
    };
    return std::visit(Visitor{*this}, argument);
}

StyledText Wording::line(Line line) const {
    const std::string_view file = names_.other_file(line.file);
    const std::string number = std::to_string(line.number);
    return file.empty() ? fill(style_, kLine, {number})
                        : fill(style_, kLineOfFile, {elide(file, kLongestName, style_), number});
}

StyledText Wording::place(const Place& place) const {
    return place.cause.by == Cause::By::step
               ? fill(style_, kStep, {std::to_string(place.cause.step)})
               : StyledText(style_(kTheProgram));
}

StyledText Wording::quoted(const Quoted& quoted) const {
    StyledText text;
    for (const PrintedLine& line : quoted.lines) {
        text.add(text.empty() ? "\"" : " \"", Paint::bold);
        text.add({elide(line.text, longest_, style_), Paint::bold, true}).add("\"", Paint::bold);
    }
    return text;
}

StyledText Wording::clause(const Clause& clause) const {
    if (clause.saying == Saying::sleep) {
        return StyledText::argument(sleep_text(std::get<Time>(clause.arguments.front()).ns));
    }
    if (clause.saying == Saying::its_tasks) {
        return StyledText(style_(kItsTasks));
    }
    if (clause.saying == Saying::method) {
        return method_call(std::get<Code>(clause.arguments.front()).text, style_);
    }
    if (clause.saying == Saying::method_of_it) {
        const std::string& of = std::get<Code>(clause.arguments.front()).text;
        const std::string method = elide(of.substr(of.find('.')), kLongestName, style_);
        return argument(clause.arguments.back()).add(method + "()");
    }
    std::vector<StyledText> arguments;
    arguments.reserve(clause.arguments.size());
    for (const Argument& one : clause.arguments) {
        arguments.push_back(argument(one));
    }
    const Phrase& phrase = phrase_of(clause.saying);
    return fill(style_, takes_second(clause) ? phrase.many : phrase.one, arguments);
}

void Wording::join(StyledText& text, const StyledText& part, const Localized& gap) const {
    if (!text.empty() && !part.empty()) {
        text.add(style_(gap));
    }
    text.add(part);
}

StyledText Wording::sentence(const Account& account) const {
    StyledText text;
    if (account.begin.saying != Saying::program || account.empty()) {
        text = clause(account.begin);
    }
    if (account.why) {
        text.add(style_(kOpen)).add(clause(*account.why)).add(style_(kClose));
    }
    add_deeds(account, text);
    const bool after_aside = !account.clauses.empty() && is_aside(account.clauses.back().saying);
    if (account.end) {
        join(text, clause(*account.end), after_aside ? kSemicolon : kComma);
    }
    const Localized* gap = &kColon;
    for (const Clause& one : account.consequences) {
        join(text, clause(one), *std::exchange(gap, &kComma));
    }
    return text;
}

// What it did, in order; where the line is another than before, with its number.
void Wording::add_deeds(const Account& account, StyledText& text) const {
    Line line;
    bool after_aside = false;
    bool after_whose = is_whose_callback(account.begin.saying);
    const bool hangs = account.begin.saying == Saying::hangs;
    for (const Clause& one : account.clauses) {
        const bool elsewhere = one.line != std::exchange(line, one.line);
        const bool aside = is_aside(one.saying);
        const bool apart = elsewhere || std::exchange(after_aside, aside) || aside || hangs ||
                           one.saying == Saying::interrupt_cancels;
        const Localized& gap = std::exchange(after_whose, false) ? kColon
                               : apart                           ? kSemicolon
                                                                 : kComma;
        join(text, elsewhere && line.number != 0 ? at_line(one) : clause(one), gap);
    }
}

StyledText Wording::at_line(const Clause& one) const {
    return one.saying == Saying::starts_loop
               ? fill(style_, kLineStartsLoop, {line(one.line)})
               : fill(style_, kAtLine, {line(one.line)}).add(clause(one));
}

StyledText Wording::prose(const Account& account) const {
    return as_prose(sentence(account));
}

// A name of Python's keeps its small letter.
StyledText Wording::as_prose(StyledText text) const {
    constexpr std::array<std::string_view, 4> kNames{"gather", "wait", "asyncio", "run_"};
    const auto begins = [&](std::string_view name) { return text.text().starts_with(name); };
    if (std::ranges::none_of(kNames, begins)) {
        text.capitalize();
    }
    return text.add(style_(kStop));
}

std::string Wording::name(Id id) const {
    return elide(names_(id), kLongestName, style_);
}

std::string Wording::names(std::span<const Id> ids) const {
    constexpr std::size_t kFew = 6;
    if (ids.size() <= kFew) {
        return joined(ids, true);
    }
    const auto breaks_row = [&](Id one, Id next) {
        return one.letter != next.letter || next.number != one.number + 1 ||
               names_.name(one) != names_.name(next);
    };
    if (std::ranges::adjacent_find(ids, breaks_row) == ids.end()) {
        return to_string(ids.front()) + " ... " + name(ids.back());
    }
    constexpr std::size_t kShown = kFew - 2;
    return joined(ids.first(kShown), false) + (style_.lang == Language::zh ? "、+" : " +") +
           std::to_string(ids.size() - kShown);
}

// Neighbours of one name share it: `T2 T3 print_sum and T4 wait`. If `whole`, nothing follows.
std::string Wording::joined(std::span<const Id> ids, bool whole) const {
    std::string text;
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
        const auto rest = ids.subspan(i + 1);
        const bool shares = names_.name(ids[i]) == names_.name(rest.front());
        const bool last_name = std::ranges::all_of(
            rest, [&](Id id) { return names_.name(id) == names_.name(rest.front()); });
        const std::string_view gap = style_.lang == Language::zh ? "、"
                                     : shares                    ? " "
                                     : last_name && whole        ? " and "
                                                                 : ", ";
        text += shares ? to_string(ids[i]) : name(ids[i]);
        text += gap;
    }
    return ids.empty() ? text : text + name(ids.back());
}

std::string Wording::runs(std::span<const Subject> subjects) const {
    constexpr std::size_t kMost = 4;
    std::string text;
    std::size_t groups = 0;
    for (std::size_t begin = 0; begin < subjects.size(); ++groups) {
        const Subject& first = subjects[begin];
        std::vector<Id> ids;
        std::size_t end = begin;
        while (end < subjects.size() && subjects[end].mark == first.mark &&
               static_cast<bool>(subjects[end].id) == static_cast<bool>(first.id) &&
               (first.id || end == begin)) {
            const Id id = subjects[end++].id;
            if (ids.empty() || ids.back() != id) {
                ids.push_back(id);
            }
        }
        text += text.empty() ? "" : style_(kSemicolon);
        text += groups == kMost ? "+" + std::to_string(subjects.size() - begin)
                                : group(first, ids, end - begin > 1);
        if (groups == kMost) {
            break;
        }
        begin = end;
    }
    return text;
}

std::string Wording::group(const Subject& first, std::span<const Id> ids, bool many) const {
    if (!first.id) {
        return called(first);
    }
    std::string all = names(ids);
    switch (first.mark) {
        case Subject::Mark::timer:
            return fill(style_, many ? kTimersOf : kTimerOf, {all}).text();
        case Subject::Mark::completion:
            return fill(style_, many ? kCallbacksOf : kCallbackOf, {all}).text();
        default:
            return all;
    }
}

std::string Wording::called(const Subject& subject) const {
    if (subject.name.data() == nullptr && subject.about.data() != nullptr) {
        return outside_text(subject.about, style_);
    }
    return subject.name.data() != nullptr ? elide(subject.name, kLongestName, style_) + "()"
                                          : std::string(style_(kInternal));
}

std::string Wording::queue(std::size_t amount,
                           const std::function<Subject(std::size_t)>& subject_at,
                           std::size_t width) const {
    const auto entry = [&](std::size_t at) {
        const Subject subject = subject_at(at);
        const bool begins = at == 0 || !is_of_a_kind(subject_at(at - 1), subject);
        const bool last = at + 1 == amount;
        const Subject next = last ? Subject() : subject_at(at + 1);
        const bool several = !last && is_of_a_kind(next, subject);
        const bool shares = several && names_.name(subject.id) == names_.name(next.id);
        const std::string text = shares ? to_string(subject.id) : entry_in_queue(subject);
        const std::string gap = last || several ? "" : ",";  // "T2 T3, done T1"
        return (begins ? kind_in_queue(subject, several) : std::string()) +
               (subject.cancelled ? "(" + text + ")" : text) + gap;
    };
    return abbreviate(amount, entry, width);
}

std::string Wording::entry_in_queue(const Subject& subject) const {
    return subject.id ? name(subject.id) : called(subject);
}

std::string Wording::kind_in_queue(const Subject& subject, bool several) const {
    if (subject.id && subject.mark == Subject::Mark::timer) {
        return std::string(style_(several ? kQueuedTimers : kQueuedTimer));
    }
    return subject.id && subject.mark == Subject::Mark::completion
               ? std::string(style_(kQueuedDone))
               : std::string();
}

std::string Wording::run_call(const trace::RunStarted& run, const trace::Replay& state) const {
    if (run.via && !run.internal.value_or(false) && run.until) {
        return std::string(to_string(*run.via)) + "(" +
               elide(state.task(run.until).coro, kLongestName, style_) + "())";
    }
    return std::string(to_string(run.how)) + "(" + (run.until ? name(run.until) : std::string()) +
           ")";
}

}  // namespace corodemo::app
