#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace corodemo::app {

/// `text`, which may be anything, as XML's character data: without markup, control characters or
/// invalid UTF-8.
std::string xml_text(std::string_view text);

/// A number as SVG takes it: whole, or with one decimal.
std::string svg_number(double number);

/// The colours of pictures. Colour is a state or an actor, never a task.
struct Palette {
    const char* ground;
    const char* band;    ///< every other iteration
    const char* now;     ///< the current step
    const char* ink;     ///< text
    const char* muted;   ///< second text
    const char* line;    ///< rules
    const char* run;     ///< the program's code runs
    const char* on_run;  ///< text on it
    const char* loop;    ///< the loop's own handles
    const char* on_loop;
    const char* ready;  ///< in the ready queue
    const char* hatch;  ///< waits
    const char* wait;   ///< the ground of the hatch
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
/// so that a picture looks the same wherever it is put.
class Svg {
public:
    static constexpr double kWidth = 1600;
    static constexpr double kHeight = 900;

    Svg(std::ostream& out, const Palette& palette, std::string_view title,
        std::string_view description);

    [[nodiscard]] const Palette& palette() const { return palette_; }

    /// How a text looks. `anchor`: start, middle or end.
    struct Text {
        double size = 22;
        const char* fill = nullptr;  ///< null: ink
        bool bold = false;
        const char* anchor = "start";
        bool mono = false;
    };
    void text(double x, double y, std::string_view words, const Text& look);
    /// `rest`: more attributes.
    void rect(double x, double y, double width, double height, const char* fill,
              std::string_view rest = {});
    /// A line of that colour and width.
    void line(const std::string& path, const char* stroke, double width,
              std::string_view rest = {});
    /// An area.
    void area(const std::string& path, const char* fill, std::string_view rest = {});
    /// A hatched rectangle.
    void hatched(double x, double y, double width, double height);
    /// Groups what is drawn until end(): it belongs to a step, as slides know it.
    void begin_step(std::uint64_t step);
    void end();
    /// Writes the end of the picture, which is none without it.
    void finish();

private:
    std::ostream& out_;
    const Palette& palette_;
    std::string hatch_;  // its hatching's id, its own: ids are shared by all pictures on a page
};

/// The longest beginning of `text` that is about `width` wide in letters of that size; what is cut
/// ends in an ellipsis. Empty if too little would be left. `letter`: how wide one is, of the size;
/// else that of bold ones, on average of the usual fonts.
std::string fit_svg(std::string_view text, double width, double size, double letter = 0.56);

}  // namespace corodemo::app
