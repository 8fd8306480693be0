#pragma once

#include <string>

namespace corodemo::asyncio {

struct ReadyHandle;

/// What a handle calls, as the loop tells of it when it raises: its name, arguments and place:
/// "done_callback(<Task finishe...> result=None>) at hello.py:12". Follows
/// asyncio.format_helpers._format_callback_source; but what partial() holds is not shown, nor the
/// place of a lambda.
std::string format_callback_source(const ReadyHandle& handle);

}  // namespace corodemo::asyncio
