#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace corodemo::trace {

/// JSON as text that is safe to show on a terminal: characters that could move the cursor or
/// reorder text (DEL, the C1 controls, the bidirectional controls of Unicode) are written as
/// `\u....`, as JSON itself requires of the other control characters. Invalid UTF-8 becomes U+FFFD.
/// `indent`: as for nlohmann's dump().
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace corodemo::trace
