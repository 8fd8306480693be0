#include <initializer_list>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/object_text.hpp"
#include "app/narration/wording.hpp"
#include "tests/app/texts.hpp"

// What is told of queues, locks and the like.

namespace corodemo::tests {

using app::Step;
using app::Steps;
using trace::End;
using trace::Id;
using trace::ObjectState;
using trace::Text;

namespace {

constexpr app::Style kChinese{.lang = Language::zh};

trace::ObjectCreated created(Id id, Text type) {
    trace::ObjectCreated event;
    event.object = id;
    event.type = type;
    return event;
}

trace::ObjectChanged changed(Id id) {
    trace::ObjectChanged event;
    event.object = id;
    return event;
}
trace::ObjectChanged changed(Id id, ObjectState state, Id held_by = {}) {
    trace::ObjectChanged event = changed(id);
    event.state = state;
    event.held_by = held_by;
    return event;
}
/// A semaphore.
trace::ObjectChanged counts(Id id, std::uint64_t value) {
    trace::ObjectChanged event = changed(id);
    event.value = value;
    return event;
}
/// A queue. `items` outlive the call.
trace::ObjectChanged holds(Id id, const std::vector<Text>& items, std::uint64_t size) {
    trace::ObjectChanged event = changed(id);
    event.size = size;
    event.items = items;
    return event;
}
trace::ObjectChanged waits(Id id, const std::vector<Id>& waiters) {
    trace::ObjectChanged event = changed(id);
    event.waiters = waiters;
    return event;
}

/// T1, T2 and T3 exist, and T1 runs.
void begin(Script& script) {
    for (const std::uint32_t number : {1U, 2U, 3U}) {
        script.make_task(number);
    }
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
}

/// The sentence of the first step of T1.
std::string sentence(Script& script, const app::Style& style = {}) {
    script.end_step(End::returned, "None");
    script.end_handle();
    const trace::Trace trace = script.take();
    Steps steps(trace);
    const app::Wording wording(style, steps.names());
    while (const Step* step = steps.next()) {
        if (step->number == 1) {
            return wording.sentence(account_of(*step, steps)).text();
        }
    }
    return {};
}

/// The text of the last object, after all events.
std::string state_text(Script& script, const app::Style& style = {}) {
    const trace::Trace trace = script.take();
    trace::Replay replay;
    for (const trace::Event& event : trace.events()) {
        replay.apply(event);
    }
    return object_text(replay.objects().back(), replay, style);
}

const Id kLock{Id::kLock, 1};
const Id kQueue{Id::kQueue, 1};
const Id kSemaphore{Id::kSemaphore, 1};
const Id kCondition{Id::kCondition, 1};
const Id kEvent{Id::kEvent, 1};
const Id kBarrier{Id::kBarrier, 1};

}  // namespace

TEST_CASE("who creates, acquires and releases a lock") {
    const auto write = [](Script& script) {
        begin(script);
        script.add(created(kLock, "Lock"));
        script.add(created({Id::kLock, 2}, "Lock"));
        script.add(changed(kLock, ObjectState::locked, task(1)));
        script.add(changed(kLock, ObjectState::unlocked));
    };
    Script english;
    write(english);
    CHECK(sentence(english) ==
          "T1 starts, creates Lock objects M1 M2, acquires M1, releases M1, returns None");
    Script chinese;
    write(chinese);
    CHECK(sentence(chinese, kChinese) ==
          "T1 开始运行，创建 Lock 对象 M1、M2，获取 M1，释放 M1，返回 None");
}

TEST_CASE("the lock that a condition makes for itself is told with it") {
    Script script;
    begin(script);
    script.add(created(kLock, "Lock"));
    trace::ObjectCreated condition = created(kCondition, "Condition");
    condition.lock = kLock;
    script.add(condition);
    CHECK(sentence(script) == "T1 starts, creates Condition N1 with Lock M1, returns None");
}

TEST_CASE("what is put into a queue, and what comes out") {
    Script script;
    begin(script);
    trace::ObjectCreated queue = created(kQueue, "Queue");
    queue.maxsize = 3;
    script.add(queue);
    script.add(holds(kQueue, {"'a'"}, 1));
    script.add(holds(kQueue, {"'a'", "'b'"}, 2));
    script.add(holds(kQueue, {"'b'"}, 1));
    CHECK(sentence(script) ==
          "T1 starts, creates Queue Q1, puts 'a', 'b' into Q1 (2/3), gets 'a' from Q1 (1/3), "
          "returns None");
}

TEST_CASE("many items are counted, and one that isn't listed has no text") {
    Script script;
    begin(script);
    script.add(created(kQueue, "Queue"));
    const std::vector<Text> items{"1", "2", "3", "4", "5", "6", "7", "8"};
    for (std::uint64_t size = 1; size <= 8; ++size) {
        script.add(holds(kQueue, {items.begin(), items.begin() + static_cast<int>(size)}, size));
    }
    script.add(changed(kQueue, ObjectState::shutdown));
    script.add(holds(kQueue, items, 9));
    CHECK(sentence(script) ==
          "T1 starts, creates Queue Q1, puts 8 items into Q1 (8), shuts Q1 down, puts an item into "
          "Q1 (9), returns None");
}

TEST_CASE("a semaphore that is released to a waiter passes to it") {
    Script script;
    begin(script);
    trace::ObjectCreated semaphore = created(kSemaphore, "Semaphore");
    semaphore.value = 1;
    script.add(semaphore);
    script.add(counts(kSemaphore, 0));
    script.add(trace::FutureCreated{future(1), "Semaphore.acquire", {}, {}});
    script.add(trace::CallbackAdded{future(1), trace::CallbackRole::wakeup, task(2), {}, {}});
    script.add(waits(kSemaphore, {task(2)}));
    script.add(counts(kSemaphore, 1));
    script.add(counts(kSemaphore, 0));
    script.add(trace::FutureDone{future(1), trace::FutureState::result, "True", {}});
    script.add(counts(kSemaphore, 1));
    CHECK(sentence(script) ==
          "T1 starts, creates Semaphore S1, acquires S1 (0 left), releases S1 and gives its permit "
          "to T2, releases S1 (1 left), returns None");
}

TEST_CASE("events and barriers") {
    Script script;
    begin(script);
    script.add(created(kEvent, "Event"));
    script.add(changed(kEvent, ObjectState::set));
    script.add(changed(kEvent, ObjectState::unset));
    script.add(created(kBarrier, "Barrier"));
    script.add(changed(kBarrier, ObjectState::draining));
    script.add(changed(kBarrier, ObjectState::broken));
    CHECK(sentence(script) ==
          "T1 starts, creates Event V1, sets V1, clears V1, creates Barrier B1, is the last to "
          "arrive at B1, breaks B1, returns None");
}

TEST_CASE("a task that waits for a lock says for which, and a hang says who holds it") {
    Script script;
    begin(script);
    script.add(created(kLock, "Lock"));
    script.add(changed(kLock, ObjectState::locked, task(2)));
    script.add(trace::FutureCreated{future(1), "Lock.acquire", {}, {}});
    script.add(waits(kLock, {task(1)}));
    script.end_step(End::suspended, {}, future(1));
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.add(trace::LoopHung{});
    const trace::Trace trace = script.take();
    std::vector<std::string> all;
    for (const app::Style& style : {app::Style{}, kChinese}) {
        Steps steps(trace);
        const app::Wording wording(style, steps.names());
        while (const Step* step = steps.next()) {
            const app::Account account = account_of(*step, steps);
            if (step->number == 1 || step->kind == app::StepKind::hung) {
                all.push_back(wording.sentence(account).text());
            }
        }
    }
    CHECK(all == std::vector<std::string>{
                     "T1 starts, creates Lock M1, acquires M1, awaits lock.acquire() on M1",
                     "hangs: nothing is ready and no timer is set; T1 waits forever for M1 (held "
                     "by T2)",
                     "T1 开始运行，创建 Lock 对象 M1，获取 M1，等待 M1 的 lock.acquire()",
                     "卡住：就绪队列为空，也没有定时器；T1 永远等待 M1（由 T2 持有）"});
}

TEST_CASE("the state of an object in a few words") {
    const auto text = [](std::initializer_list<trace::Payload> events,
                         const app::Style& style = {}) {
        Script script;
        for (const std::uint32_t number : {1U, 2U, 3U}) {
            script.make_task(number);
        }
        script.begin_run();
        script.begin_iteration();
        for (const std::uint32_t number : {1U, 2U, 3U}) {
            script.begin_handle(number);
            script.begin_step(number, true);
            script.add(trace::FutureCreated{
                future(number), number == 3 ? "Queue.get" : "Queue.put", {}, {}});
            script.end_step(End::suspended, {}, future(number));
            script.end_handle();
        }
        for (const trace::Payload& event : events) {
            script.add(event);
        }
        return state_text(script, style);
    };
    const auto lock = created(kLock, "Lock");
    CHECK(text({lock}) == "free");
    CHECK(text({lock, changed(kLock, ObjectState::locked)}) == "locked");
    const std::vector<Id> two{task(2), task(3)};
    const auto held = changed(kLock, ObjectState::locked, task(1));
    CHECK(text({lock, held, waits(kLock, two)}) == "held by T1, waiting T2 T3");
    CHECK(text({lock, held, waits(kLock, two)}, kChinese) == "由 T1 持有，等待：T2、T3");
    trace::HandleScheduled wakes_up;  // T2, which waits no more
    wakes_up.handle = handle(4);
    wakes_up.loop = {Id::kLoop, 1};
    wakes_up.role = trace::Role::wakeup;
    wakes_up.task = task(2);
    CHECK(text({lock, held, waits(kLock, two), wakes_up}) == "held by T1, waiting T3");

    const auto queue = created(kQueue, "Queue");
    auto bounded = queue;
    bounded.maxsize = 3;
    const std::vector<Text> items{"'a'", "'b'"};
    CHECK(text({queue}) == "empty");
    CHECK(text({bounded}) == "0/3");
    CHECK(text({bounded, holds(kQueue, items, 2)}) == "2/3 ['a', 'b']");
    CHECK(text({queue, holds(kQueue, items, 9), changed(kQueue, ObjectState::shutdown)}) ==
          "9 ['a', 'b', …], shut down");
    CHECK(text({bounded, holds(kQueue, items, 2), waits(kQueue, two)}) ==
          "2/3 ['a', 'b'], put: T2, get: T3");
    CHECK(text({bounded, holds(kQueue, items, 2), waits(kQueue, two)}, kChinese) ==
          "2/3 ['a', 'b']，等待 put()：T2，等待 get()：T3");
    auto taken = holds(kQueue, {}, 0);
    taken.unfinished = 2;
    CHECK(text({queue, taken}) == "empty, 2 unfinished");

    auto semaphore = created(kSemaphore, "Semaphore");
    semaphore.value = 2;
    CHECK(text({semaphore}) == "2 left");
    CHECK(text({created(kEvent, "Event"), changed(kEvent, ObjectState::set)}) == "set");
    CHECK(text({created(kEvent, "Event")}, kChinese) == "未设置");
    auto condition = created(kCondition, "Condition");
    condition.lock = kLock;
    CHECK(text({lock, condition, waits(kCondition, two)}) == "lock M1, waiting T2 T3");
    auto barrier = created(kBarrier, "Barrier");
    barrier.parties = 3;
    CHECK(text({barrier, counts(kBarrier, 2)}) == "2/3");
    CHECK(text({barrier, changed(kBarrier, ObjectState::broken)}) == "0/3, broken");
    CHECK(text({barrier, counts(kBarrier, 2), changed(kBarrier, ObjectState::draining),
                waits(kBarrier, two), wakes_up}) == "3/3, releasing T2, waiting T3");
}

TEST_CASE("the items of a priority queue are in the order in which get() takes them") {
    const auto shown = [](const std::vector<Text>& items, std::uint64_t size) {
        Script script;
        script.add(created(kQueue, "PriorityQueue"));
        script.add(holds(kQueue, items, size));
        return state_text(script);
    };
    CHECK(shown({"1", "10", "2.5"}, 3) == "3 [1, 2.5, 10]");
    CHECK(shown({"(1, 'espresso')", "(2, 'tea')", "(1, 'latte')"}, 3) ==
          "3 [(1, 'espresso'), (1, 'latte'), (2, 'tea')]");
    CHECK(shown({"(1, (2,))", "(1, (2, 3))", "(1, (2, 0))"}, 3) ==
          "3 [(1, (2,)), (1, (2, 0)), (1, (2, 3))]");
    CHECK(shown({"<Job b>", "<Job c>", "<Job a>"}, 3) == "3 [<Job b>, <Job c>, <Job a>]");
    CHECK(shown({"1", "3", "2"}, 9) == "9 [1, …]");  // the rest of the heap isn't known
}

}  // namespace corodemo::tests
