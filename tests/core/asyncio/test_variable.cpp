#include "core/asyncio/variable.hpp"
#include "tests/core/asyncio/program.hpp"

namespace corodemo::tests {

namespace {

Coro<> inner(Variable<int>& total, CallSite /*call*/ = "inner") {
    Variable<std::string> step("step", "a");
    const Variable<int> same("same", 3);
    total = 1;
    co_await sleep(1s);
    step = "b";
    co_await sleep(1s);
}

Coro<> outer(Variable<int>& total, CallSite /*call*/ = "outer") {
    const Variable<int> same("same", 2);
    co_await inner(total);
    co_await sleep(1s);
    total = total + 1;
}

}  // namespace

TEST_CASE("what has changed of variables is reported where a step or a handle ends") {
    const RecordedRun recorded = run([](EventLoop& loop) {
        Variable<int> total("total", 0);
        loop.run_until_complete(outer(total));
        loop.call_soon([&] { total = 10; });
        loop.call_soon([&] { loop.stop(); });
        loop.run_forever();
        total = 20;
    });
    CHECK(recorded.lines_with({"has"}) ==
          EventLog{"module has total=0", "it1 module has total=1", "it1 T1 has same=3 step='a'",
                   "it3 T1 has step='b'", "it5 T1 has same=2 -step", "it7 module has total=2",
                   "it1 module has total=10", "module has total=20"});
}

TEST_CASE("a variable stands for its value, with or without a trace") {
    const RecordedRun recorded = run([](EventLoop&) {
        Variable<int> count("count", 2);
        count = count + 1;
        print(count, Variable<std::string>("word", "a").text());
    });
    CHECK(recorded.printed() == "3 'a'\n");
    Interpreter::Setup setup;
    setup.python = PythonVersion(10);
    const Interpreter untraced(setup);
    Variable<int> count("count", 2);
    CHECK(count + 1 == 3);
}

}  // namespace corodemo::tests
