#include "core/asyncio/runners.hpp"
#include "tests/random/main_program.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

Coro<int> main_of_run(Run& run, CallSite /*call*/ = "main") {
    run.loop = &get_running_loop();
    run.create_variables();
    run.create_loop_variables();
    co_return co_await run.call(0);
}

void print_run(Run& run, Runner& runner, std::size_t function) {
    std::optional<Described> error;
    try {
        print(runner.run(run.call(function)));
    } catch (const LoopHung&) {
        throw;
    } catch (...) {
        error = describe(std::current_exception());
    }
    if (error) {
        print(error->type, error->message);
    }
}

constexpr MainProgram kMainPrograms[] = {
    {"run_until_complete",
     "loop = asyncio.new_event_loop()\n"
     "asyncio.set_event_loop(loop)\n"
     "{variables}\n"
     "{loop variables}\n"
     "print(loop.run_until_complete(b0()))\n",
     [](Run& run) {
         run.loop = &new_event_loop();
         set_event_loop(run.loop);
         run.create_variables();
         run.create_loop_variables();
         print(run.loop->run_until_complete(run.call(0)));
     }},
    // Until 3.9 what needs no loop is bound to another one.
    {"loop_after_variables",
     "{variables}\n"
     "loop = asyncio.new_event_loop()\n"
     "asyncio.set_event_loop(loop)\n"
     "{loop variables}\n"
     "print(loop.run_until_complete(b0()))\n",
     [](Run& run) {
         run.create_variables();
         run.loop = &new_event_loop();
         set_event_loop(run.loop);
         run.create_loop_variables();
         print(run.loop->run_until_complete(run.call(0)));
     }},
    // What is left over is cancelled, and waited for.
    {"asyncio_run",
     "async def main():\n"
     "    {global}\n"
     "    loop = asyncio.get_running_loop()\n"
     "    {variables}\n"
     "    {loop variables}\n"
     "    return await b0()\n"
     "\n"
     "\n"
     "print(asyncio.run(main()))\n",
     [](Run& run) { print(asyncio::run(main_of_run(run))); }, since(7)},
    // What the first run leaves over goes on in the second.
    {"runner",
     "with asyncio.Runner() as runner:\n"
     "    loop = runner.get_loop()\n"
     "    {variables}\n"
     "    {loop variables}\n"
     "    for function in [b0, b1]:\n"
     "        try:\n"
     "            print(runner.run(function()))\n"
     "        except (Exception, asyncio.CancelledError) as error:\n"
     "            print(type(error).__name__, error)\n",
     [](Run& run) {
         Runner runner;
         run.loop = &runner.get_loop();
         run.create_variables();
         run.create_loop_variables();
         print_run(run, runner, 0);
         print_run(run, runner, 1);
     },
     since(11)},
};

}  // namespace

std::span<const MainProgram> main_programs() {
    return kMainPrograms;
}

}  // namespace corodemo::tests
