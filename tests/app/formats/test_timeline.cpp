#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "app/formats/svg/time_layout.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/formats/svg/timeline_svg.hpp"
#include "tests/app/script.hpp"

namespace corodemo::tests {

TEST_CASE("what an eager task prints in its first step is its own, not its creator's") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.begin_handle(1);
    script.begin_step(1, true);
    script.make_eager_task(2, "child");
    script.begin_eager_step(2);
    script.print("from the child");
    script.end_step(trace::End::yielded);
    script.print("from main");
    script.end_step(trace::End::yielded);
    script.end_handle();
    const trace::Trace trace = script.take();
    const app::Style style;
    const app::Timeline line = app::read_timeline(trace, style);
    const app::Timeline::Block& block = line.block(1);
    CHECK(block.printed == "from main");
    CHECK(block.label[0] == "from");
    CHECK(block.label[1] == "main");
    REQUIRE(block.eager.size() == 1);
    CHECK(block.eager[0].task == 2);
    CHECK(block.eager[0].printed == "from the child");
    // Along time, each has a place of its own.
    const app::TimeLayout layout(line, 0);
    CHECK(layout.places().at({1, 0}).printed == "from main");
    CHECK(layout.places().at({2, 0}).printed == "from the child");
    CHECK(layout.places().at({2, 0}).own);
}

TEST_CASE("where several threads have loops, a picture names the thread of each run") {
    Script script;
    script.make_task(1, "main");
    script.begin_run();
    script.begin_iteration();
    script.run_step(1, 1, trace::End::returned);
    script.in_thread("worker");
    script.schedule(2, trace::Role::call_soon, {}, "work", callback(1), 2);
    script.begin_run(trace::How::run_forever, {}, 2);
    script.begin_iteration();
    script.begin_handle(2);
    script.end_handle();
    const trace::Trace trace = script.take();
    const auto picture = [&](Language language) {
        std::ostringstream out;
        app::render_svg(trace, language, {}, out);
        return out.str();
    };
    CHECK(picture(Language::en).find(">worker<") != std::string::npos);
    CHECK(picture(Language::en).find(">main thread<") != std::string::npos);
    CHECK(picture(Language::zh).find(">主线程<") != std::string::npos);
    const trace::Trace single = Script::one_step("hello");
    std::ostringstream out;
    app::render_svg(single, Language::en, {}, out);
    CHECK(out.str().find("main thread") == std::string::npos);
}

}  // namespace corodemo::tests
