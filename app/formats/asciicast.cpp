#include "app/formats/asciicast.hpp"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "app/formats/text/text.hpp"
#include "core/trace/json/json_text.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kWidth = 80;
constexpr int kHeight = 30;
constexpr int kStep = 1000;  // milliseconds before a step appears
constexpr int kLine = 50;    // before any other line

/// A line without its colour escape sequences.
std::string plain(std::string_view line) {
    std::string text;
    while (!line.empty()) {
        const std::size_t escape = line.find('\x1b');
        text += line.substr(0, escape);
        const std::size_t end = line.find('m', escape);
        line.remove_prefix(escape == std::string_view::npos || end == std::string_view::npos
                               ? line.size()
                               : end + 1);
    }
    return text;
}

/// The text of a heading such as `── iteration 1 ── runs T1 ─────`. Whole characters are removed,
/// since the text may be Chinese.
std::string without_rule(std::string_view line) {
    for (const std::string_view rule :
         {std::string_view("─"), std::string_view("-"), std::string_view(" ")}) {
        while (line.starts_with(rule)) {
            line.remove_prefix(rule.size());
        }
    }
    const std::size_t end = std::min(line.rfind(" ─"), line.rfind(" -"));
    return std::string(line.substr(0, end));
}

}  // namespace

void render_asciicast(const trace::Trace& trace, const Style& style, std::ostream& out) {
    Style terminal = style;
    terminal.colour = true;
    terminal.width = kWidth;
    std::stringstream lines;
    render_text(trace, terminal, Detail::normal, lines);

    const auto write_line = [&](const Json& json) { out << trace::json_text(json) << '\n'; };
    write_line({{"version", 2},
                {"width", kWidth},
                {"height", kHeight},
                {"title", "corodemo " + escape_unsafe(trace.header.name) + " --trace"},
                {"env", {{"TERM", "xterm-256color"}}}});
    std::int64_t time = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::string text = plain(line);
        const bool iteration = text.starts_with("──") || text.starts_with("--");
        const bool step = text.starts_with(" #");
        time += step || iteration ? kStep : kLine;
        const double stamp = static_cast<double>(time) / 1000;
        if (iteration) {
            const std::string name = without_rule(text);
            if (!name.empty()) {  // not a bare separator
                write_line({stamp, "m", name});
            }
        }
        write_line({stamp, "o", line + "\r\n"});
    }
}

}  // namespace corodemo::app
