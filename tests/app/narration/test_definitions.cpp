#include <doctest/doctest.h>

#include "app/narration/definitions.hpp"
#include "tests/app/texts.hpp"

// Where a task stands that has not started.

namespace corodemo::tests {

namespace {

constexpr auto kProgram = R"(import asyncio

# def hello(): is not it
class Worker:
    """Runs."""

    async def run(self):
        pass


async def run():
    async def hello():
        pass

    await hello()


def hello(): return run()
)";

}  // namespace

TEST_CASE("a function is found by its qualified name, as Python calls it") {
    trace::Header header;
    header.python = {{"main.py", "import other\n"}, {"other.py", kProgram}};
    app::Definitions definitions(header);
    CHECK(definitions.of("Worker.run").line == 7);
    CHECK(definitions.of("Worker.run").file == 1);
    CHECK(definitions.of("run").line == 11);
    CHECK(definitions.of("run.<locals>.hello").line == 12);
    CHECK(definitions.of("hello").line == 18);
    CHECK(definitions.of("hello").line == 18);
}

TEST_CASE("a function that the listings don't have has no line, and no file") {
    trace::Header header;
    app::Definitions none(header);
    CHECK(none.of("run") == trace::Frame());
    header.python = {{"main.py", kProgram}};
    app::Definitions definitions(header);
    CHECK(definitions.of("Server.accept") == trace::Frame());
    CHECK(definitions.of("") == trace::Frame());
    CHECK(definitions.of("class").cpp_line == 0);
}

TEST_CASE("a scenario's coroutine is found in both languages, even if its name differs in C++") {
    const trace::Trace trace = record("lock-order-deadlock");
    app::Definitions definitions(trace.header);
    CHECK(definitions.of("transfer").line == 6);
    CHECK(definitions.of("transfer").cpp_line == 7);  // where it begins: it has two lines
    CHECK(definitions.of("main").line == 15);
    CHECK(definitions.of("main").cpp_line == 17);
}

}  // namespace corodemo::tests
