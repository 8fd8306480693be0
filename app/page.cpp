#include "app/page.hpp"

#include <algorithm>
#include <ostream>

namespace corodemo::app {

void put(const Styled& line, const Style& style, std::ostream& out) {
    std::string text;
    line.append_to(text, style);
    out << text << '\n';
}

void put_paragraph(const Styled& first, const Styled& text, const Style& style, std::ostream& out) {
    constexpr int kNarrowest = 60;
    Styled rest(text);
    Styled line(first);
    const std::size_t indent = line.width();
    while (!rest.empty()) {
        line.pad(indent).add(
            rest.take_line(static_cast<std::size_t>(std::max(style.width, kNarrowest)) - indent));
        put(line, style, out);
        line = Styled();
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        lines.push_back(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
    }
    return lines;
}

}  // namespace corodemo::app
