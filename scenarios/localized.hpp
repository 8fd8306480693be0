#pragma once

#include <cstdint>
#include <string_view>

namespace corodemo {

/// The languages in which corodemo speaks. What Python prints, and Python's own names, stay as they
/// are in both.
enum class Language : std::uint8_t { en, zh };

/// One text in both languages, side by side, so that one can't change without the other.
struct Localized {
    std::string_view en;
    std::string_view zh;

    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::zh ? zh : en;
    }
};

}  // namespace corodemo
