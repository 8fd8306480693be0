#include <algorithm>
#include <array>
#include <optional>

#include "app/formats/text/text_parts.hpp"
#include "app/narration/narrate.hpp"

// The full text of a trace, one line per event:
//
//       n   time it   event
//      12  0.000 it1      step_started  task=T1 first=true                     <- 11
//
// What happens within a handle or a task's step is indented.

namespace corodemo::app {

namespace {

using trace::Event;

constexpr std::size_t kLongest = 400;
constexpr std::size_t kNarrowest = 20;  // for an event's fields, even if that makes the page wider

// A field's value, preceded by its name only where the value is not self-explanatory. Empty if it
// adds nothing.

std::string named(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + std::string(value);
}

std::string field(std::string_view name, trace::Id id, const Style& /*style*/) {
    constexpr std::array<std::string_view, 7> kNamed{"parent", "until",   "waiting_on", "by",
                                                     "lock",   "held_by", "scope"};
    if (!id) {
        return "";
    }
    return std::ranges::find(kNamed, name) != kNamed.end() ? named(name, to_string(id))
                                                           : to_string(id);
}
std::string field(std::string_view name, trace::Text text, const Style& style) {
    if (text.data() == nullptr) {
        return "";
    }
    const std::string value = elide(text, kLongest, style);
    return name == "text" || name == "message" ? '"' + value + '"' : named(name, value);
}
std::string field(std::string_view name, trace::NullableText text, const Style& style) {
    return field(name, text.text, style);
}
std::string field(std::string_view name, const trace::Error& error, const Style& style) {
    return error.type.data() == nullptr
               ? ""
               : named(name, elide(error_text(error.type, error.message), kLongest, style));
}
std::string field(std::string_view name, bool flag, const Style& /*style*/) {
    return flag ? std::string(name) : "";
}
std::string field(std::string_view name, std::optional<bool> flag, const Style& /*style*/) {
    return flag ? named(name, *flag ? "true" : "false") : "";
}
std::string field(std::string_view name, std::uint64_t number, const Style& /*style*/) {
    return named(name, std::to_string(number));
}
std::string field(std::string_view name, trace::Nanoseconds time, const Style& /*style*/) {
    return named(name, seconds(time) + "s");
}
std::string field(std::string_view name, trace::Measured measured, const Style& style) {
    return measured.time != 0 ? field(name, measured.time, style) : "";
}
std::string field(std::string_view name, trace::Stream stream, const Style& /*style*/) {
    return stream == trace::Stream::err ? named(name, to_string(stream)) : "";
}
template <class Word>
    requires std::is_enum_v<Word>
std::string field(std::string_view /*name*/, Word word, const Style& /*style*/) {
    return std::string(to_string(word));
}

template <class Type>
std::string field(std::string_view name, const std::optional<Type>& value, const Style& style) {
    return value ? field(name, *value, style) : "";
}

std::string item_text(trace::Id id, const Style& /*style*/) {
    return to_string(id);
}
std::string item_text(std::uint32_t number, const Style& /*style*/) {
    return std::to_string(number);
}
std::string item_text(trace::Text text, const Style& style) {
    return elide(text, kLongest, style);
}
std::string item_text(const trace::Frame& frame, const Style& style) {
    const std::uint32_t line = frame.line != 0 ? frame.line : frame.cpp_line;
    return elide(frame.coro, kLongest, style) + (line != 0 ? ":" + std::to_string(line) : "");
}
std::string item_text(const trace::Variable& variable, const Style& style) {
    const trace::Text value = variable.value.data() != nullptr ? variable.value : "null";
    return elide(variable.name, kLongest, style) + "=" + elide(value, kLongest, style);
}
template <class Item>
std::string field(std::string_view name, const std::optional<std::span<const Item>>& items,
                  const Style& style) {
    if (!items) {
        return "";
    }
    const auto item = [&](std::size_t at) { return item_text((*items)[at], style); };
    return named(name, "[" + abbreviate(items->size(), item, kLongest) + "]");
}

std::string fields_text(const Event& event, const Style& style) {
    std::string text;
    const auto add = [&](const std::string& field_text) {
        if (!field_text.empty()) {
            text += " " + field_text;
        }
    };
    std::visit(
        [&]<class Kind>(const Kind& payload) {
            std::apply(
                [&](auto... fields) {
                    (add(field(fields.name, payload.*fields.member, style)), ...);
                },
                Kind::fields());
        },
        event.payload);
    add(event.line == 0 ? "" : "py:" + std::to_string(event.line));
    add(event.file == 0 ? "" : "file=" + std::to_string(event.file));
    add(event.cpp_line == 0 ? "" : "cpp:" + std::to_string(event.cpp_line));
    add(event.exit ? "exit" : "");
    add(event.thread.empty() ? "" : named("thread", elide(event.thread, kLongest, style)));
    add(event.cut ? "cut" : "");
    return text;
}

Paint paint_of(const Event& event) {
    if (event.as<trace::StepStarted>() != nullptr) {
        return Paint::run;
    }
    return event.as<trace::Printed>() != nullptr || event.as<trace::ClockAdvanced>() != nullptr
               ? Paint::bold
               : Paint::plain;
}

class EventText {
public:
    EventText(const trace::Trace& trace, const Style& style, std::ostream& out)
        : trace_(trace),
          style_(style),
          lines_(out, style),
          extent_(measure(trace)),
          n_(std::max<std::size_t>(3, std::to_string(trace.events().size()).size())),
          time_(seconds(extent_.time, extent_.decimals).size()),
          it_(std::max<std::size_t>(4, 2 + std::to_string(extent_.iterations).size())) {}

    void write() {
        for (const Event& event : trace_.events()) {
            const bool ends = event.as<trace::HandleFinished>() != nullptr ||
                              event.as<trace::StepFinished>() != nullptr;
            const bool begins = event.as<trace::HandleStarted>() != nullptr ||
                                event.as<trace::StepStarted>() != nullptr;
            depth_ -= ends && depth_ > 0 ? 1U : 0U;
            show(event);
            depth_ += begins ? 1U : 0U;
        }
        lines_.add(rule("", page_width(style_), style_));
        lines_.add(outcome_lines(trace_, extent_, style_));
    }

    void write_some(std::span<const trace::EventNumber> numbers) {
        for (const trace::EventNumber number : numbers) {
            show(trace_.event(number));
        }
    }

private:
    void show(const Event& event) {
        const std::size_t page = page_width(style_);
        const std::string n = std::to_string(event.n);
        const std::string time = seconds(event.t, extent_.decimals);
        std::string head = std::string(n_ - std::min(n_, n.size()), ' ') + n + "  ";
        head += std::string(time_ - std::min(time_, time.size()), ' ') + time + " ";
        head += event.it != 0 ? "it" + std::to_string(event.it) : "-";
        const std::size_t left =
            n_ + 2 + time_ + 1 + it_ + 1 + std::min<std::size_t>(2 * depth_, 16);
        const std::size_t why = 4 + n_;
        const std::size_t wide = page - std::min(left + why, page - kNarrowest);
        StyledText description(event.kind(), paint_of(event));
        description.add(fields_text(event, style_));
        StyledText line(head, Paint::secondary);
        line.pad(left).add(description.take_line(wide)).pad(page - why);
        if (event.cause != 0) {
            line.add(" <- " + std::to_string(event.cause), Paint::ready);
        }
        lines_.add(line);
        while (!description.empty()) {
            lines_.add(StyledText().pad(left + 2).add(description.take_line(wide - 2)));
        }
    }

    const trace::Trace& trace_;
    const Style style_;
    StreamLines lines_;
    Extent extent_;
    std::size_t n_;
    std::size_t time_;
    std::size_t it_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string event_text(const Event& event, const Style& style) {
    return std::string(event.kind()) + fields_text(event, style);
}

void render_events(const trace::Trace& trace, const Style& style, std::ostream& out) {
    EventText(trace, style, out).write();
}

void render_some_events(const trace::Trace& trace, std::span<const trace::EventNumber> numbers,
                        const Style& style, std::ostream& out) {
    EventText(trace, style, out).write_some(numbers);
}

}  // namespace corodemo::app
