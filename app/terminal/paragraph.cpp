#include "app/terminal/paragraph.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

namespace corodemo::app {

void print_line(const StyledText& line, const Style& style, std::ostream& out) {
    std::string text;
    line.append_to(text, style);
    out << text << '\n';
}

void print_paragraph(const StyledText& first, const StyledText& text, const Style& style,
                     std::ostream& out) {
    StyledText rest(text);
    StyledText line(first);
    const std::size_t indent = line.width();
    while (!rest.empty()) {
        line.pad(indent).add(rest.take_line(page_width(style) - indent));
        print_line(line, style, out);
        line = StyledText();
    }
}

StyledText take_code(StyledText& code, std::size_t width) {
    if (code.width() <= width) {
        return std::exchange(code, StyledText());
    }
    const std::string text = code.text();
    const std::size_t indent = text.find_first_not_of(' ');
    std::size_t end = text.find_last_of(" (,", width - 1);
    if (end == std::string::npos || end <= indent) {
        end = text.find_last_of('.', width - 1);
    }
    end = end == std::string::npos || end <= indent ? width : end + 1;
    code = StyledText(text.substr(std::min(text.find_first_not_of(' ', end), text.size())));
    return StyledText(text.substr(0, end));
}

void print_code(const StyledText& indent, std::string_view code, const Style& style,
                std::ostream& out) {
    const std::size_t width = page_width(style) - indent.width();
    for (const std::string_view line : lines_of(code)) {
        for (StyledText rest(line); !rest.empty();) {
            print_line(StyledText(indent).add(take_code(rest, width)), style, out);
        }
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
