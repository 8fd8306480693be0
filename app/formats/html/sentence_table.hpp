#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/formats/html/text_table.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// Sentences in both languages, as a template each with its arguments. Most sentences share their
/// template with others, and most arguments are the same in both languages. Keeps a reference.
class SentenceTable {
public:
    using Json = nlohmann::ordered_json;

    explicit SentenceTable(TextTable& texts)
        : texts_(texts) {}

    /// [index of the template, arguments...]
    Json of(const StyledText& english, const StyledText& chinese);
    /// The same as a text: as that if it occurs often, or is the same in both languages.
    Json text_of(const StyledText& english, const StyledText& chinese);
    /// The templates: [pieces in English, pieces in Chinese] each.
    [[nodiscard]] const Json& all() const { return templates_; }

private:
    /// What differs from sentence to sentence, by index.
    struct Arguments {
        std::vector<std::string_view> texts;
        std::map<std::pair<std::string_view, Paint>, std::size_t> indexes;

        std::size_t index_of(const StyledText::Part& part);
    };

    static void add_key(const StyledText& text, Arguments& arguments, std::string& key);
    static Json pieces_of(const StyledText& text, Arguments& arguments);

    TextTable& texts_;
    Json templates_ = Json::array();
    std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace corodemo::app
