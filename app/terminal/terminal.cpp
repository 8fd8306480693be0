#include "app/terminal/terminal.hpp"

#include <array>
#include <cstdlib>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace corodemo::app {

namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): single-threaded
    return value != nullptr ? value : std::string_view();
}

/// The locale for messages: the first of these variables that is set.
std::string_view locale_name() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const std::string_view value = environment(name); !value.empty()) {
            return value;
        }
    }
    return {};
}

/// A terminal whose locale names a character set other than UTF-8 gets ASCII.
bool wants_ascii(bool terminal) {
    const std::string_view locale = locale_name();
    const auto dot = locale.find('.');
    if (!terminal || dot == std::string_view::npos) {
        return environment("TERM") == "dumb" && terminal;
    }
    const std::string_view charset = locale.substr(dot + 1);
    return !(charset.starts_with("UTF-8") || charset.starts_with("utf8") ||
             charset.starts_with("utf-8"));
}

int width_of(int descriptor, bool terminal) {
    constexpr int kDefault = 80;
    winsize size{};
    if (terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return kDefault;
}

}  // namespace

Language language_of_locale() {
    return locale_name().starts_with("zh") ? Language::zh : Language::en;
}

Style style_for(int descriptor, const DisplayOptions& display) {
    const bool terminal = ::isatty(descriptor) == 1;
    Style style;
    style.colour = display.colour == ColorMode::always ||
                   (display.colour == ColorMode::automatic && terminal &&
                    environment("NO_COLOR").empty() && environment("TERM") != "dumb");
    style.ascii = display.ascii || wants_ascii(terminal);
    style.lang = display.lang.value_or(language_of_locale());
    style.width = display.width != 0 ? display.width : width_of(descriptor, terminal);
    return style;
}

}  // namespace corodemo::app
