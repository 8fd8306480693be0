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

/// What a user may set of a picture, a text or a page.
struct RenderOptions {
    Style style = {};
    Detail detail = Detail::normal;
    PictureOptions picture{};
};

/// A way to write a trace down.
struct Format {
    std::string_view name;    ///< as the user types it
    std::string_view ending;  ///< of a file's name, with the dot
    Localized purpose;
    void (*render)(const trace::Trace& trace, const RenderOptions& options, std::ostream& out);
};

/// Every format: what `corodemo formats` lists, `-f` takes and `-o` goes by.
std::span<const Format> formats();

/// The format of that name, or null.
const Format* find_format(std::string_view name);
/// The format that a file's name asks for by its ending, or null.
const Format* format_of_file(std::string_view path);

}  // namespace corodemo::app
