#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "app/formats/html/page_json.hpp"
#include "app/message.hpp"

namespace corodemo::app {

/// Shortens the page: a text that occurs often is stored once, in a table at the end, and replaced
/// by its index.
class TextTable {
public:
    using Json = nlohmann::ordered_json;

    /// The text itself, or its index. A text is a string, or one in English and one in Chinese.
    Json of(const Message& text) {
        const bool same = text.en == text.zh;
        if (same && text.en.size() < kShort) {
            return text.en;
        }
        const std::string key = same ? text.en : text.en + '\0' + text.zh;
        const auto found = numbers_.find(key);
        if (found != numbers_.end()) {
            return found->second;
        }
        if (heard_.size() == kRecent) {
            heard_.clear();
        }
        // The more texts are in the table, the more often one must have been heard to get in.
        if (++heard_[key] < 2 + texts_.size() / kMorePerTime) {
            return text_json(text);
        }
        numbers_.emplace(key, texts_.size());
        texts_.push_back(text_json(text));
        return texts_.size() - 1;
    }
    /// The table of texts, by index.
    [[nodiscard]] const Json& all() const { return texts_; }

private:
    static constexpr std::size_t kShort = 8;
    static constexpr std::size_t kRecent = 2000;
    static constexpr std::size_t kMorePerTime = 100;

    std::unordered_map<std::string, std::size_t> heard_;  // how often, recently
    std::unordered_map<std::string, std::size_t> numbers_;
    Json texts_ = Json::array();
};

}  // namespace corodemo::app
