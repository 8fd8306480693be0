#pragma once

// What json_writer.cpp writes an event with: its fields put one behind the other into a line of
// text. A trace has many million events, and a tree of JSON values for each costs fifty times as
// much as its text.

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/trace/event.hpp"

namespace corodemo::trace {

/// An object of JSON, growing by a field at a time. A field that has nothing to say is left out.
class JsonLine {
public:
    JsonLine() { text_.resize(kRoom); }

    /// Starts anew.
    void clear() { size_ = 0; }
    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

    /// Text as it is.
    void raw(std::string_view text) {
        make_room(text.size());
        std::memcpy(text_.data() + size_, text.data(), text.size());
        size_ += text.size();
    }
    void raw(char letter) {
        make_room(1);
        text_[size_++] = letter;
    }
    void value(std::integral auto number) {
        make_room(kLongestNumber);
        char* const at = text_.data() + size_;
        size_ += static_cast<std::size_t>(std::to_chars(at, at + kLongestNumber, number).ptr - at);
    }
    void value(bool flag) { raw(flag ? "true" : "false"); }
    void value(Id id) {
        raw('"');
        raw(id.letter);
        value(id.number);
        raw('"');
    }
    /// Any text, as JSON's string; what is no UTF-8 in it is replaced by U+FFFD.
    void value(std::string_view text) {
        if (!std::ranges::all_of(text, is_plain)) {
            escaped(text);
            return;
        }
        make_room(text.size() + 2);
        text_[size_++] = '"';
        std::memcpy(text_.data() + size_, text.data(), text.size());
        size_ += text.size();
        text_[size_++] = '"';
    }
    void value(const Frame& frame) {
        raw("{\"coro\":");
        value(frame.coro);
        if (frame.line != 0) {
            field("line", frame.line);
        }
        if (frame.cpp_line != 0) {
            field("cpp_line", frame.cpp_line);
        }
        raw('}');
    }

    void field(std::string_view name, std::integral auto number) {
        key(name);
        value(number);
    }
    void field(std::string_view name, Id id) {
        if (id) {
            key(name);
            value(id);
        }
    }
    void field(std::string_view name, Text text) {
        if (text.data() != nullptr) {
            key(name);
            value(text);
        }
    }
    void field(std::string_view name, NullableText text) {
        key(name);
        text.text.data() != nullptr ? value(text.text) : raw("null");
    }
    void field(std::string_view name, const Error& error) {
        if (error.type.data() != nullptr) {
            key(name);
            raw("{\"type\":");
            value(error.type);
            raw(",\"message\":");
            value(error.message);
            raw('}');
        }
    }
    template <class Word>
        requires std::is_enum_v<Word>
    void field(std::string_view name, Word word) {
        key(name);
        raw('"');
        raw(to_string(word));
        raw('"');
    }
    void field(std::string_view name, std::optional<bool> flag) {
        if (flag) {
            field(name, *flag);
        }
    }
    template <class Item>
    void field(std::string_view name, const std::optional<std::span<const Item>>& items) {
        if (!items) {
            return;
        }
        key(name);
        raw('[');
        for (const Item& item : *items) {
            if (&item != items->data()) {
                raw(',');
            }
            value(item);
        }
        raw(']');
    }
    /// A number that is null when it is 0.
    void nullable(std::string_view name, std::uint64_t number) {
        key(name);
        number != 0 ? value(number) : raw("null");
    }

private:
    static constexpr std::size_t kRoom = 512;
    static constexpr std::size_t kLongestNumber = 24;

    /// Stands for itself in a string.
    static bool is_plain(char letter) {
        return letter >= ' ' && letter != '"' && letter != '\\' && letter < '\x7f';
    }
    void key(std::string_view name) {
        make_room(name.size() + 4);
        if (text_[size_ - 1] != '{') {
            text_[size_++] = ',';
        }
        text_[size_++] = '"';
        std::memcpy(text_.data() + size_, name.data(), name.size());
        size_ += name.size();
        text_[size_++] = '"';
        text_[size_++] = ':';
    }
    void escaped(std::string_view text);
    void make_room(std::size_t size) {
        if (text_.size() - size_ < size) {
            text_.resize((text_.size() + size) * 2);
        }
    }

    std::string text_;
    std::size_t size_ = 0;
};

}  // namespace corodemo::trace
