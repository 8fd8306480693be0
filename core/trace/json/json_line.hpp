#pragma once

// For json_writer.cpp: writes the fields of an event, one after another, into a line of text. A
// trace may have many millions of events, and a tree of JSON values for each costs fifty times as
// much as its text.

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/trace/event.hpp"

namespace corodemo::trace {

/// A JSON object, written field by field. Absent fields are left out.
class JsonLine {
public:
    JsonLine() { text_.resize(kRoom); }

    void clear() { size_ = 0; }
    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

    // always_inline: a key is known at compile time, so that copying it takes a move or two, and
    // its value is written without a call.

    /// Text as it is.
    [[gnu::always_inline]] void raw(std::string_view text) {
        make_room(text.size());
        append(text);
    }
    [[gnu::always_inline]] void value(std::integral auto number) {
        make_room(kLongestNumber);
        append(number);
    }
    void value(bool flag) { raw(flag ? "true" : "false"); }
    /// A number that is null when it is 0.
    void value_or_null(std::uint64_t number) { number != 0 ? value(number) : raw("null"); }
    [[gnu::always_inline]] void value(Id id) {
        make_room(kLongestNumber + 3);
        append('"');
        append(id.letter);
        append(id.number);
        append('"');
    }
    /// Any text, as a JSON string; invalid UTF-8 is replaced by U+FFFD.
    void value(std::string_view text) {
        if (!std::ranges::all_of(text, is_plain)) {
            escaped(text);
            return;
        }
        make_room(text.size() + 2);
        append('"');
        append(text);
        append('"');
    }
    void value(const Frame& frame) {
        raw("{\"coro\":");
        value(frame.coro);
        if (frame.line != 0) {
            field(",\"line\":", frame.line);
        }
        if (frame.file != 0) {
            field(",\"file\":", frame.file);
        }
        if (frame.cpp_line != 0) {
            field(",\"cpp_line\":", frame.cpp_line);
        }
        raw("}");
    }

    void value_or_null(Text text) { text.data() != nullptr ? value(text) : raw("null"); }

    // A field after another one: `key` is everything before its value, including the comma.

    [[gnu::always_inline]] void field(std::string_view key, std::integral auto number) {
        raw(key);
        value(number);
    }
    [[gnu::always_inline]] void field(std::string_view key, Id id) {
        if (id) {
            raw(key);
            value(id);
        }
    }
    void field(std::string_view key, Text text) {
        if (text.data() != nullptr) {
            raw(key);
            value(text);
        }
    }
    void field(std::string_view key, NullableText text) {
        raw(key);
        value_or_null(text.text);
    }
    void field(std::string_view key, Measured measured) {
        if (measured.time != 0) {
            field(key, measured.time);
        }
    }
    void field(std::string_view key, const Error& error) {
        if (error.type.data() != nullptr) {
            raw(key);
            raw("{\"type\":");
            value(error.type);
            raw(",\"message\":");
            value(error.message);
            raw("}");
        }
    }
    template <class Word>
        requires std::is_enum_v<Word>
    void field(std::string_view key, Word word) {
        raw(key);
        raw("\"");
        raw(to_string(word));
        raw("\"");
    }
    template <class Type>
    void field(std::string_view key, const std::optional<Type>& value_if_any) {
        if (value_if_any) {
            field(key, *value_if_any);
        }
    }
    template <class Item>
    void field(std::string_view key, const std::optional<std::span<const Item>>& items) {
        if (!items) {
            return;
        }
        raw(key);
        raw("[");
        for (const Item& item : *items) {
            if (&item != items->data()) {
                raw(",");
            }
            value(item);
        }
        raw("]");
    }

    void field(std::string_view key, const std::optional<std::span<const Variable>>& variables) {
        if (!variables) {
            return;
        }
        raw(key);
        raw("{");
        for (const Variable& variable : *variables) {
            if (&variable != variables->data()) {
                raw(",");
            }
            value(variable.name);
            raw(":");
            value_or_null(variable.value);
        }
        raw("}");
    }

private:
    static constexpr std::size_t kRoom = 512;
    static constexpr std::size_t kLongestNumber = 24;

    /// Whether it needs no escape in a string.
    static bool is_plain(char letter) {
        static constexpr std::array<bool, 256> kPlain = [] {
            std::array<bool, 256> plain{};
            for (std::size_t code = ' '; code < 0x7f; ++code) {
                plain[code] = code != '"' && code != '\\';
            }
            return plain;
        }();
        return kPlain[static_cast<unsigned char>(letter)];
    }
    // Require: make_room() was called.
    [[gnu::always_inline]] void append(std::string_view text) {
        std::memcpy(text_.data() + size_, text.data(), text.size());
        size_ += text.size();
    }
    void append(char letter) { text_[size_++] = letter; }
    void append(std::integral auto number) {
        char* const at = text_.data() + size_;
        size_ += static_cast<std::size_t>(std::to_chars(at, at + kLongestNumber, number).ptr - at);
    }
    void escaped(std::string_view text);
    void make_room(std::size_t size) {
        if (text_.size() - size_ < size) {
            grow(size);
        }
    }

    [[gnu::noinline]] void grow(std::size_t size) { text_.resize((text_.size() + size) * 2); }

    std::string text_;
    std::size_t size_ = 0;
};

/// Appends an event, as one object, to `line`.
void write_event(const Event& event, JsonLine& line);

}  // namespace corodemo::trace
