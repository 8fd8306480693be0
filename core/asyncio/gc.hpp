#pragma once

#include <source_location>

namespace corodemo::asyncio::gc {

/// Destroys the tasks that nothing can ever resume: each awaits a future that nobody but such a
/// task refers to. A pending one is reported, "Task was destroyed but it is pending!". Follows
/// gc.collect(); Python also does so by itself, now and then.
///
/// Of the references of a suspended coroutine only that of its await is known. So a task whose own
/// variables hold the future that it awaits is not found here, but only at the end of the program.
void collect(std::source_location where = std::source_location::current());

}  // namespace corodemo::asyncio::gc
