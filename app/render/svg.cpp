#include "app/render/svg.hpp"

#include <cmath>
#include <cstdint>

#include "app/style_width.hpp"

namespace corodemo::app {

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (const char byte : harmless(text)) {
        switch (byte) {
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '&':
                escaped += "&amp;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += byte;
        }
    }
    return escaped;
}

std::string svg_number(double number) {
    const auto tenths = static_cast<std::int64_t>(std::llround(number * 10));
    const std::string whole = (tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths) / 10);
    return tenths % 10 == 0 ? whole : whole + "." + std::to_string(std::abs(tenths) % 10);
}

}  // namespace corodemo::app
