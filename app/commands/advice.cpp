#include "app/commands/advice.hpp"

#include <ostream>
#include <string>

#include "app/narration/advice_wording.hpp"

namespace corodemo::app {

void print_advice(const trace::Trace& trace, const Style& style, std::ostream& out) {
    const TaskNames names(trace);
    const Wording wording(style, names);
    for (const StyledText& line :
         advice_lines(findings(trace), wording, style, page_width(style))) {
        std::string text;
        line.append_to(text, style);
        out << text << '\n';
    }
}

}  // namespace corodemo::app
