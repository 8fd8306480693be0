#pragma once

// The names that a scenario's program uses: asyncio's, and nothing else. Every scenario's .cpp
// includes only this file. docs/adding-a-scenario.md shows how to write one.

#include <chrono>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/asyncio/async_with.hpp"
#include "core/asyncio/contextvars.hpp"
#include "core/asyncio/coroutines.hpp"
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
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

namespace gc = asyncio::gc;
using namespace std::chrono_literals;

using asyncio::as_completed;
using asyncio::async_with;
using asyncio::AsyncGenerator;
using asyncio::Barrier;
using asyncio::Block;
using asyncio::Callback;
using asyncio::callback;
using asyncio::CallSite;
using asyncio::CancelledError;
using asyncio::Condition;
using asyncio::ContextVar;
using asyncio::Coro;
using asyncio::coroutine;
using asyncio::create_task;
using asyncio::Duration;
using asyncio::eager_task_factory;
using asyncio::ensure_future;
using asyncio::Event;
using asyncio::ExceptionGroup;
using asyncio::Future;
using asyncio::gather;
using asyncio::gather_return_exceptions;
using asyncio::get_event_loop;
using asyncio::get_running_loop;
using asyncio::global;
using asyncio::InvalidStateError;
using asyncio::iscoroutinefunction;
using asyncio::list;
using asyncio::Lock;
using asyncio::named;
using asyncio::new_event_loop;
using asyncio::None;
using asyncio::partial;
using asyncio::print;
using asyncio::PriorityQueue;
using asyncio::Queue;
using asyncio::ReturnWhen;
using asyncio::run;
using asyncio::Semaphore;
using asyncio::shield;
using asyncio::sleep;
using asyncio::Task;
using asyncio::TaskGroup;
using asyncio::time_sleep;
using asyncio::timeout;
using asyncio::TimeoutError;
using asyncio::to_thread;
using asyncio::type_name;
using asyncio::ValueError;
using asyncio::Variable;
using asyncio::wait;
using asyncio::wait_for;
using asyncio::WaitOptions;

// One function per scenario, named after its file: run_forever.cpp defines run_forever_program().
// It does what the Python program does at module level.
#define SCENARIO(name, place, defaults) void name##_program(const Arguments& arguments);
#include "scenarios/catalog.def"
#undef SCENARIO

}  // namespace corodemo::scenarios
