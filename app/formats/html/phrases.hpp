#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <nlohmann/json.hpp>

namespace corodemo::app {

/// Shortens the page: a text that occurs often is stored once, in a table at the end, and replaced
/// by its index.
class Phrases {
public:
    /// The text itself, or its index.
    nlohmann::ordered_json of(std::string_view text) {
        if (text.size() < kShort) {
            return text;
        }
        const auto found = numbers_.find(std::string(text));
        if (found != numbers_.end()) {
            return found->second;
        }
        if (numbers_.size() == kMost || heard_.insert(std::string(text)).second) {
            if (heard_.size() == kMost) {
                heard_.clear();
            }
            return text;  // it may never occur again
        }
        numbers_.emplace(text, numbers_.size());
        return numbers_.size() - 1;
    }
    /// The table of texts, by index.
    [[nodiscard]] nlohmann::ordered_json all() const {
        nlohmann::ordered_json all = nlohmann::ordered_json::array();
        for (std::size_t i = 0; i < numbers_.size(); ++i) {
            all.push_back("");
        }
        for (const auto& [text, number] : numbers_) {
            all[number] = text;
        }
        return all;
    }

private:
    static constexpr std::size_t kShort = 6;
    static constexpr std::size_t kMost = 2000;
    std::unordered_set<std::string> heard_;  // texts that occurred once, recently
    std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace corodemo::app
