#include "core/trace/json/json_builder.hpp"

#include <algorithm>

namespace corodemo::trace {

namespace {

/// How deeply the lists and objects of a text are nested.
int nesting(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (character == '"') {
            quoted = !quoted;
        } else if (quoted) {
            i += character == '\\' ? 1 : 0;
        } else if (character == '[' || character == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (character == ']' || character == '}') {
            --depth;
        }
    }
    return deepest;
}

}  // namespace

void JsonBuilder::parse(std::string_view text) {
    constexpr int kDeepest = 100;  // a trace needs 5; this bounds the JSON library's recursion
    if (nesting(text) > kDeepest) {
        throw FormatError(Problem::nested_too_deeply);
    }
    Json::sax_parse(text, this);
}

bool JsonBuilder::parse_error(std::size_t byte, const std::string& /*token*/,
                              const nlohmann::detail::exception& error) {
    // Otherwise it is a number that is out of range.
    const bool syntax = dynamic_cast<const Json::parse_error*>(&error) != nullptr;
    throw syntax ? FormatError(Problem::not_json_at, {std::to_string(byte)})
                 : FormatError(Problem::not_json);
}

Json* JsonBuilder::add(Json value) {
    if (open_.empty()) {
        root_ = std::move(value);
        return &root_;
    }
    Json& parent = innermost();
    Json& added = parent.is_array() ? parent.emplace_back() : member(open_.back());
    added = std::move(value);
    return &added;
}

/// The value of key_ in `object`; for a duplicate key, the same one.
Json& JsonBuilder::member(Open& object) {
    constexpr std::size_t kMany = 32;
    if (object.value->size() < kMany) {
        return (*object.value)[key_];  // linear search
    }
    Json::object_t::Container& members = object.value->get_ref<Json::object_t&>();
    for (std::size_t at = object.places.size(); at < members.size(); ++at) {
        object.places.emplace(members[at].first, at);
    }
    const auto [place, is_new] = object.places.try_emplace(key_, members.size());
    if (is_new) {
        members.emplace_back(key_, nullptr);
    }
    return members[place->second].second;
}

}  // namespace corodemo::trace
