#include "app/formats/html/page_json.hpp"

namespace corodemo::app {

using Json = nlohmann::ordered_json;

std::string page_json(const Json& json) {
    std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
        text.replace(at, 1, "\\u003c");  // '<' occurs only in strings
    }
    return text;
}

Json text_json(const Message& text) {
    return text.en == text.zh ? Json(text.en) : Json::array({text.en, text.zh});
}

}  // namespace corodemo::app
