#include "app/render/asciicast.hpp"

#include <ostream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "app/render/text.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kWidth = 80;
constexpr int kHeight = 30;
constexpr double kStep = 1.0;   // seconds until a step shows
constexpr double kLine = 0.05;  // and any other line

/// A line without the codes that colour it.
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

}  // namespace

void render_asciicast(const trace::Trace& trace, const Style& style, std::ostream& out) {
    Style terminal = style;
    terminal.colour = true;
    terminal.width = kWidth;
    std::stringstream lines;
    render_text(trace, terminal, Detail::normal, lines);

    const auto put = [&](const Json& json) {
        out << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    };
    put({{"version", 2},
         {"width", kWidth},
         {"height", kHeight},
         {"title", "corodemo " + harmless(trace.header.name) + " --trace"},
         {"env", {{"TERM", "xterm-256color"}}}});
    double time = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::string text = plain(line);
        const bool iteration = text.starts_with("──") || text.starts_with("--");
        const bool step = text.starts_with(" #");
        time += step || iteration ? kStep : kLine;
        const double stamp = static_cast<double>(static_cast<std::int64_t>(time * 1000)) / 1000;
        if (iteration) {
            std::string name = text.substr(0, text.find_last_not_of("─- ") + 1);
            name.erase(0, name.find_first_not_of("─- "));
            if (!name.empty()) {  // no rule that only divides
                put({stamp, "m", name});
            }
        }
        put({stamp, "o", line + "\r\n"});
    }
}

}  // namespace corodemo::app
