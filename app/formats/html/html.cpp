#include "app/formats/html/html.hpp"

#include <array>
#include <cstdint>
#include <ostream>
#include <span>
#include <sstream>
#include <string>

#include "app/formats/html/base64.hpp"
#include "app/formats/html/playback_json.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline_svg.hpp"
#include "app/formats/text/text.hpp"
#include "app/listings.hpp"
#include "app/narration/step.hpp"
#include "app/narration/title.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

namespace {

using Traces = std::span<const trace::Trace* const>;

constexpr std::uint64_t kMostStepsInPicture = 60;
constexpr std::uint64_t kMostStepsInText = 300;
constexpr Localized kOnlyFirstSteps{"Without JavaScript, this page shows the first 300 steps only.",
                                    "没有 JavaScript 时，本页只显示前 300 步。"};

std::string page_title(Traces traces, Language language) {
    std::string title;
    for (const trace::Trace* trace : traces) {
        const std::string_view own_title = own_title_of(trace->header, language);
        title += (title.empty() ? "" : " · ") + trace->header.name;
        title += (own_title.empty() ? "" : ": ") + std::string(own_title);
    }
    return xml_text(title);
}

void write_playbacks(Traces traces, Language language, std::ostream& out) {
    for (const trace::Trace* trace : traces) {
        out << "<script class=\"playback\" type=\"application/json\">\n";
        write_playback(*trace, language, out);
        out << "</script>\n";
    }
}

/// What a browser without scripts shows: the picture, and the steps as text.
void write_without_script(Traces traces, Language language, std::ostream& out) {
    const Style style{.lang = language};
    for (const trace::Trace* trace : traces) {
        const std::uint64_t steps = count_steps(*trace);
        if (steps <= kMostStepsInPicture) {
            render_svg(*trace, language, {}, out);
        }
        std::stringstream text;
        render_text(*trace, style, Detail::normal, text, {.last = kMostStepsInText});
        out << "<pre>";
        for (std::string line; std::getline(text, line);) {
            out << xml_text(line) << '\n';
        }
        out << "</pre>\n";
        if (steps > kMostStepsInText) {
            out << "<p>" << style(kOnlyFirstSteps) << "</p>\n";
        }
    }
}

/// `write_data()` writes the script elements that hold the page's data.
template <class Write>
void render(Traces traces, Language language, std::ostream& out, Write write_data) {
    std::string_view page = listing("formats/html/player/player.html");
    while (!page.empty()) {
        const std::size_t begin = page.find("{{");
        out << page.substr(0, begin);
        if (begin == std::string_view::npos) {
            return;
        }
        const std::size_t end = page.find("}}", begin);
        const std::string_view name = page.substr(begin + 2, end - begin - 2);
        if (name == "lang") {
            out << (language == Language::zh ? "zh-Hans" : "en");
        } else if (name == "title") {
            out << page_title(traces, language);
        } else if (name == "style") {
            out << base64(listing("formats/html/player/page.css.gz"));
        } else if (name == "noscript") {
            write_without_script(traces, language, out);
        } else if (name == "data") {
            write_data();
        } else if (name == "script") {
            out << base64(listing("formats/html/player/page.js.gz"));
        }
        page.remove_prefix(end + 2);
    }
}

}  // namespace

void render_html(const trace::Trace& trace, Language language, std::ostream& out) {
    const std::array<const trace::Trace*, 1> one{&trace};
    render(one, language, out, [&] { write_playbacks(one, language, out); });
}

void render_html(const trace::Trace& left, const trace::Trace& right,
                 const PageComparison& comparison, Language language, std::ostream& out) {
    const std::array<const trace::Trace*, 2> both{&left, &right};
    render(both, language, out, [&] {
        write_playbacks(both, language, out);
        out << "<script class=\"comparison\" type=\"application/json\">\n";
        write_comparison(comparison, left, right, out);
        out << "</script>\n";
    });
}

}  // namespace corodemo::app
