#include "app/formats/html/sentence_table.hpp"

namespace corodemo::app {

namespace {

/// What the page calls a paint; empty where the text is plain.
std::string_view name_of(Paint paint) {
    switch (paint) {
        case Paint::run:
            return "run";
        case Paint::ready:
            return "cause";
        case Paint::bold:
            return "out";
        case Paint::line:
            return "line";
        case Paint::plain:
        case Paint::secondary:
            break;
    }
    return {};
}

}  // namespace

// Equal arguments are one; so the Chinese ones find those of the English sentence.
std::size_t SentenceTable::Arguments::index_of(const StyledText::Part& part) {
    const auto [found, is_new] = indexes.emplace(std::pair{part.text, part.paint}, texts.size());
    if (is_new) {
        texts.push_back(part.text);
    }
    return found->second;
}

SentenceTable::Json SentenceTable::of(const StyledText& english, const StyledText& chinese) {
    Arguments arguments;
    std::string key;
    add_key(english, arguments, key);
    key += '\n';
    add_key(chinese, arguments, key);
    const auto [number, is_new] = numbers_.emplace(std::move(key), templates_.size());
    if (is_new) {
        templates_.push_back(
            Json::array({pieces_of(english, arguments), pieces_of(chinese, arguments)}));
    }
    Json sentence = Json::array({number->second});
    for (const std::string_view text : arguments.texts) {
        sentence.push_back(texts_.of(std::string(text)));
    }
    return sentence;
}

SentenceTable::Json SentenceTable::text_of(const StyledText& english, const StyledText& chinese) {
    const Json text = texts_.of({english.text(), chinese.text()});
    bool has_argument = false;
    english.for_each([&](const StyledText::Part& part) { has_argument |= part.argument; });
    return text.is_array() && has_argument ? of(english, chinese) : text;
}

// What makes a template: no two have the same key.
void SentenceTable::add_key(const StyledText& text, Arguments& arguments, std::string& key) {
    text.for_each([&](const StyledText::Part& part) {
        key += static_cast<char>(part.paint);
        if (part.argument) {
            key += '\t' + std::to_string(arguments.index_of(part));
        } else {
            key += part.text;
        }
        key += '\0';
    });
}

SentenceTable::Json SentenceTable::pieces_of(const StyledText& text, Arguments& arguments) {
    Json pieces = Json::array();
    Json* painted = nullptr;  // the last piece, if it has paint
    Paint last{};
    text.for_each([&](const StyledText::Part& part) {
        const std::string_view paint = name_of(part.paint);
        if (paint.empty()) {
            painted = nullptr;
        } else if (painted == nullptr || part.paint != last) {
            pieces.push_back(Json::array({paint}));
            painted = &pieces.back();
        }
        last = part.paint;
        (painted == nullptr ? pieces : *painted)
            .push_back(part.argument ? Json(arguments.index_of(part)) : Json(part.text));
    });
    return pieces;
}

}  // namespace corodemo::app
