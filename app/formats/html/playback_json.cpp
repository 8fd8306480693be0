#include "app/formats/html/playback_json.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <ostream>
#include <ranges>
#include <set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/formats/html/both_languages.hpp"
#include "app/formats/html/head_json.hpp"
#include "app/formats/html/objects_json.hpp"
#include "app/formats/html/page_json.hpp"
#include "app/formats/html/sentence_table.hpp"
#include "app/formats/html/text_table.hpp"
#include "app/narration/advice_wording.hpp"
#include "app/narration/card.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/shutdown.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;
using trace::Id;

const char* letter_of(const Snapshot& snapshot) {
    if (snapshot.last) {
        return "e";
    }
    switch (snapshot.step.kind) {
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

/// A position of the program: the lines in Python and C++, and, if it is not the main one, the
/// Python file.
Json position(std::uint32_t line, std::uint32_t cpp_line, std::uint32_t file) {
    return file == 0 ? Json{line, cpp_line} : Json{line, cpp_line, file};
}

/// Where the program is after a snapshot: at the await at which a task stands, or where it did
/// something last. Null if it is unknown.
Json lines_of(const Snapshot& snapshot) {
    const trace::StepFinished* const finished = snapshot.step.finished;
    if (finished != nullptr && finished->stack && !finished->stack->empty() &&
        finished->stack->back().line != 0) {
        const trace::Frame& await = finished->stack->back();
        return position(await.line, await.cpp_line, await.file);
    }
    const auto has_line = [](const trace::Event& event) {
        return event.line != 0 || event.cpp_line != 0;
    };
    const auto events = std::views::reverse(snapshot.step.events);
    const auto last = std::ranges::find_if(events, has_line);
    return last == events.end() ? Json() : position(last->line, last->cpp_line, last->file);
}

/// Whether a step that begins so runs a function of the program's.
bool calls_program(Saying begin) {
    return begin == Saying::done_callback || begin == Saying::call ||
           begin == Saying::timer_expires;
}

class PlaybackWriter {
public:
    PlaybackWriter(const trace::Trace& trace, Language language, std::ostream& out)
        : trace_(trace),
          language_(language),
          out_(out),
          playback_(trace),
          shutdown_(trace),
          english_(kEnglish, playback_.steps().names(), kLongestShown),
          chinese_(kChinese, playback_.steps().names(), kLongestShown),
          sentences_(texts_),
          objects_(trace, playback_, english_, chinese_, texts_) {}

    void write() {
        out_ << page_json(head_json(trace_, playback_.steps().names(), language_)) << '\n';
        while (const Snapshot* snapshot = playback_.next()) {
            write(*snapshot);
        }
        const Json advice = advice_json();
        out_ << page_json({{"prints", prints_},
                           {"texts", texts_.all()},
                           {"sentences", sentences_.all()},
                           {"advice", advice}})
             << '\n';
    }

private:
    struct Queued {
        Id id;
        std::uint64_t joined = 0;
    };
    struct ShownVariable {
        trace::Text name;
        trace::Text value;
        bool is_stale = false;

        bool operator==(const ShownVariable&) const = default;
    };
    using Variables = std::vector<ShownVariable>;

    /// What is wrong with the program.
    Json advice_json() {
        Json all = Json::array();
        for (const Finding& finding : playback_.findings()) {
            all.push_back({finding.step, finding.line,
                           sentences_.of(advice_text(finding, english_, kEnglish),
                                         advice_text(finding, chinese_, kChinese)),
                           finding.file});
        }
        return all;
    }

    void write(const Snapshot& snapshot) {
        Json line = line_of(snapshot);
        add_changes(snapshot, line);
        since_key_ += page_json(line).size();
        if (since_key_ >= key_size_) {
            add_key(line);
        }
        out_ << page_json(line) << '\n';
        if (!snapshot.output.empty()) {
            prints_.push_back(snapshots_);
        }
        ++snapshots_;
    }

    Json line_of(const Snapshot& snapshot) {
        Json line = position_of(snapshot);
        if (snapshot.lane != 0) {
            line["a"] = snapshot.lane;
        }
        if (calls_program(snapshot.account.begin.saying)) {
            line["u"] = 1;
        }
        for (const Id task : eager_tasks(snapshot.step)) {
            line["e"].push_back(task.number);
        }
        line["b"] = label(snapshot);
        line["s"] =
            sentences_.of(english_.prose(snapshot.account), chinese_.prose(snapshot.account));
        line["v"] = card(snapshot);
        if (snapshot.step.cause.by == Cause::By::step) {
            line["c"] = snapshot.step.cause.step;
        }
        if (Json lines = lines_of(snapshot); !lines.is_null()) {
            line["l"] = std::move(lines);
        }
        for (const OutputLine& one : snapshot.output) {
            line["o"].push_back(output(one));
        }
        return line;
    }

    /// Where in the run it is.
    Json position_of(const Snapshot& snapshot) {
        const Step& step = snapshot.step;
        Json place{
            {"n", snapshot.number}, {"k", letter_of(snapshot)}, {"i", step.it}, {"t", step.time}};
        if (snapshot.after != 0) {
            place["p"] = snapshot.after;
        }
        if (step.run > 1) {
            place["r"] = step.run;
        }
        if (step.from != step.time) {
            place["f"] = step.from;
        }
        if (!step.thread.empty()) {
            place["w"] = elide(step.thread, kLongestName, kEnglish);
        }
        if (shutdown_.folds(step)) {
            place["g"] = 1;
        }
        return place;
    }

    Json label(const Snapshot& snapshot) {
        const Label english = label_of(snapshot, kEnglish);
        const Label chinese = label_of(snapshot, kChinese);
        Json label = Json::array();
        for (std::size_t i = 0; i < english.size(); ++i) {
            if (!english[i].empty() || !chinese[i].empty()) {
                label.push_back(texts_.of({english[i], chinese[i]}));
            }
        }
        return label;
    }

    Json card(const Snapshot& snapshot) {
        const Steps& steps = playback_.steps();
        const Card english = card_of(snapshot.step, snapshot.account, steps, english_);
        const Card chinese = card_of(snapshot.step, snapshot.account, steps, chinese_);
        Json card = Json::array();
        for (StyledText Card::* text : {&Card::title, &Card::who, &Card::verb, &Card::outcome}) {
            card.push_back(sentences_.text_of(english.*text, chinese.*text));
        }
        return card;
    }

    Json output(const OutputLine& line) {
        if (!line.aside) {
            return {texts_.of(line.printed.text), line.lane, 0,
                    place_of(line.printed.line, line.printed.file), line.printed.cpp_line};
        }
        Line about;
        for (const Argument& argument : line.aside->arguments) {
            if (const auto* place = std::get_if<Line>(&argument)) {
                about = *place;
            }
        }
        return {
            texts_.of({english_.clause(*line.aside).text(), chinese_.clause(*line.aside).text()}),
            line.lane, 1, place_of(about.number, about.file), 0};
    }

    /// Makes it a keyframe. The next one follows when the changes in between have grown to a
    /// multiple of this one's size: so keyframes take little space, and yet every state is close to
    /// one.
    void add_key(Json& line) {
        Json state = key();
        key_size_ = std::max<std::size_t>(5 * page_json(state).size(), kLeastBetweenKeys);
        since_key_ = 0;
        line["K"] = std::move(state);
        if (snapshots_ == 0) {  // the first snapshot: the keyframe replaces its changes
            for (const char* change : {"T", "q", "L", "m", "x", "z"}) {
                line.erase(change);
            }
        }
    }

    // --- Changes since the last snapshot

    void add_changes(const Snapshot& snapshot, Json& line) {
        Json tasks = Json::array();
        for (const Id id : snapshot.tasks) {
            tasks.push_back(objects_.task(id));
        }
        if (!tasks.empty()) {
            line["T"] = std::move(tasks);
        }
        add_queue(snapshot, line);
        if (const std::size_t left = playback_.steps().left_in_iteration(); left != left_) {
            left_ = left;
            line["L"] = left;
        }
        add_timers(snapshot, line);
        for (const Id id : snapshot.objects) {
            line["z"].push_back(objects_.object(id));
        }
        add_variables(snapshot, line);
    }

    /// [number of handles removed from the front, [handles appended]], or the whole queue.
    void add_queue(const Snapshot& snapshot, Json& line) {
        const auto& now = playback_.state().ready();
        std::size_t gone = 0;
        while (!queue_.empty() && (now.empty() || queue_.front().id != now.front())) {
            queue_.pop_front();
            ++gone;
        }
        Json joined = Json::array();
        while (queue_.size() < now.size()) {
            const bool by_program = snapshot.step.kind == StepKind::program;
            queue_.push_back({now[queue_.size()], by_program ? 0 : snapshot.number});
            joined.push_back(objects_.handle(queue_.back().id, queue_.back().joined));
        }
        if (snapshot.cancels) {  // looks different, but keeps its position
            line["Q"] = queue();
        } else if (gone != 0 || !joined.empty()) {
            line["q"] = {gone, std::move(joined)};
        }
    }

    /// [[timers removed], [timers set]]
    void add_timers(const Snapshot& snapshot, Json& line) {
        Json joined = Json::array();
        Json gone = Json::array();
        for (const Id id : snapshot.timers) {
            const auto shown = timers_.find(id);
            const auto now = find_timer(id);
            if (shown != timers_.end() && !now) {
                gone.push_back(id.number);
                timers_.erase(shown);
            } else if (shown == timers_.end() && now) {
                joined.push_back(objects_.timer(*now));
                timers_.insert(id);
            }
        }
        if (!joined.empty() || !gone.empty()) {
            line["m"] = {std::move(gone), std::move(joined)};
        }
    }
    [[nodiscard]] std::optional<std::pair<trace::Nanoseconds, Id>> find_timer(Id id) const {
        const auto& timers = playback_.steps().timers();
        const auto& handles = playback_.state();
        const std::pair timer{handles.has_handle(id) ? handles.handle(id).when : 0, id};
        return timers.contains(timer) ? std::optional(timer) : std::nullopt;
    }

    /// Those that are new, have another value, or are stale or no longer; without a value those
    /// that are gone.
    void add_variables(const Snapshot& snapshot, Json& line) {
        for (const Id scope : snapshot.scopes) {
            const Variables now = variables_of(scope);
            const Variables before = std::exchange(variables_[scope], now);
            for (const ShownVariable& one : now) {
                if (std::ranges::find(before, one) == before.end()) {
                    line["x"].push_back(variable(scope, one));
                }
            }
            for (const ShownVariable& one : before) {
                if (std::ranges::find(now, one.name, &ShownVariable::name) == now.end()) {
                    line["x"].push_back(variable(scope, {one.name, {}, false}));
                }
            }
            if (now.empty()) {
                variables_.erase(scope);
            }
        }
    }

    // --- The complete state

    [[nodiscard]] Json key() {
        Json tasks = Json::array();
        for (const trace::TaskState& state : playback_.state().tasks()) {
            tasks.push_back(objects_.task(state.id));
        }
        Json timers = Json::array();
        for (const auto& timer : playback_.steps().timers()) {
            timers.push_back(objects_.timer(timer));
        }
        Json state{{"T", std::move(tasks)}, {"Q", queue()}, {"L", left_}, {"M", std::move(timers)}};
        for (const trace::ObjectStateNow& object : playback_.state().objects()) {
            state["Z"].push_back(objects_.object(object.id));
        }
        for (const auto& [scope, variables] : playback_.state().variables()) {
            for (const ShownVariable& one : variables_of(scope)) {
                state["X"].push_back(variable(scope, one));
            }
        }
        return state;
    }

    /// The variables of the module, whose Id is empty, or of a task.
    [[nodiscard]] Variables variables_of(Id scope) const {
        Variables found;
        const auto all = playback_.state().variables().find(scope);
        if (all != playback_.state().variables().end()) {
            for (const trace::Variable& one : all->second) {
                const bool is_stale = scope && playback_.state().is_stale(one);
                found.push_back({one.name, one.value, is_stale});
            }
        }
        return found;
    }

    /// [task, name, value, stale]
    Json variable(Id scope, const ShownVariable& one) {
        const std::string value = elide(one.value, kLongestName, kEnglish);
        return {scope.number, elide(one.name, kLongestName, kEnglish), texts_.of({value, value}),
                one.is_stale ? 1 : 0};
    }

    [[nodiscard]] Json queue() {
        Json handles = Json::array();
        for (const Queued& one : queue_) {
            handles.push_back(objects_.handle(one.id, one.joined));
        }
        return handles;
    }

    static constexpr std::size_t kLeastBetweenKeys = 20'000;
    static constexpr std::size_t kLongestName = 40;

    const trace::Trace& trace_;
    Language language_;
    std::ostream& out_;
    Playback playback_;
    Shutdown shutdown_;
    Wording english_;
    Wording chinese_;
    std::deque<Queued> queue_;  // as last written
    std::set<Id> timers_;       // written and not yet removed
    std::map<Id, Variables> variables_;
    std::size_t left_ = 0;
    std::size_t since_key_ = 0;
    std::size_t key_size_ = 0;
    TextTable texts_;
    SentenceTable sentences_;
    ObjectsJson objects_;
    std::uint64_t snapshots_ = 0;
    Json prints_ = Json::array();  // the numbers of the snapshots that print
};

}  // namespace

void write_playback(const trace::Trace& trace, Language language, std::ostream& out) {
    PlaybackWriter(trace, language, out).write();
}

}  // namespace corodemo::app
