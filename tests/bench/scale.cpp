// Measured by scale.py as a separate process: TASKS tasks, each of which yields HOPS times; every
// event is written to FILE, one per line. Without FILE no trace is recorded.

#include <charconv>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/tasks/gather.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "core/trace/json/jsonl_sink.hpp"

namespace corodemo::bench {

namespace {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

Coro<> hops(std::uint64_t count, CallSite /*call*/ = "hops") {
    for (std::uint64_t i = 0; i < count; ++i) {
        co_await sleep(Duration(0));
    }
}

void run(std::uint64_t tasks, std::uint64_t count, trace::Sink* sink) {
    Interpreter::Setup setup;
    setup.sink = sink;
    Interpreter interpreter(std::move(setup));
    EventLoop& loop = interpreter.make_loop();
    interpreter.set_event_loop(&loop);
    std::vector<Coro<>> all;
    all.reserve(tasks);
    for (std::uint64_t i = 0; i < tasks; ++i) {
        all.push_back(hops(count));
    }
    loop.run_until_complete(gather(std::move(all)));
}

std::uint64_t number(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

int main_with(std::span<char*> arguments) {
    constexpr std::size_t kWithoutFile = 3;
    if (arguments.size() < kWithoutFile) {
        std::cerr << "bench_scale TASKS HOPS [FILE]\n";
        return 2;
    }
    if (arguments.size() == kWithoutFile) {
        run(number(arguments[1]), number(arguments[2]), nullptr);
        return 0;
    }
    std::ofstream out(arguments[3]);
    trace::JsonlSink sink(out, {});
    run(number(arguments[1]), number(arguments[2]), &sink);
    sink.finish({});
    return out.flush() ? 0 : 1;
}

}  // namespace

}  // namespace corodemo::bench

int main(int argc, char** argv) {
    return corodemo::bench::main_with({argv, static_cast<std::size_t>(argc)});
}
