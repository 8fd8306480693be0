#include "app/message.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace corodemo::app {

namespace {

std::string fill_in(std::string_view phrase, std::initializer_list<Message> arguments,
                    Language language) {
    std::string text;
    while (!phrase.empty()) {
        const std::size_t brace = std::min(phrase.find('{'), phrase.size());
        text += phrase.substr(0, brace);
        phrase.remove_prefix(brace);
        if (!phrase.empty()) {
            const auto index = static_cast<std::size_t>(phrase[1] - '0');
            text += std::data(arguments)[index].in(language);
            phrase.remove_prefix(std::string_view("{0}").size());
        }
    }
    return text;
}

}  // namespace

Message say(const Localized& phrase, std::initializer_list<Message> arguments) {
    return {fill_in(phrase.en, arguments, Language::en),
            fill_in(phrase.zh, arguments, Language::zh)};
}

}  // namespace corodemo::app
