#include "app/formats/svg/svg.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <ostream>

#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (const char byte : escape_unsafe(text)) {
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

namespace {

/// FNV-1a.
std::string short_hash(std::initializer_list<std::string_view> texts) {
    std::uint32_t hash = 2'166'136'261U;
    for (const std::string_view text : texts) {
        for (const char letter : text) {
            hash = (hash ^ static_cast<unsigned char>(letter)) * 16'777'619U;
        }
    }
    std::string digits(2 * sizeof hash, '0');
    digits.resize(static_cast<std::size_t>(
        std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr - digits.data()));
    return digits;
}

}  // namespace

Svg::Svg(std::ostream& out, const Palette& palette, std::string_view title,
         std::string_view description)
    : out_(out),
      palette_(palette),
      hatch_("hatch-" + short_hash({palette.ground, title, description})) {
    out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1600 900\" width=\"1600\" "
            "height=\"900\" role=\"img\" font-family=\""
         << kSans << "\" font-size=\"22\" fill=\"" << palette_.ink << "\">\n<title>"
         << xml_text(title) << "</title>\n<desc>" << xml_text(description)
         << "</desc>\n<defs><pattern id=\"" << hatch_
         << "\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\"><rect width=\"12\" "
            "height=\"12\" fill=\""
         << palette_.wait << "\"/><path d=\"M-2 2L2 -2M-1 13L13 -1M10 14L14 10\" stroke=\""
         << palette_.hatch << "\" stroke-width=\"3.4\"/></pattern></defs>\n";
    rect(0, 0, kWidth, kHeight, palette_.ground);
}

void Svg::text(double x, double y, std::string_view content, const Text& style) {
    out_ << "<text x=\"" << svg_number(x) << "\" y=\"" << svg_number(y) << "\"";
    if (style.size != 22) {
        out_ << " font-size=\"" << svg_number(style.size) << "\"";
    }
    if (style.fill != nullptr) {
        out_ << " fill=\"" << style.fill << "\"";
    }
    if (style.bold) {
        out_ << " font-weight=\"700\"";
    }
    if (std::string_view(style.anchor) != "start") {
        out_ << " text-anchor=\"" << style.anchor << "\"";
    }
    if (style.mono) {
        out_ << " font-family=\"" << kMono << "\"";
    }
    out_ << ">" << xml_text(content) << "</text>\n";
}

void Svg::rect(double x, double y, double width, double height, const char* fill,
               std::string_view rest) {
    out_ << "<rect x=\"" << svg_number(x) << "\" y=\"" << svg_number(y) << "\" width=\""
         << svg_number(width) << "\" height=\"" << svg_number(height) << "\" fill=\"" << fill
         << "\"" << (rest.empty() ? "" : " ") << rest << "/>\n";
}

void Svg::line(const std::string& path, const char* stroke, double width, std::string_view rest) {
    out_ << "<path d=\"" << path << "\" fill=\"none\" stroke=\"" << stroke << "\" stroke-width=\""
         << svg_number(width) << "\"" << (rest.empty() ? "" : " ") << rest << "/>\n";
}

void Svg::area(const std::string& path, const char* fill, std::string_view rest) {
    out_ << "<path d=\"" << path << "\" fill=\"" << fill << "\"" << (rest.empty() ? "" : " ")
         << rest << "/>\n";
}

void Svg::hatched(double x, double y, double width, double height) {
    rect(x, y, width, height, ("url(#" + hatch_ + ")").c_str(),
         std::string("stroke=\"") + palette_.hatch + "\" stroke-width=\"1.5\"");
}

void Svg::hatched(const std::string& path) {
    area(path, ("url(#" + hatch_ + ")").c_str(),
         std::string("stroke=\"") + palette_.hatch + "\" stroke-width=\"1.5\"");
}

void Svg::begin_step(std::uint64_t step) {
    out_ << "<g class=\"fragment\" data-step=\"" << step << "\" data-fragment-index=\"" << step
         << "\">\n";
}

void Svg::end() {
    out_ << "</g>\n";
}

void Svg::finish() {
    out_ << "</svg>\n";
}

}  // namespace corodemo::app
