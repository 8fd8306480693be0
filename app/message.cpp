#include "app/message.hpp"

#include <cassert>
#include <string_view>

namespace corodemo::app {

namespace {

std::string fill_in(std::string_view phrase, std::span<const Message> arguments,
                    Language language) {
    std::string text;
    for_each_piece(
        phrase, [&](std::string_view literal) { text += literal; },
        [&](std::size_t index) {
            assert(index < arguments.size());
            text += arguments[index].in(language);
        });
    return text;
}

}  // namespace

Message say(const Localized& phrase, std::span<const Message> arguments) {
    return {fill_in(phrase.en, arguments, Language::en),
            fill_in(phrase.zh, arguments, Language::zh)};
}

Message say(const Localized& phrase, std::initializer_list<Message> arguments) {
    return say(phrase, std::span(arguments.begin(), arguments.size()));
}

}  // namespace corodemo::app
