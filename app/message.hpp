#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <utility>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// A sentence with its arguments substituted, in both languages, since the reader's language is
/// known only later.
struct Message {
    std::string en;
    std::string zh;

    Message(std::string english, std::string chinese)
        : en(std::move(english)),
          zh(std::move(chinese)) {}
    /// A name, a number, a piece of code: the same in both languages.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Message(const std::string& same)
        : Message(same, same) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Message(const Localized& text)
        : Message(std::string(text.en), std::string(text.zh)) {}

    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::zh ? zh : en;
    }
};

/// Substitutes arguments into a phrase.   Requires: an argument for each placeholder.
Message say(const Localized& phrase, std::span<const Message> arguments);
Message say(const Localized& phrase, std::initializer_list<Message> arguments = {});

}  // namespace corodemo::app
