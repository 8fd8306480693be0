#include "app/narration/narrate.hpp"

#include <algorithm>

namespace corodemo::app {

namespace {

using trace::Event;
using trace::Id;

constexpr Localized kLoop{"loop", "事件循环"};

constexpr std::size_t kLongestName = 40;

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

std::string abbreviate(const std::vector<Id>& ids, std::size_t width) {
    return abbreviate(ids.size(), [&](std::size_t index) { return to_string(ids[index]); }, width);
}

std::string label(const Subject& subject, const Style& style) {
    std::string text =
        subject.id ? to_string(subject.id) : elide(subject.name, kLongestName, style);
    if (subject.mark == Subject::Mark::timer) {
        text.insert(0, "@");
    } else if (subject.mark == Subject::Mark::completion) {
        text.insert(0, style.ascii ? "." : "▪");
    } else if (subject.mark == Subject::Mark::call) {
        text = text.empty() ? std::string(style(kLoop)) : text + "()";
    }
    return subject.cancelled ? "(" + text + ")" : text;
}

std::vector<std::string> printed_lines(std::span<const Event> events) {
    std::vector<std::string> lines;
    bool open = false;  // the last print did not end its line
    for (const Event& event : events) {
        const auto* printed = event.as<trace::Printed>();
        if (printed == nullptr) {
            continue;
        }
        trace::Text text = printed->text;
        for (bool more = true; more; open = false) {
            const std::size_t end = text.find('\n');
            more = end != trace::Text::npos;
            const std::string line = escape_unsafe(text.substr(0, end));
            if (open) {
                lines.back() += line;
            } else {
                lines.push_back(line);
            }
            text.remove_prefix(more ? end + 1 : 0);
        }
        open = !printed->newline.value_or(true);
    }
    return lines;
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
