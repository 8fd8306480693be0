#pragma once

#include <string>

namespace corodemo::asyncio {

class TaskBase;
struct ReadyHandle;

/// What a handle calls, as the loop reports it when it raises, with its name, arguments and place
/// of definition: "done_callback(<Task finishe...> result=None>) at hello.py:12". Follows
/// asyncio.format_helpers._format_callback_source, but shows neither the arguments that partial()
/// binds nor the place of a lambda.
std::string format_callback_source(const ReadyHandle& handle);

/// What a suspended task waits for, and at which line of the C++ program: "consumer (Task-2) waits
/// for Queue.get at line 12".
std::string format_wait(const TaskBase& task);

}  // namespace corodemo::asyncio
