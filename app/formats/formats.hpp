#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

#include "app/formats/svg/timeline_svg.hpp"
#include "app/formats/text/text.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The options for rendering a text, a picture or a page.
struct RenderOptions {
    Style style = {};
    Detail detail = Detail::normal;
    PictureOptions picture{};
    Part part{};  ///< of a text
};

/// An output format for traces.
struct Format {
    std::string_view name;    ///< as the user types it
    std::string_view ending;  ///< file extension, with the dot
    Localized purpose;
    void (*render)(const trace::Trace& trace, const RenderOptions& options, std::ostream& out);
};

/// Every format: listed by `corodemo formats`, chosen with `-f`, or by the file name of `-o`.
std::span<const Format> formats();

/// The format with that name, or null.
const Format* find_format(std::string_view name);
/// The format chosen by a file name's extension, or null.
const Format* format_of_file(std::string_view path);

}  // namespace corodemo::app
