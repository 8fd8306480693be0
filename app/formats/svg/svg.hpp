#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "app/formats/svg/text_width.hpp"

namespace corodemo::app {

/// `text`, which may be anything, as XML character data: markup is escaped; control characters and
/// invalid UTF-8 are replaced.
std::string xml_text(std::string_view text);

/// A number in SVG's syntax: an integer, or one decimal.
std::string svg_number(double number);

/// The colours of a picture. A colour stands for a state or an actor, never for a task.
struct Palette {
    const char* ground;
    const char* band;    ///< every other iteration
    const char* now;     ///< the current step
    const char* ink;     ///< text
    const char* muted;   ///< secondary text
    const char* line;    ///< rules
    const char* run;     ///< code of the program runs
    const char* on_run;  ///< text on it
    const char* loop;    ///< the loop's own handles
    const char* on_loop;
    const char* ready;  ///< in the ready queue
    const char* hatch;  ///< waits
    const char* wait;   ///< background of the hatching
};
inline constexpr Palette kLight{"#FFFFFF", "#F1F4F7", "#FFF1E8", "#15202B", "#536170",
                                "#CBD3DB", "#C2410C", "#FFFFFF", "#33475B", "#FFFFFF",
                                "#0B66B5", "#8492A0", "#F7F8FA"};
inline constexpr Palette kDark{"#0F151B", "#18212A", "#2E1D13", "#EEF2F6", "#A9B5C1",
                               "#34414E", "#FF9460", "#1E0F06", "#B9C7D5", "#0F151B",
                               "#74BBFF", "#5F6F7F", "#141C24"};

enum class Theme : std::uint8_t { light, dark };
inline const Palette& palette_of(Theme theme) {
    return theme == Theme::dark ? kDark : kLight;
}

inline constexpr const char* kSans =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
inline constexpr const char* kMono =
    "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', "
    "monospace";

/// A picture of 1600 by 900, which fills a slide. Colours and fonts are attributes of the elements,
/// so that the picture looks the same wherever it is embedded.
class Svg {
public:
    static constexpr double kWidth = 1600;
    static constexpr double kHeight = 900;

    Svg(std::ostream& out, const Palette& palette, std::string_view title,
        std::string_view description);

    [[nodiscard]] const Palette& palette() const { return palette_; }

    /// The style of a text. `anchor`: start, middle or end.
    struct Text {
        double size = 22;
        const char* fill = nullptr;  ///< null: ink
        bool bold = false;
        const char* anchor = "start";
        bool mono = false;

        [[nodiscard]] Face face() const {
            return mono ? Face::mono : bold ? Face::bold : Face::regular;
        }
        [[nodiscard]] double width_of(std::string_view content) const {
            return text_width(content, size, face());
        }
        [[nodiscard]] std::string fit(std::string_view content, double width) const {
            return fit_svg(content, width, size, face());
        }
    };
    void text(double x, double y, std::string_view content, const Text& style);
    /// `rest`: further attributes.
    void rect(double x, double y, double width, double height, const char* fill,
              std::string_view rest = {});
    /// Strokes a path in that colour and width.
    void line(const std::string& path, const char* stroke, double width,
              std::string_view rest = {});
    /// Fills a path.
    void area(const std::string& path, const char* fill, std::string_view rest = {});
    /// A hatched rectangle.
    void hatched(double x, double y, double width, double height);
    void hatched(const std::string& path);
    /// Groups what is drawn until end() as one step, for slides that reveal a picture step by step.
    void begin_step(std::uint64_t step);
    void end();
    /// Writes the closing tag.   Requires: called once, at the end.
    void finish();

private:
    std::ostream& out_;
    const Palette& palette_;
    std::string hatch_;  // the id of its hatching, unique, since all pictures on a page share ids
};

}  // namespace corodemo::app
