// The trace of a program that does what twin.py does: twin_trace VERSION TWIN.py TWIN_TRACE.cpp,
// the last two being the texts of both programs.

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "core/asyncio/print.hpp"
#include "core/asyncio/tasks/ensure_future.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/trace/json/json.hpp"
#include "core/trace/recorder.hpp"

namespace corodemo::tests {

namespace {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

Coro<int> child(int delay, CallSite /*call*/ = "child") {  // py:4
    co_await sleep(std::chrono::seconds(delay));           // py:5
    co_return delay;                                       // py:6
}

Coro<std::string> stubborn(CallSite /*call*/ = "stubborn") {  // py:9
    try {
        co_await sleep(std::chrono::seconds(5));  // py:11
    } catch (const CancelledError&) {
        print("stays");  // py:13
    }
    co_await sleep(std::chrono::seconds(1));  // py:14
    co_return "done";                         // py:15
}

Coro<> fails(CallSite /*call*/ = "fails") {  // py:18
    throw ValueError("no");                  // py:19
    co_return;
}

Coro<> waits(Future<int> future, CallSite /*call*/ = "waits") {  // py:22
    co_await future;                                             // py:23
}

Coro<> amain(EventLoop& loop, CallSite /*call*/ = "main") {  // py:26
    auto never = loop.create_task(child(1));                 // py:27
    auto slow = loop.create_task(child(5));                  // py:28
    auto kept = loop.create_task(stubborn());                // py:29
    never.cancel();                                          // py:30
    co_await sleep(std::chrono::seconds(1));                 // py:31
    slow.cancel();                                           // py:32
    kept.cancel();                                           // py:33
    co_await sleep(Duration(0));                             // py:34
    print(never.cancelled(), slow.cancelled());              // py:35
    auto forgotten = child(1);                               // py:36
    forgotten = Coro<int>();                                 // py:37
    loop.create_task(fails());                               // py:38
    auto future = loop.create_future<int>();                 // py:39
    future.set_exception(ValueError("never"));               // py:40
    future = Future<int>();                                  // py:41
    const std::string done = co_await kept;                  // py:42
    print(done);                                             // py:42
}

void program() {
    auto& loop = new_event_loop();         // py:45
    set_event_loop(&loop);                 // py:46
    loop.run_until_complete(amain(loop));  // py:47
    [[maybe_unused]] auto& lost =
        global(loop.create_task(waits(loop.create_future<int>())));  // py:48
    loop.stop();                                                     // py:49
    loop.run_forever();                                              // py:50
}

std::string read(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_trace(PythonVersion python, const std::string& python_text,
                 const std::string& cpp_text) {
    trace::Trace trace;
    trace.header.name = "twin";
    trace.header.python = {{"twin.py", python_text}};
    trace.header.python_version = to_string(python);
    trace.header.set_order = "argument";
    trace::Recorder recorder(trace);
    const trace::LineMap lines(cpp_text);
    const auto keep_output = [&](trace::Stream stream, std::string_view line) {
        if (stream == trace::Stream::out) {
            trace.outcome.output += line;
        }
    };
    Interpreter interpreter({.python = python,
                             .sink = &recorder,
                             .lines = &lines,
                             .output = keep_output,
                             .python_file = "twin.py",
                             .python_text = python_text});
    program();
    interpreter.end_program();
    trace.outcome.value = interpreter.last_value;
    trace.outcome.time = interpreter.now().count();
    trace.outcome.iterations = interpreter.iterations();
    write_json(trace, std::cout);
}

}  // namespace

}  // namespace corodemo::tests

int main(int argc, char** argv) {
    using namespace corodemo;  // NOLINT(google-build-using-namespace)
    const auto python = argc == 4 ? asyncio::PythonVersion::parse(argv[1]) : std::nullopt;
    if (!python) {
        return 2;
    }
    tests::write_trace(*python, tests::read(argv[2]), tests::read(argv[3]));
}
