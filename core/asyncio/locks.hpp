#pragma once

// What tasks synchronize with. Follows asyncio.locks.

#include "core/asyncio/locks/barrier.hpp"
#include "core/asyncio/locks/condition.hpp"
#include "core/asyncio/locks/event.hpp"
#include "core/asyncio/locks/lock.hpp"
#include "core/asyncio/locks/semaphore.hpp"
