#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/message.hpp"

namespace corodemo::app {

/// JSON on one line, for a script element of the page: without a `<`, which could end it, and in
/// ASCII. A browser stores such a text in half the memory and parses it in three quarters of the
/// time.
std::string page_json(const nlohmann::ordered_json& json);

/// A text in both languages: a string where it is the same in both, else [English, Chinese].
nlohmann::ordered_json text_json(const Message& text);

}  // namespace corodemo::app
