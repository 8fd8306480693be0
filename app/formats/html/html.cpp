#include "app/formats/html/html.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <ostream>
#include <string>

#include "app/formats/html/playback_json.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/listings.hpp"
#include "app/narration/title.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

namespace {

// In the order in which the page has them.
constexpr std::array kStyles{"player.css"};
constexpr std::array kScripts{"words.js", "playback.js", "listing.js",
                              "lanes.js", "player.js",   "main.js"};

std::string_view source(std::string_view name) {
    return listing("formats/html/player/" + std::string(name));
}

std::string page_title(std::span<const trace::Trace* const> traces, Language language) {
    std::string title;
    for (const trace::Trace* trace : traces) {
        const std::string_view own_title = own_title_of(trace->header, language);
        title += (title.empty() ? "" : " · ") + trace->header.name;
        title += (own_title.empty() ? "" : ": ") + std::string(own_title);
    }
    return xml_text(title);
}

void write_playbacks(std::span<const trace::Trace* const> traces, Language language,
                     std::ostream& out) {
    for (const trace::Trace* trace : traces) {
        out << "<script class=\"playback\" type=\"application/json\">\n";
        write_playback(*trace, language, out);
        out << "</script>\n";
    }
}

/// Writes a script without its comment lines, to keep the page small; whoever wants the comments
/// reads app/formats/html/player.
void write_script(std::string_view script, std::ostream& out) {
    while (!script.empty()) {
        const std::size_t length = std::min(script.find('\n'), script.size() - 1) + 1;
        const std::string_view line = script.substr(0, length);
        if (!line.substr(std::min(line.find_first_not_of(' '), length)).starts_with("//")) {
            out << line;
        }
        script.remove_prefix(length);
    }
}

}  // namespace

void render_html(std::span<const trace::Trace* const> traces, Language language,
                 std::ostream& out) {
    std::string_view page = source("player.html");
    while (!page.empty()) {
        const std::size_t begin = page.find("{{");
        out << page.substr(0, begin);
        if (begin == std::string_view::npos) {
            return;
        }
        const std::size_t end = page.find("}}", begin);
        const std::string_view name = page.substr(begin + 2, end - begin - 2);
        if (name == "lang") {
            out << (language == Language::zh ? "zh" : "en");
        } else if (name == "title") {
            out << page_title(traces, language);
        } else if (name == "style") {
            for (const char* part : kStyles) {
                out << source(part);
            }
        } else if (name == "playbacks") {
            write_playbacks(traces, language, out);
        } else if (name == "script") {
            for (const char* part : kScripts) {
                write_script(source(part), out);
            }
        }
        page.remove_prefix(end + 2);
    }
}

}  // namespace corodemo::app
