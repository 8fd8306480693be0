#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace corodemo {

/// The languages of corodemo's output. What Python prints, and Python's own names, are the same in
/// both.
enum class Language : std::uint8_t { en, zh };

/// Iterates over the pieces of a phrase, in order: calls `literal(text)` for each piece of text,
/// and `placeholder(index)` for each `{0}` to `{9}`. Braces are not allowed otherwise.
/// Throws: a string literal, which says what is wrong with the phrase.
template <class Literal, class Placeholder>
constexpr void for_each_piece(std::string_view phrase, Literal literal, Placeholder placeholder) {
    constexpr std::size_t kPlaceholder = std::string_view("{0}").size();
    while (!phrase.empty()) {
        const std::size_t brace = std::min(phrase.find_first_of("{}"), phrase.size());
        if (brace > 0) {
            literal(phrase.substr(0, brace));
            phrase.remove_prefix(brace);
            continue;
        }
        if (phrase.size() < kPlaceholder || phrase[0] != '{' || phrase[1] < '0' ||
            phrase[1] > '9' || phrase[2] != '}') {
            throw "a brace is no part of a placeholder such as {0}";
        }
        placeholder(static_cast<std::size_t>(phrase[1] - '0'));
        phrase.remove_prefix(kPlaceholder);
    }
}

/// Which placeholders a phrase has: bit 0 for `{0}`.   Throws: as for_each_piece().
constexpr unsigned placeholders_of(std::string_view phrase) {
    unsigned found = 0;
    for_each_piece(
        phrase, [](std::string_view) {}, [&](std::size_t index) { found |= 1U << index; });
    return found;
}

/// Whether a text that should be Chinese is English: it has consecutive words, and no Chinese
/// character.
constexpr bool is_untranslated(std::string_view zh) {
    const auto is_letter = [](char character) { return 'a' <= character && character <= 'z'; };
    for (const char character : zh) {
        constexpr unsigned char kFirstChinese = 0xE3;  // as the first byte of a character
        if (static_cast<unsigned char>(character) >= kFirstChinese) {
            return false;
        }
    }
    for (std::size_t i = 1; i + 1 < zh.size(); ++i) {
        if (zh[i] == ' ' && is_letter(zh[i - 1]) && is_letter(zh[i + 1])) {
            return true;
        }
    }
    return false;
}

/// Throws a string literal, which is then a compile-time error, if the two cannot be the same
/// phrase in two languages.
constexpr void check_translation(std::string_view en, std::string_view zh) {
    const auto is_blank = [](std::string_view text) {  // separators may differ
        return text.find_first_not_of(' ') == std::string_view::npos;
    };
    if (is_blank(en) != is_blank(zh)) {
        throw "a text is there in one language only";
    }
    if (is_untranslated(zh)) {
        throw "the Chinese is English";
    }
    if (placeholders_of(en) != placeholders_of(zh)) {
        throw "the languages have different placeholders";
    }
}

/// A text in both languages, side by side, so that neither is changed without the other. It may be
/// a phrase: `{0}` stands for its first argument. The compiler checks that both languages are
/// present, and have the same placeholders.
struct Localized {
    std::string_view en;
    std::string_view zh;

    constexpr Localized() = default;
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of their names
    consteval Localized(std::string_view english, std::string_view chinese)
        : en(english),
          zh(chinese) {
        check_translation(en, zh);
    }

    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::zh ? zh : en;
    }
};

}  // namespace corodemo
