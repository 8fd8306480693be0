#include "app/narration/narrate.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace corodemo::app {

namespace {

using trace::Event;

/// In seconds, with at most three decimals or three digits that count.
std::string rounded_seconds(trace::Nanoseconds time) {
    trace::Nanoseconds unit = 1'000'000;
    while (unit > 1 && time < 100 * unit) {
        unit /= 10;
    }
    const trace::Nanoseconds rest = time % unit;
    const trace::Nanoseconds down = time - rest;
    constexpr auto kMost = std::numeric_limits<trace::Nanoseconds>::max();
    return seconds(2 * rest >= unit && down <= kMost - unit ? down + unit : down);
}

}  // namespace

std::string seconds(trace::Nanoseconds time) {
    std::string text = seconds(time, 9);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text;
}

std::string seconds(trace::Nanoseconds time, std::size_t decimals) {
    constexpr trace::Nanoseconds kSecond = 1'000'000'000;
    const std::string fraction =
        std::to_string(kSecond + std::max<trace::Nanoseconds>(time, 0) % kSecond).substr(1);
    const std::string whole = std::to_string(std::max<trace::Nanoseconds>(time, 0) / kSecond);
    return whole + "." + fraction.substr(0, decimals);
}

std::string time_text(trace::Nanoseconds time) {
    constexpr trace::Nanoseconds kMilli = 1'000'000;
    if (time <= 0 || time >= 10 * kMilli) {
        return rounded_seconds(time) + " s";
    }
    const bool micro = time < kMilli;
    return rounded_seconds(time * (micro ? kMilli : 1000)) + (micro ? " µs" : " ms");
}

std::string sleep_text(trace::Nanoseconds delay) {
    return "sleep(" + rounded_seconds(delay) + ")";
}

std::string abbreviate(std::size_t amount, const std::function<std::string(std::size_t)>& name,
                       std::size_t width) {
    std::string all;   // of the names so far
    std::string best;  // the longest text that fits, with the number of names left
    for (std::size_t taken = 0;; ++taken) {
        const std::string rest = taken < amount ? "+" + std::to_string(amount - taken) : "";
        const std::string gap = taken > 0 && taken < amount ? " " : "";
        std::string here = all;
        here.append(gap).append(rest);
        if (taken == 0 || display_width(here) <= width) {
            best = here;
        }
        if (taken == amount || display_width(all) > width) {
            return best;
        }
        all += taken > 0 ? " " : "";
        all += name(taken);
    }
}

void append_lines(const Event& event, bool& open, std::vector<PrintedLine>& lines) {
    const auto& printed = std::get<trace::Printed>(event.payload);
    trace::Text text = printed.text;
    for (bool more = true; more; open = false) {
        const std::size_t end = text.find('\n');
        more = end != trace::Text::npos;
        std::string line = escape_unsafe(text.substr(0, end));
        if (open && !lines.empty()) {
            lines.back().text += line;
        } else {
            lines.push_back({std::move(line), event.line, event.file, event.cpp_line});
        }
        text.remove_prefix(more ? end + 1 : 0);
    }
    open = !printed.newline.value_or(true);
}

std::vector<std::string> printed_lines(std::span<const Event> events) {
    std::vector<PrintedLine> lines;
    bool open = false;
    for (const Event& event : events) {
        if (event.as<trace::Printed>() != nullptr) {
            append_lines(event, open, lines);
        }
    }
    std::vector<std::string> texts;
    texts.reserve(lines.size());
    for (PrintedLine& line : lines) {
        texts.push_back(std::move(line.text));
    }
    return texts;
}

std::string error_text(std::string_view type, std::string_view message) {
    std::string text(type);
    if (!message.empty()) {
        text += ": ";
        text += message;
    }
    return text;
}

}  // namespace corodemo::app
