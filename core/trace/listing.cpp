#include "core/trace/listing.hpp"

#include <charconv>

namespace corodemo::trace {

LineMap::LineMap(std::string_view cpp_text)
    : lines_{0} {
    constexpr std::string_view kMark = "// py:";
    while (!cpp_text.empty()) {
        const std::string_view line = cpp_text.substr(0, cpp_text.find('\n'));
        cpp_text.remove_prefix(std::min(line.size() + 1, cpp_text.size()));
        std::uint32_t python_line = 0;
        if (const auto mark = line.rfind(kMark); mark != std::string_view::npos) {
            std::from_chars(line.data() + mark + kMark.size(), line.data() + line.size(),
                            python_line);
        }
        lines_.push_back(python_line);
    }
}

}  // namespace corodemo::trace
