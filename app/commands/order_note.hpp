#pragma once

#include <optional>

#include "app/commands/run.hpp"
#include "app/message.hpp"

namespace corodemo::app {

/// Where asyncio iterated over a set, and its order decided that of the coroutines: how many orders
/// the set allows, and the command that shows them. `used` are the run's choices.
std::optional<Message> order_note(const RunRequest& request, const trace::Choices& used);

/// "wait -n 4 --python 3.9": the scenario and its options, but for an order.
std::string command_of(const RunRequest& request);

}  // namespace corodemo::app
