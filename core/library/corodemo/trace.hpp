#pragma once

// Traces as data, in the namespace corodemo::trace: to read, write, replay and compare them.

#include "core/trace/json/json.hpp"
#include "core/trace/recorder.hpp"
#include "core/trace/replay.hpp"
#include "core/trace/trace.hpp"
