#include "app/formats/text/iteration_entry.hpp"

#include <algorithm>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

using trace::Id;

constexpr Localized kStarts{"starts", "开始"};
constexpr Localized kStart{"start", "开始"};
constexpr Localized kWakes{"wakes", "醒来"};
constexpr Localized kWake{"wake", "醒来"};
constexpr Localized kGoesOn{"goes on", "继续"};
constexpr Localized kGoOn{"go on", "继续"};
constexpr Localized kGets{"gets {0}", "收到 {0}"};
constexpr Localized kGet{"get {0}", "收到 {0}"};
constexpr Localized kDone{"done", "完成"};
constexpr Localized kReturns{"returns {0}", "返回 {0}"};
constexpr Localized kRaises{"raises {0}", "抛出 {0}"};
constexpr Localized kCancelled{"cancelled", "已取消"};
constexpr Localized kGivesWay{"gives way", "让出"};

constexpr Localized kPrints{"prints ", "打印 "};
constexpr Localized kEachPrints{"each prints ", "各打印 "};
constexpr Localized kPrint{"print ", "打印 "};
constexpr Localized kEach{"each ", "各"};

constexpr Localized kClockJumps{"clock jumps {0} → {1} s", "时钟从 {0} 跳到 {1} s"};
constexpr Localized kTimerMakesReady{"a timer makes {0} ready", "定时器使 {0} 就绪"};
constexpr Localized kTimersMakeReady{"timers make {0} ready", "定时器使 {0} 就绪"};
constexpr Localized kCounts{"{0} counts {1}: {2}", "{0} 计入 {1}：{2}"};
constexpr Localized kAllDone{"all done", "全部完成"};
constexpr Localized kDoneOf{"{0} of {1}", "{0}/{1}"};
constexpr Localized kTooLate{"too late", "太晚"};
constexpr Localized kReady{"{0} ready", "{0} 就绪"};
constexpr Localized kStops{"run_until_complete stops the loop", "run_until_complete 停止循环"};
constexpr Localized kHangs{"nothing ready, no timer: a real loop would wait for ever",
                           "无就绪，也无定时器：真正的循环会一直等下去"};
constexpr Localized kTheProgram{"the program", "程序"};
constexpr Localized kInTheProgram{"in the program", "程序里"};
constexpr Localized kGapBehindProgram{" ", ""};
constexpr Localized kComma{", ", "，"};

constexpr std::size_t kLongestName = 40;

// A few names, or the first and last of a long list.
std::string names(const std::vector<Id>& ids) {
    constexpr std::size_t kFew = 6;
    constexpr std::size_t kWidth = 16;
    if (ids.size() <= kFew) {
        return abbreviate(ids, 1000);
    }
    const auto is_row = [&](std::uint32_t step) {
        const auto breaks = [&](Id a, Id b) {
            return a.letter != b.letter || b.number != a.number + step;
        };
        return std::ranges::adjacent_find(ids, breaks) == ids.end();
    };
    if (is_row(1) || is_row(static_cast<std::uint32_t>(-1))) {
        return to_string(ids.front()) + " ... " + to_string(ids.back());
    }
    return abbreviate(ids, kWidth);
}

std::string quoted(const std::vector<std::string>& lines) {
    constexpr std::size_t kMost = 3;
    std::string text;
    for (std::size_t at = 0; at < std::min(lines.size(), kMost); ++at) {
        text += (at > 0 ? " \"" : "\"") + lines[at] + "\"";
    }
    return lines.size() > kMost ? text + " +" + std::to_string(lines.size() - kMost) : text;
}

class EntryMaker {
public:
    EntryMaker(const Step& step, const Steps& steps, const Style& style)
        : step_(step),
          steps_(steps),
          style_(style) {}

    Entry make() {
        Entry entry = of_kind();
        const bool tells_output = entry.kind == Entry::Kind::tasks ||
                                  entry.kind == Entry::Kind::program ||
                                  entry.kind == Entry::Kind::other;
        if (const auto lines = printed_lines(step_.events); tells_output && !lines.empty()) {
            entry.printing = 1;
            entry.printed = quoted(lines);
            entry.texts = {entry.printed};
        }
        return entry;
    }

private:
    using Kind = Entry::Kind;

    [[nodiscard]] std::string say(const Localized& phrase,
                                  std::initializer_list<PhraseArgument> arguments = {}) const {
        return fill(style_, phrase, arguments).text();
    }

    [[nodiscard]] Entry of_kind() const {
        using trace::CallbackRole;
        switch (step_.kind) {
            case StepKind::task:
                return of_task();
            case StepKind::jump:
                return {.kind = Kind::jump,
                        .name = say(kClockJumps, {seconds(step_.from), seconds(step_.time)})};
            case StepKind::hung:
                return {.kind = Kind::other, .name = say(kHangs)};
            case StepKind::program:
                // The brief text begins with the first iteration: what the program did before is
                // left out, except for its output.
                return {.kind = Kind::program,
                        .actions = step_.cause.by == Cause::By::later ? actions()
                                                                      : std::vector<std::string>{}};
            case StepKind::callback:
                if (step_.role == CallbackRole::gather || step_.role == CallbackRole::wait) {
                    return of_count();
                }
                if (step_.role == CallbackRole::run) {
                    return {.kind = Kind::run, .name = say(kStops)};
                }
                break;
            default:
                break;
        }
        return of_other();
    }

    [[nodiscard]] std::vector<std::string> actions() const {
        constexpr std::size_t kWidth = 28;
        std::vector<std::string> out;
        for (const Effect& effect : effects(step_, steps_.state())) {
            if (effect.kind == Effect::Kind::readies) {
                continue;  // visible when they run
            }
            for (const StyledText& piece : describe(effect, steps_.state(), style_, kWidth)) {
                out.push_back(piece.text());
            }
        }
        return out;
    }

    [[nodiscard]] Entry of_task() const {
        Entry entry{.kind = Kind::tasks,
                    .one = kWakes,
                    .many = kWake,
                    .ids = {step_.handle.task},
                    .actions = actions()};
        if (step_.started != nullptr && step_.started->thrown.data() != nullptr) {
            entry.one = kGets;
            entry.many = kGet;
            entry.name = elide(step_.started->thrown, kLongestName, style_);
        } else if (step_.started != nullptr && step_.started->first) {
            entry.one = kStarts;
            entry.many = kStart;
        } else if (step_.handle.role == trace::Role::step) {
            entry.one = kGoesOn;
            entry.many = kGoOn;
        }
        if (step_.finished != nullptr) {
            entry.end = task_end(*step_.finished);
        }
        return entry;
    }

    [[nodiscard]] std::string task_end(const trace::StepFinished& finished) const {
        constexpr std::size_t kLongestValue = 30;
        switch (finished.end) {
            case trace::End::returned:
                return finished.value == "None"
                           ? say(kDone)
                           : say(kReturns, {elide(finished.value, kLongestValue, style_)});
            case trace::End::raised:
                return say(kRaises, {elide(finished.error.type, kLongestName, style_)});
            case trace::End::cancelled:
                return say(kCancelled);
            case trace::End::yielded:
                return say(kGivesWay);
            case trace::End::suspended:
                break;
        }
        return {};
    }

    [[nodiscard]] Entry of_count() const {
        Entry entry{.kind = Kind::counts,
                    .name = step_.gather ? "gather" : "wait",
                    .ids = {step_.handle.future},
                    .gather = step_.gather};
        if (step_.too_late) {
            entry.end = say(kTooLate);
        } else if (step_.count.done == step_.count.of) {
            entry.end = say(kAllDone);
        } else {
            entry.end =
                say(kDoneOf, {std::to_string(step_.count.done), std::to_string(step_.count.of)});
        }
        for (const Effect& effect : effects(step_, steps_.state())) {
            if (effect.kind == Effect::Kind::readies) {
                entry.end += std::string(style_(kComma)) + say(kReady, {names(effect.ids)});
            } else if (effect.kind == Effect::Kind::completes) {
                const auto& done = *effect.event->as<trace::FutureDone>();
                const bool raises = done.state == trace::FutureState::exception;
                entry.end = raises ? say(kRaises, {elide(done.error.type, kLongestName, style_)})
                                   : entry.end;
            }
        }
        return entry;
    }

    [[nodiscard]] Entry of_other() const {
        const std::vector<Effect> brought_about = effects(step_, steps_.state());
        const bool sleep_over =
            step_.kind == StepKind::timer && step_.handle.role == trace::Role::sleep;
        if (sleep_over && brought_about.size() == 1 &&
            brought_about.front().kind == Effect::Kind::readies) {
            return {.kind = Kind::timers,
                    .one = kTimerMakesReady,
                    .many = kTimersMakeReady,
                    .ids = brought_about.front().ids};
        }
        Entry entry{.kind = Kind::other};
        for (const StyledText& piece : what(step_, steps_, style_, kLongestName)) {
            entry.name += (entry.name.empty() ? "" : std::string(style_(kComma))) + piece.text();
        }
        return entry;
    }

    const Step& step_;
    const Steps& steps_;
    const Style& style_;
};

StyledText printed(const Entry& entry, const Style& style, std::size_t width) {
    if (entry.same_print) {
        return StyledText(style(entry.printing > 1 ? kEachPrints : kPrints))
            .add(entry.printed, Paint::bold);
    }
    StyledText text(style(kPrint));
    const std::size_t room = width - std::min(width, text.width());
    const auto name = [&](std::size_t at) {
        return at < entry.texts.size() ? entry.texts[at] : std::string(room + 1, ' ');
    };
    return text.add(abbreviate(entry.printing, name, room), Paint::bold);
}

// Appends what the subject did, what it printed and how it ended.
void add_actions(const Entry& entry, const Style& style, std::size_t width, StyledText& text) {
    std::string_view gap = style(entry.kind == Entry::Kind::program ? kGapBehindProgram : kComma);
    const auto add = [&](const StyledText& part) {
        text.add(text.empty() ? "" : gap).add(part);
        gap = style(kComma);
    };
    for (const std::string& action : entry.actions) {
        add(StyledText(entry.ids.size() > 1 ? style(kEach) : "").add(action));
    }
    if (entry.printing > 0) {
        const std::size_t end = entry.end.empty() ? 0 : 2 + display_width(entry.end);
        add(printed(entry, style, width - std::min(width, text.width() + 2 + end)));
    }
    if (!entry.end.empty()) {
        add(StyledText(entry.end));
    }
}

}  // namespace

bool Entry::takes(const Entry& next) const {
    if (kind != next.kind || one.en != next.one.en || name != next.name) {
        return false;
    }
    if (kind == Kind::counts) {
        return gather == next.gather;
    }
    const bool prints_alike = (printing == 0) == (next.printing == 0);
    return kind == Kind::timers ||
           (kind == Kind::tasks && actions == next.actions && end == next.end && prints_alike);
}

void Entry::take(const Entry& next) {
    constexpr std::size_t kEnough = 8;
    ids.insert(ids.end(), next.ids.begin(), next.ids.end());
    end = next.end;
    same_print = same_print && next.printed == printed;
    if (next.printing > 0 && texts.size() < kEnough) {
        texts.push_back(next.printed);
    }
    printing += next.printing;
}

bool Entry::empty() const {
    return (kind == Kind::other || kind == Kind::program) && name.empty() && actions.empty() &&
           printing == 0 && end.empty();
}

Entry entry_of(const Step& step, const Steps& steps, const Style& style) {
    return EntryMaker(step, steps, style).make();
}

StyledText to_text(const Entry& entry, const Style& style, std::size_t width) {
    using Kind = Entry::Kind;
    const bool many = entry.ids.size() > 1;
    const std::string ids = names(entry.ids);
    if (entry.kind == Kind::counts) {
        return fill(style, kCounts, {entry.name, ids, entry.end});
    }
    StyledText text(entry.name);
    if (entry.kind == Kind::tasks) {
        text = StyledText(ids + " ").add(fill(style, many ? entry.many : entry.one, {entry.name}));
    } else if (entry.kind == Kind::timers) {
        text = fill(style, many ? entry.many : entry.one, {ids});
    } else if (entry.kind == Kind::program) {
        // "gather() makes T1 T2" already has a subject.
        const bool has_subject =
            !entry.actions.empty() && entry.actions.front().starts_with("gather");
        text = StyledText(style(has_subject ? kInTheProgram : kTheProgram));
    }
    add_actions(entry, style, width, text);
    return text;
}

}  // namespace corodemo::app
