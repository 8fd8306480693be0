#pragma once

#include "app/message.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

inline constexpr Style kEnglish{.lang = Language::en};
inline constexpr Style kChinese{.lang = Language::zh};

/// What `tell(style)` says in each language.
template <class Tell>
Message in_both(Tell tell) {
    return {std::string(tell(kEnglish)), std::string(tell(kChinese))};
}

}  // namespace corodemo::app
