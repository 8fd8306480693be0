#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <nlohmann/json.hpp>

namespace corodemo::app {

/// Texts that come again and again are told once, at the end, and else by their number.
class Phrases {
public:
    /// The text, or its number.
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
            return text;  // perhaps it never comes again
        }
        numbers_.emplace(text, numbers_.size());
        return numbers_.size() - 1;
    }
    /// The texts that have a number, in order.
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
    std::unordered_set<std::string> heard_;  // once, of late
    std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace corodemo::app
