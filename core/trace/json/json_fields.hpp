#pragma once

// For json_reader.cpp: reads a field of a trace according to the type of the member that receives
// it. An absent optional field leaves the member unchanged; a field of another type is an error.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/trace/json/json.hpp"

namespace corodemo::trace {

using Json = nlohmann::ordered_json;

template <class Type>
concept Word = std::is_enum_v<Type>;

/// Storage for the lists of the event that is being read, until Trace::append copies them. Its
/// texts live in its JSON.
struct Lists {
    std::vector<Id> ids;
    std::vector<Frame> frames;
    std::vector<Text> texts;
    std::vector<std::uint32_t> numbers;
    std::vector<Variable> variables;
};

inline Text text_of(const Json& json) {
    return json.get_ref<const std::string&>();
}

/// Text from a foreign file for an error message, abbreviated.
inline std::string shortened(Text text) {
    constexpr std::size_t kMost = 40;
    return std::string(text.substr(0, kMost)) + (text.size() > kMost ? "..." : "");
}

inline void get(const Json& json, Id& id, Lists& /*lists*/) {
    id = id_from_string(text_of(json));
    if (!id) {
        throw FormatError(Problem::not_an_id, {shortened(text_of(json))});
    }
}
inline void get(const Json& json, std::string& text, Lists& /*lists*/) {
    text = text_of(json);
}
inline void get(const Json& json, Text& text, Lists& /*lists*/) {
    text = text_of(json);
}
inline void get(const Json& json, NullableText& value, Lists& /*lists*/) {
    value.text = json.is_null() ? Text() : text_of(json);
}
inline void get(const Json& json, Error& error, Lists& /*lists*/) {
    error = {text_of(json.at("type")), text_of(json.at("message"))};
}
inline void get(const Json& json, std::optional<std::string>& text, Lists& /*lists*/) {
    text = text_of(json);
}
inline void get(const Json& json, std::optional<Outcome::Raised>& error, Lists& /*lists*/) {
    error = {json.at("type").get<std::string>(), json.at("message").get<std::string>()};
}
/// A negative number, a fraction or one that is too large must not wrap around.
template <std::integral Number>
bool fits(const Json& json) {
    return json.is_number_unsigned()
               ? std::in_range<Number>(json.get<std::uint64_t>())
               : json.is_number_integer() && std::in_range<Number>(json.get<std::int64_t>());
}
template <std::integral Number>
void get(const Json& json, Number& number, Lists& /*lists*/) {
    if constexpr (!std::same_as<Number, bool>) {
        if (!json.is_number()) {
            throw FormatError(Problem::not_a_number);
        }
        if (!fits<Number>(json)) {
            throw FormatError(Problem::not_a_whole_number, {json.dump()});
        }
    }
    number = json.get<Number>();
}
inline void get(const Json& json, Measured& measured, Lists& lists) {
    get(json, measured.time, lists);
}
template <Word Type>
void get(const Json& json, Type& word, Lists& /*lists*/) {
    const auto known = enum_names(word);
    const auto found = std::ranges::find(known, text_of(json));
    if (found == known.end()) {
        throw FormatError(Problem::not_a_value, {shortened(text_of(json))});
    }
    word = static_cast<Type>(found - known.begin());
}
template <class Type>
    requires std::integral<Type> || Word<Type>
void get(const Json& json, std::optional<Type>& value, Lists& lists) {
    value.emplace();
    get(json, *value, lists);
}

template <class Item, class Parse>
std::span<const Item> get_list(const Json& json, std::vector<Item>& items, Parse parse) {
    for (const Json& item : json.get_ref<const Json::array_t&>()) {
        items.push_back(parse(item));
    }
    return items;
}
inline void get(const Json& json, std::optional<std::span<const Id>>& items, Lists& lists) {
    items = get_list(json, lists.ids, [&](const Json& item) {
        Id id;
        get(item, id, lists);
        return id;
    });
}
inline void get(const Json& json, std::optional<std::span<const std::uint32_t>>& items,
                Lists& lists) {
    items = get_list(json, lists.numbers, [&](const Json& item) {
        std::uint32_t number = 0;
        get(item, number, lists);
        return number;
    });
}
inline void get(const Json& json, std::optional<std::span<const Text>>& items, Lists& lists) {
    items = get_list(json, lists.texts, [](const Json& item) { return text_of(item); });
}
inline void get(const Json& json, std::optional<std::span<const Frame>>& items, Lists& lists) {
    items = get_list(json, lists.frames, [&](const Json& item) {
        Frame frame{.coro = text_of(item.at("coro"))};
        const auto get_number = [&](const char* name, std::uint32_t& number) {
            if (const auto found = item.find(name); found != item.end()) {
                get(*found, number, lists);
            }
        };
        get_number("line", frame.line);
        get_number("cpp_line", frame.cpp_line);
        get_number("file", frame.file);
        return frame;
    });
}

inline void get(const Json& json, std::optional<std::span<const Variable>>& variables,
                Lists& lists) {
    for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
        lists.variables.push_back({name, value.is_null() ? Text() : text_of(value)});
    }
    variables = lists.variables;
}

/// The letters that ids in a field of that name may have.
inline std::string_view letters_of(std::string_view name) {
    struct Row {
        std::string_view name;
        std::string_view letters;
    };
    static constexpr std::array kRows{
        Row{"task", "T"},      Row{"parent", "T"},      Row{"scope", "T"},  Row{"held_by", "T"},
        Row{"callback", "K"},  Row{"via", "K"},         Row{"handle", "H"}, Row{"loop", "L"},
        Row{"coroutine", "C"}, Row{"object", "QMSVNB"}, Row{"lock", "M"},   Row{"in", "TH"},
        Row{"by", "TFGH"},
    };
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    return row != kRows.end() ? row->letters : "TFG";
}

inline void check_letter(std::string_view name, Id id) {
    if (letters_of(name).find(id.letter) == std::string_view::npos) {
        throw FormatError(Problem::id_of_another_thing, {to_string(id)});
    }
}

template <class Type>
void get_field(const Json& json, std::string_view name, Type& member, Lists& lists,
               bool required = false) {
    const auto found = json.find(name);
    if (found == json.end()) {
        if (required || Word<Type> || std::integral<Type>) {
            throw FormatError(Problem::field_is_missing, {std::string(name)});
        }
        return;
    }
    within(Place::Kind::field, name, [&] {
        try {
            get(*found, member, lists);
        } catch (const Json::exception&) {
            throw FormatError(Problem::wrong_type);
        }
        if constexpr (std::same_as<Type, Id>) {
            check_letter(name, member);
        } else if constexpr (std::same_as<Type, std::optional<std::span<const Id>>>) {
            for (const Id id : *member) {
                check_letter(name, id);
            }
        }
    });
}

template <class Type>
void get_nullable(const Json& json, std::string_view name, Type& member, Lists& lists) {
    if (const auto found = json.find(name); found != json.end() && !found->is_null()) {
        get_field(json, name, member, lists);
    }
}

}  // namespace corodemo::trace
