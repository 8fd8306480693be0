#include "app/formats/html/head_json.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "app/formats/html/both_languages.hpp"
#include "app/formats/html/page_json.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/narration/title.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;
using trace::Id;

constexpr std::size_t kLongestName = 80;

/// A text made safe to display, line by line.
std::string safe_lines(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        std::string shown;
        for (const char letter : line) {
            shown += letter == '\t' ? std::string(4, ' ') : std::string(1, letter);
        }
        lines += escape_unsafe(shown) + '\n';
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return lines;
}

/// The listings of a language.
Json listings_of(std::span<const trace::Listing> listings) {
    Json files = Json::array();
    for (const trace::Listing& one : listings) {
        files.push_back({{"file", escape_unsafe(one.file)}, {"text", safe_lines(one.text)}});
    }
    return files;
}

Json title_of(const trace::Header& header) {
    return text_json(in_both(
        [&](const Style& style) { return escape_unsafe(own_title_of(header, style.lang)); }));
}

/// What its lesson says to look for.
Json lesson_of(const trace::Header& header) {
    Json lesson = Json::array();
    for (const Localized& one : look_for_in(header)) {
        lesson.push_back(text_json(one));
    }
    return lesson;
}

Json arguments_of(const trace::Header& header) {
    Json arguments = Json::object();
    for (const auto& argument : header.arguments) {
        std::visit([&](const auto& given) { arguments[argument.first] = given; }, argument.second);
    }
    return arguments;
}

/// The names of tasks, where they differ: [how many in a row, name].
Json names_of(const TaskNames& names) {
    Json rows = Json::array();
    std::string_view last;
    for (std::uint32_t number = 1; number <= names.amount(); ++number) {
        const std::string_view name = names.name({Id::kTask, number});
        if (rows.empty() || name != last) {
            rows.push_back({0, elide(name, kLongestName, kEnglish)});
            last = name;
        }
        rows.back()[0] = rows.back()[0].get<int>() + 1;
    }
    return rows;
}

/// The first line of the C++ listing for each line of the Python one that ran.
Json lines_of(const trace::Trace& trace) {
    std::map<std::uint32_t, std::uint32_t> lines;
    for (const trace::Event& event : trace.events()) {
        if (event.line != 0 && event.cpp_line != 0) {
            lines.emplace(event.line, event.cpp_line);
        }
        const auto* finished = event.as<trace::StepFinished>();
        for (const trace::Frame& frame : finished != nullptr && finished->stack
                                             ? *finished->stack
                                             : std::span<const trace::Frame>()) {
            if (frame.line != 0 && frame.cpp_line != 0) {
                lines.emplace(frame.line, frame.cpp_line);
            }
        }
    }
    Json json = Json::object();
    for (const auto& [python, cpp] : lines) {
        json[std::to_string(python)] = cpp;
    }
    return json;
}

std::string_view name_of(trace::ClockKind clock) {
    switch (clock) {
        case trace::ClockKind::virtual_time:
            return "virtual";
        case trace::ClockKind::mixed:
            return "mixed";
        case trace::ClockKind::real:
            break;
    }
    return "real";
}

/// Follows the timers of a trace's tasks.
class Timers {
public:
    explicit Timers(const trace::Trace& trace) {
        for (const trace::Event& event : trace.events()) {
            if (const auto* timer = event.as<trace::TimerScheduled>()) {
                last_ = std::max(last_, timer->when);
                if (event.in.letter == Id::kTask && timer->name.data() == nullptr) {
                    owners_[timer->handle.number] = event.in.number;
                    ++set_[event.in.number];
                }
            } else if (const auto* due = event.as<trace::TimerDue>()) {
                remove(due->handle);
            } else if (const auto* cancelled = event.as<trace::HandleCancelled>()) {
                remove(cancelled->handle);
            } else if (const auto* finished = event.as<trace::StepFinished>()) {
                waits_without_ =
                    waits_without_ || (finished->waiting_on && set_[finished->task.number] == 0);
            }
        }
    }

    /// The latest deadline; 0 if there is none.
    [[nodiscard]] trace::Nanoseconds last() const { return last_; }
    /// Whether a task ever waits without a timer of its own.
    [[nodiscard]] bool waits_without() const { return waits_without_; }

private:
    void remove(Id handle) {
        if (const auto owner = owners_.find(handle.number); owner != owners_.end()) {
            --set_[owner->second];
            owners_.erase(owner);
        }
    }

    std::unordered_map<std::uint32_t, std::uint32_t> owners_;  // tasks, by handle
    std::unordered_map<std::uint32_t, std::uint32_t> set_;     // how many, by task
    trace::Nanoseconds last_ = 0;
    bool waits_without_ = false;
};

template <class Kind>
bool has_event(const trace::Trace& trace) {
    return std::ranges::any_of(
        trace.events(), [](const trace::Event& event) { return event.as<Kind>() != nullptr; });
}

Json internal_tasks(const trace::Trace& trace) {
    Json numbers = Json::array();
    for (const trace::Event& event : trace.events()) {
        const auto* created = event.as<trace::TaskCreated>();
        if (created != nullptr && created->internal.value_or(false)) {
            numbers.push_back(created->task.number);
        }
    }
    return numbers;
}

}  // namespace

Json head_json(const trace::Trace& trace, const TaskNames& names, Language language) {
    const trace::Header& header = trace.header;
    const Extent extent = measure(trace);
    const Timers timers(trace);
    return {{"name", escape_unsafe(header.name)},
            {"title", title_of(header)},
            {"lang", language == Language::zh ? "zh" : "en"},
            {"python", escape_unsafe(header.python_version)},
            {"arguments", arguments_of(header)},
            {"order", order_option(header.set_order)},
            {"steps", extent.steps},
            {"runs", extent.runs},
            {"clock", name_of(header.clock)},
            {"end", extent.time},
            {"last", timers.last()},
            {"bay", timers.waits_without()},
            {"internal", internal_tasks(trace)},
            {"variables", has_event<trace::VariablesChanged>(trace)},
            {"objects", has_event<trace::ObjectCreated>(trace)},
            {"names", names_of(names)},
            {"lesson", lesson_of(header)},
            {"lines", lines_of(trace)},
            {"listings",
             {{"python", listings_of(header.python)},
              {"cpp", header.cpp ? listings_of({&*header.cpp, 1}) : Json::array()}}}};
}

}  // namespace corodemo::app
