#pragma once

#include <nlohmann/json.hpp>

#include "app/narration/task_names.hpp"
#include "core/trace/trace.hpp"
#include "scenarios/localized.hpp"

namespace corodemo::app {

/// The head of a playback, which playback_json.hpp describes.
nlohmann::ordered_json head_json(const trace::Trace& trace, const TaskNames& names,
                                 Language language);

}  // namespace corodemo::app
