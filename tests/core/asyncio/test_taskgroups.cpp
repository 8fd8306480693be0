#include "core/asyncio/async_with.hpp"
#include "core/asyncio/taskgroups.hpp"
#include "core/asyncio/timeouts.hpp"
#include "tests/core/asyncio/program.hpp"

// What CPython does in each of these was measured on 3.11 to 3.14.

namespace corodemo::tests {

namespace {

/// Prints its name at the end, or a minus sign and its name when it is cancelled.
Coro<> works(std::string name, Duration time, CallSite /*call*/ = "works") {
    try {
        co_await sleep(time);
        print(name);
    } catch (const CancelledError&) {
        print("-" + name);
        throw;
    }
}

Coro<> fails(Duration time, std::string message, CallSite /*call*/ = "fails") {
    co_await sleep(time);
    throw ValueError(message);
}

/// Fails when it is cancelled.
Coro<> fails_to_end(CallSite /*call*/ = "fails_to_end") {
    try {
        co_await sleep(100s);
    } catch (const CancelledError&) {
        throw ValueError("cleanup");
    }
}

/// Awaits it, and prints what it raises.
Coro<> tell(Coro<> block, CallSite /*call*/ = "tell") {
    std::exception_ptr raised;
    try {
        co_await std::move(block);
    } catch (...) {
        raised = std::current_exception();
        print(repr(raised));
    }
    if (is_cancelled_error(raised)) {
        std::rethrow_exception(raised);
    }
}

std::string printed_by(const std::function<Coro<>()>& program, int python = 14,
                       const std::string& order = "argument") {
    return run_coroutine<void>(program, {.python = python, .set_order = order}).printed();
}

}  // namespace

TEST_CASE("a block is left when all tasks of its group are done") {
    CHECK(printed_by([]() -> Coro<> {
              const TaskGroup group;
              Task<int> value;
              co_await async_with(group, [&]() -> Block {
                  group.create_task(works("a", 2s));
                  group.create_task(works("b", 1s));
                  value = group.create_task([]() -> Coro<int> { co_return 3; }());
                  print("block");
                  co_return;
              });
              print(value.result(), get_running_loop().time() == 2s);
          }) == "block\nb\na\n3 True\n");
}

TEST_CASE("if the block fails, its tasks are cancelled first") {
    const auto program = []() -> Coro<> {
        const TaskGroup group;
        co_await tell(async_with(group, [&]() -> Block {
            group.create_task(works("a", 9s));
            group.create_task(works("b", 9s));
            co_await sleep(0s);
            throw ValueError("body");
        }));
    };
    const std::string error =
        "ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('body')])\n";
    CHECK(printed_by(program) == "-a\n-b\n" + error);
    CHECK(printed_by(program, 11, "2,1") == "-b\n-a\n" + error);
}

TEST_CASE("if a task fails, what the block awaits is cancelled, and the count is as it was") {
    for (const int python : {11, 12, 13, 14}) {
        CAPTURE(python);
        CHECK(printed_by(
                  []() -> Coro<> {
                      const TaskGroup group;
                      co_await tell(async_with(group, [&]() -> Block {
                          group.create_task(fails(1s, "no"));
                          co_await works("body", 9s);
                      }));
                      print(current_task()->cancelling());
                      co_await sleep(1s);
                      print("goes on");
                  },
                  python) ==
              "-body\nExceptionGroup('unhandled errors in a TaskGroup', [ValueError('no')])\n0\n"
              "goes on\n");
    }
}

TEST_CASE("groups nest, and so do their errors") {
    CHECK(printed_by([]() -> Coro<> {
              const TaskGroup outer;
              const TaskGroup inner;
              co_await tell(async_with(outer, [&]() -> Block {
                  co_await async_with(inner, [&]() -> Block {
                      inner.create_task(fails(1s, "in"));
                      outer.create_task(works("out", 9s));
                      co_return;
                  });
              }));
          }) ==
          "-out\nExceptionGroup('unhandled errors in a TaskGroup', [ExceptionGroup('unhandled "
          "errors in a TaskGroup', [ValueError('in')])])\n");
}

TEST_CASE("a task of a group that is cancelled before it starts fails nothing") {
    CHECK(printed_by([]() -> Coro<> {
              const TaskGroup group;
              co_await async_with(group, [&]() -> Block {
                  group.create_task(works("never", 1s)).cancel();
                  group.create_task(works("other", 1s));
                  co_return;
              });
              print("left");
          }) == "other\nleft\n");
}

TEST_CASE("a cancellation from outside cancels the tasks, and goes on") {
    for (const int python : {11, 12, 13, 14}) {
        CAPTURE(python);
        CHECK(printed_by(
                  []() -> Coro<> {
                      const auto block = []() -> Coro<> {
                          const TaskGroup group;
                          co_await async_with(group, [&]() -> Block {
                              group.create_task(works("a", 9s));
                              co_return;
                          });
                      };
                      auto task = create_task(tell(block()));
                      co_await sleep(1s);
                      task.cancel();
                      try {
                          co_await task;
                      } catch (const CancelledError&) {
                          print("cancelled", task.cancelling());
                      }
                  },
                  python) == "-a\nCancelledError()\ncancelled 1\n");
    }
}

TEST_CASE("a cancellation from outside that meets an error is delivered later, since 3.13") {
    const auto program = []() -> Coro<> {
        const auto block = []() -> Coro<> {
            const TaskGroup group;
            co_await tell(async_with(group, [&]() -> Block {
                group.create_task(fails_to_end());
                co_return;
            }));
            print(current_task()->cancelling());
            co_await works("after", 1s);
        };
        auto task = create_task(block());
        co_await sleep(1s);
        task.cancel();
        try {
            co_await task;
        } catch (const CancelledError&) {
            print("cancelled");
        }
    };
    const std::string error =
        "ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('cleanup')])\n1\n";
    CHECK(printed_by(program, 11) == error + "after\n");
    CHECK(printed_by(program, 12) == error + "after\n");
    CHECK(printed_by(program, 13) == error + "-after\ncancelled\n");
    CHECK(printed_by(program, 14) == error + "-after\ncancelled\n");
}

TEST_CASE("a group around which a timeout expires ends as TimeoutError") {
    CHECK(printed_by([]() -> Coro<> {
              try {
                  co_await async_with(timeout(1s), [&]() -> Block {
                      const TaskGroup group;
                      co_await async_with(group, [&]() -> Block {
                          group.create_task(works("slow", 9s));
                          co_return;
                      });
                  });
              } catch (const TimeoutError&) {
                  print("timed out", current_task()->cancelling());
              }
          }) == "-slow\ntimed out 0\n");
}

TEST_CASE("a group takes tasks only within its block, and is entered once") {
    for (const int python : {11, 12, 13, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                const TaskGroup group;
                const auto add = [](const TaskGroup& to) {
                    try {
                        to.create_task(works("rejected", 1s));
                    } catch (const RuntimeError& error) {
                        print(error);
                    }
                };
                add(group);
                co_await async_with(group, [&]() -> Block { co_return; });
                add(group);
                co_await tell(async_with(group, [&]() -> Block { co_return; }));
                const TaskGroup failing;
                const auto late = [&]() -> Coro<> {
                    try {
                        co_await sleep(9s);
                    } catch (const CancelledError&) {
                        add(failing);
                        throw;
                    }
                };
                co_await tell(async_with(failing, [&]() -> Block {
                    failing.create_task(late());
                    co_await sleep(0s);
                    throw ValueError("body");
                }));
            },
            {.python = python});
        CHECK(recorded.printed() ==
              "TaskGroup <TaskGroup> has not been entered\n"
              "TaskGroup <TaskGroup entered> is finished\n"
              "RuntimeError('TaskGroup <TaskGroup entered> has already been entered')\n"
              "TaskGroup <TaskGroup tasks=1 cancelling> is shutting down\n"
              "ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('body')])\n");
        CHECK(recorded.lines_with({"never awaited"}).size() == (python < 13 ? 3U : 0U));
    }
}

TEST_CASE("a name that create_task() sets comes after a default one, until 3.12") {
    const auto program = []() -> Coro<> {
        const TaskGroup group;
        co_await async_with(group, [&]() -> Block {
            const auto named = group.create_task(sleep(0s), "named");
            const auto unnamed = group.create_task(sleep(0s));
            print(named.get_name(), unnamed.get_name());
            co_return;
        });
    };
    CHECK(printed_by(program, 12) == "named Task-3\n");
    CHECK(printed_by(program, 13) == "named Task-2\n");
}

TEST_CASE("a task that is done at once gets no done callback of its group, in 3.12 and 3.13") {
    for (const int python : {12, 13, 14}) {
        CAPTURE(python);
        const RecordedRun recorded = run_coroutine<void>(
            []() -> Coro<> {
                get_running_loop().set_task_factory(eager_task_factory);
                const TaskGroup group;
                co_await async_with(group, [&]() -> Block {
                    group.create_task([]() -> Coro<> { co_return; }());
                    co_return;
                });
                print("left");
            },
            {.python = python});
        CHECK(recorded.printed() == "left\n");
        std::size_t callbacks = 0;
        for (const trace::Event& event : recorded.trace.events()) {
            const auto* scheduled = event.as<trace::HandleScheduled>();
            if (scheduled != nullptr && scheduled->future == Id{Id::kTask, 2}) {
                ++callbacks;
            }
        }
        CHECK(callbacks == (python == 14 ? 1U : 0U));
    }
}

TEST_CASE("there are groups since 3.11, and they need a task") {
    run(
        [](EventLoop& /*loop*/) {
            try {
                const TaskGroup group;
                FAIL("there is none");
            } catch (const AttributeError& error) {
                CHECK(std::string(error.what()) == "module 'asyncio' has no attribute 'TaskGroup'");
            }
        },
        {.python = 10});
    run(
        [](EventLoop& loop) {
            loop.call_soon([&] {
                std::string message;
                try {
                    const Ref<TaskGroupObject> group(new TaskGroupObject);
                    group->enter();
                } catch (const RuntimeError& error) {
                    message = error.what();
                }
                CHECK(message == "TaskGroup <TaskGroup> cannot determine the parent task");
                loop.stop();
            });
            loop.run_forever();
        },
        {.python = 14});
}

TEST_CASE("an exception group has Python's texts, and splits as except* does") {
    run([](EventLoop& /*loop*/) {
        const auto value = std::make_exception_ptr(ValueError("a"));
        const auto type = std::make_exception_ptr(TypeError("b"));
        const ExceptionGroup inner("inner", {value, type});
        const ExceptionGroup group("outer", {std::make_exception_ptr(inner), value});
        CHECK(std::string(group.what()) == "outer (2 sub-exceptions)");
        CHECK(repr(inner) == "ExceptionGroup('inner', [ValueError('a'), TypeError('b')])");
        CHECK(repr(ExceptionTuple{value}) == "(ValueError('a'),)");
        const BaseExceptionGroup::Split by_type = group.split<TypeError>();
        CHECK(repr(by_type.matching) ==
              "ExceptionGroup('outer', [ExceptionGroup('inner', [TypeError('b')])])");
        CHECK(repr(by_type.rest) ==
              "ExceptionGroup('outer', [ExceptionGroup('inner', [ValueError('a')]), "
              "ValueError('a')])");
        CHECK(group.split<RuntimeError>().matching == nullptr);
        CHECK(group.split<Exception>().rest == nullptr);
        CHECK_THROWS_WITH_AS(ExceptionGroup("none", {}),
                             "second argument (exceptions) must be a non-empty sequence",
                             ValueError);

        const auto cancelled = std::make_exception_ptr(CancelledError());
        const std::exception_ptr other = make_exception_group("mixed", {value, cancelled});
        CHECK(repr(other) == "BaseExceptionGroup('mixed', [ValueError('a'), CancelledError()])");
        CHECK(describe(other).message == "mixed (2 sub-exceptions)");
        bool caught = false;
        try {
            std::rethrow_exception(other);
        } catch (const Exception&) {
            FAIL("it is no Exception");
        } catch (const BaseExceptionGroup& mixed) {
            caught = mixed.exceptions().size() == 2;
        }
        CHECK(caught);
        const std::exception_ptr all = make_exception_group("all", {value});
        CHECK_THROWS_AS(std::rethrow_exception(all), Exception);
    });
}

}  // namespace corodemo::tests
