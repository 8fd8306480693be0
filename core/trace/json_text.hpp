#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace corodemo::trace {

/// JSON as text that is safe to show on a terminal: what could move the cursor or reorder text
/// (DEL, the C1 controls, the bidirectional controls of Unicode) is written as `\u....`, as JSON
/// itself demands of the other controls. What is no UTF-8 becomes U+FFFD. `indent`: as nlohmann's
/// dump().
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace corodemo::trace
