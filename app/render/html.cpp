#include "app/render/html.hpp"

#include <algorithm>
#include <functional>
#include <ostream>
#include <string>

#include "app/listings.hpp"
#include "app/render/film_json.hpp"
#include "app/render/svg.hpp"
#include "app/style.hpp"
#include "app/title.hpp"

namespace corodemo::app {

namespace {

std::string page_title(std::span<const trace::Trace* const> traces, Language language) {
    std::string title;
    for (const trace::Trace* trace : traces) {
        const std::string_view told = title_of(trace->header, language);
        title += (title.empty() ? "" : " · ") + trace->header.name;
        title += (told.empty() ? "" : ": ") + std::string(told);
    }
    return xml_text(title);
}

void write_films(std::span<const trace::Trace* const> traces, Language language,
                 std::ostream& out) {
    const Style style{.lang = language};
    for (const trace::Trace* trace : traces) {
        out << "<script class=\"film\" type=\"application/json\">\n";
        write_film(*trace, style, out);
        out << "</script>\n";
    }
}

/// A script without the lines that are only comment: a page is to be small, and the comments are
/// for those who read app/player.
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
    std::string_view page = listing("player/player.html");
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
            out << listing("player/player.css");
        } else if (name == "films") {
            write_films(traces, language, out);
        } else if (name == "script") {
            for (const char* part : {"words", "film", "listing", "lanes", "player", "main"}) {
                write_script(listing("player/" + std::string(part) + ".js"), out);
            }
        }
        page.remove_prefix(end + 2);
    }
}

}  // namespace corodemo::app
