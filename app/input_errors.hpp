#pragma once

#include "app/message.hpp"
#include "core/trace/choices.hpp"
#include "core/trace/input_error.hpp"

namespace corodemo::app {

/// What is wrong with a trace, and where.
Message message_of(const trace::InputError& error);
/// What is wrong with a choice.
Message message_of(const trace::ChoiceError& error);

}  // namespace corodemo::app
