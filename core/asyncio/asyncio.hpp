#pragma once

// All that a program may use of asyncio.

#include <chrono>

#include "core/asyncio/async_with.hpp"
#include "core/asyncio/contextvars.hpp"
#include "core/asyncio/coroutines.hpp"
#include "core/asyncio/events.hpp"
#include "core/asyncio/exception_group.hpp"
#include "core/asyncio/gc.hpp"
#include "core/asyncio/locks.hpp"
#include "core/asyncio/print.hpp"
#include "core/asyncio/queues.hpp"
#include "core/asyncio/runners.hpp"
#include "core/asyncio/taskgroups.hpp"
#include "core/asyncio/tasks/as_completed.hpp"
#include "core/asyncio/tasks/gather.hpp"
#include "core/asyncio/tasks/shield.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/asyncio/tasks/wait.hpp"
#include "core/asyncio/tasks/wait_for.hpp"
#include "core/asyncio/threads.hpp"
#include "core/asyncio/time_sleep.hpp"
#include "core/asyncio/timeouts.hpp"
#include "core/asyncio/variable.hpp"

namespace corodemo::asyncio {

using namespace std::chrono_literals;  // sleep(1s)

}  // namespace corodemo::asyncio
