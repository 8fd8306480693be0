#pragma once

// What a scenario's program is written with: asyncio's names, and nothing else. Every scenario's
// .cpp includes this file alone. docs/adding-a-scenario.md shows how one is written.

#include <string>
#include <utility>
#include <vector>

#include "core/asyncio/gather.hpp"
#include "core/asyncio/print.hpp"
#include "core/asyncio/sleep.hpp"
#include "core/asyncio/wait.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::scenarios {

using asyncio::Call;
using asyncio::callback;
using asyncio::Coro;
using asyncio::Duration;
using asyncio::ensure_future;
using asyncio::Future;
using asyncio::gather;
using asyncio::get_event_loop;
using asyncio::list;
using asyncio::None;
using asyncio::print;
using asyncio::sleep;
using asyncio::wait;

// One function a scenario, named after its file: run_forever.cpp has run_forever_program(). It is
// what the Python program does at the top level of its module. A new scenario is declared here.

void hello_program(const Arguments& arguments);
void gather_program(const Arguments& arguments);
void print_sum_program(const Arguments& arguments);
void wait_program(const Arguments& arguments);
void run_forever_program(const Arguments& arguments);
void stop_in_callback_program(const Arguments& arguments);
void result_program(const Arguments& arguments);
void callback_program(const Arguments& arguments);

}  // namespace corodemo::scenarios
