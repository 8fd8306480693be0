#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/narration/card.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/wording.hpp"
#include "tests/app/texts.hpp"

// What stands in the place of what runs now.

namespace corodemo::tests {

using app::Style;
using trace::CallbackRole;
using trace::End;
using trace::Role;

namespace {

/// The cards of a playback: "T1, hello, starts, awaits sleep(1)".
std::vector<std::string> cards(const trace::Trace& trace, const Style& style = {}) {
    std::vector<std::string> all;
    app::Playback playback(trace);
    const app::Wording wording(style, playback.steps().names(), app::kLongestShown);
    while (const app::Snapshot* snapshot = playback.next()) {
        const app::Card card =
            card_of(snapshot->step, snapshot->account, playback.steps(), wording);
        all.push_back(card.title.text() + "; " + card.who.text() + "; " + card.verb.text() + "; " +
                      card.outcome.text());
    }
    return all;
}

}  // namespace

TEST_CASE("a card says who runs, why or how, and what comes of it") {
    CHECK(cards(record("gather", 2)) ==
          std::vector<std::string>{
              "main program; ; the loop isn't running; ",
              "T1; hello; starts; awaits sleep(1)",
              "T2; hello; starts; awaits sleep(1)",
              "idle; ; nothing is ready; 0 s → 1 s",
              "timer; T1; its sleep expires; T1 is ready",
              "timer; T2; its sleep expires; T2 is ready",
              "T1; hello; resumes; returns None",
              "T2; hello; resumes; returns None",
              "gather(); ; T1 is done; 1 of 2 done",
              "gather(); ; T2 is done; 2 of 2 done",
              "stop; ; G1 is done; stops the loop",
              "finished; ; run_until_complete() returns [None, None]; ",
          });
}

TEST_CASE("a card is Chinese where the reader is") {
    const std::vector<std::string> all = cards(record("gather", 2), {.lang = Language::zh});
    CHECK(all[0] == "主程序; ; 事件循环没有运行; ");
    CHECK(all[1] == "T1; hello; 开始运行; 等待 sleep(1)");
    CHECK(all[3] == "空闲; ; 就绪队列为空; 0 s → 1 s");
    CHECK(all[4] == "定时器; T1; 它的 sleep 到期; T1 就绪");
    CHECK(all[8] == "gather(); ; T1 已完成; 2 个中已完成 1 个");
    CHECK(all[10] == "停止; ; G1 已完成; 停止事件循环");
}

TEST_CASE("cards of cancelled tasks, of the program's callbacks, and of a loop that hangs") {
    CHECK(cards(motley()) == std::vector<std::string>{
                                 "main program; ; the loop isn't running; ",
                                 "T1; main; starts; yields to the event loop",
                                 "skipped; soon(); was cancelled; does not run",
                                 "T2; other; never starts; is cancelled",
                                 "T1; main; resumes; raises ValueError: too big",
                                 "done(); ; T1 is done; prints \"Done\"",
                                 "main program; ; the loop isn't running; ",
                                 "idle; ; nothing is ready; 0 s → 0.5 s",
                                 "tick(); ; its timer expires; ",
                                 "hangs; ; nothing is ready; no timer is set",
                                 "hangs; ; it never ends; ",
                             });
}

TEST_CASE("cards of timeouts, and of done callbacks of asyncio's own") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.set_timer(10, kSecond, Role::timeout);
    script.add(trace::FutureCreated{future(1), "Queue.get", {}, {}});
    script.end_step(End::suspended, {}, future(1));
    script.end_handle();
    script.end_iteration();
    script.begin_iteration();
    script.jump(kSecond, {10});
    script.begin_handle(10);
    script.add(trace::CancelRequested{task(1), {}, {}, trace::Delivered::waiter});
    script.end_handle();
    script.end_iteration();
    const std::vector<std::string> all = cards(script.take());
    CHECK(all[1] == "T1; main; starts; awaits queue.get()");
    CHECK(all[3] == "timer; T1; its timeout expires; cancels T1");
}

TEST_CASE("a card leaves out a task's name, and the line, which are shown elsewhere") {
    const std::vector<std::string> all = cards(record("lock-order-deadlock"));
    CHECK(all[2] == "T2; transfer; starts; awaits sleep(1)");
    CHECK(all[5] == "timer; T2; its sleep expires; T2 is ready");
}

}  // namespace corodemo::tests
