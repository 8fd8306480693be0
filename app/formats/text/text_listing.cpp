#include "app/formats/text/text_listing.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kShort = 24;  // lines, without blank ones
constexpr std::size_t kMost = 40;
constexpr std::size_t kLongestLine = 200;

std::size_t indent_of(std::string_view line) {
    return std::min(line.find_first_not_of(" \t"), line.size());
}

bool is_blank(std::string_view line) {
    return indent_of(line) == line.size();
}

bool is_import(std::string_view line) {
    return line.starts_with("import ") || line.starts_with("from ");
}

/// The lines of the main file that events name, from 0.
std::set<std::size_t> lines_that_ran(const trace::Trace& trace) {
    std::set<std::size_t> lines;
    for (const trace::Event& event : trace.events()) {
        if (event.line != 0 && event.file == 0) {
            lines.insert(event.line - 1);
        }
        const auto* finished = event.as<trace::StepFinished>();
        if (finished != nullptr && finished->stack) {
            for (const trace::Frame& frame : *finished->stack) {
                if (frame.file == 0) {
                    lines.insert(frame.line - std::min(frame.line, 1U));
                }
            }
        }
    }
    return lines;
}

/// Adds the heads of the blocks in which these lines are: `async def main():`.
void add_heads(const std::vector<std::string_view>& program, std::set<std::size_t>& lines) {
    std::set<std::size_t> heads;
    for (const std::size_t line : lines) {
        if (line >= program.size()) {
            continue;
        }
        std::size_t indent = indent_of(program[line]);
        for (std::size_t above = line; above-- > 0 && indent > 0;) {
            const std::string_view text = program[above];
            if (!is_blank(text) && indent_of(text) < indent) {
                indent = indent_of(text);
                const std::string_view code = text.substr(indent);
                if (code.starts_with("def ") || code.starts_with("async def ")) {
                    heads.insert(above);
                }
            }
        }
    }
    lines.merge(heads);
}

}  // namespace

std::vector<StyledText> listing_lines(const trace::Trace& trace, const Style& style) {
    if (trace.header.python.empty()) {
        return {};
    }
    const std::vector<std::string_view> program = lines_of(trace.header.python.front().text);
    std::set<std::size_t> shown;
    for (std::size_t line = 0; line < program.size(); ++line) {
        if (!is_blank(program[line]) && !is_import(program[line])) {
            shown.insert(line);
        }
    }
    if (shown.size() > kShort) {
        shown = lines_that_ran(trace);
        add_heads(program, shown);
    }
    std::vector<StyledText> lines;
    for (const std::size_t line : shown) {
        if (line >= program.size()) {
            break;
        }
        if (lines.size() == kMost) {
            lines.emplace_back("   " + style.glyphs("…"), Paint::secondary);
            break;
        }
        const std::string number = std::to_string(line + 1);
        StyledText text;
        text.pad(4 - std::min<std::size_t>(number.size(), 4)).add(number, Paint::secondary);
        text.add("  ").add(elide(program[line], kLongestLine, style));
        lines.push_back(text.cut(page_width(style), style));
    }
    return lines;
}

}  // namespace corodemo::app
