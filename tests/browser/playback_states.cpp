// Prints the loop's state according to replay after each snapshot of a trace's playback, one line
// of JSON each, for comparison with what the page shows: playback_states TRACE.json

#include <fstream>
#include <iostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "app/narration/object_text.hpp"
#include "app/narration/playback.hpp"
#include "core/trace/json/json.hpp"

namespace {

using namespace corodemo;  // NOLINT(google-build-using-namespace)
using Json = nlohmann::ordered_json;

const char* word_of(const trace::TaskState& task) {
    using Phase = trace::TaskState::Phase;
    switch (task.destroyed ? Phase::done : task.phase) {
        case Phase::ready:
            return "ready";
        case Phase::running:
            return "running";
        case Phase::waiting:
            return "waiting";
        case Phase::done:
            break;
    }
    return "done";
}

Json state_of(const app::Playback& playback, const app::Snapshot& snapshot) {
    const trace::Replay& replay = playback.state();
    Json tasks = Json::object();
    for (const trace::TaskState& task : replay.tasks()) {
        tasks[std::to_string(task.id.number)] = word_of(task);
    }
    Json lines = Json::object();  // where the tasks that have started and not ended are
    for (const trace::TaskState& task : replay.tasks()) {
        if (!task.stack.empty() && !task.destroyed && task.phase != trace::TaskState::Phase::done &&
            task.id.number != snapshot.lane && task.stack.back().file == 0 &&
            task.stack.back().line != 0) {
            lines[std::to_string(task.id.number)] = task.stack.back().line;
        }
    }
    Json ready = Json::array();
    for (const trace::Id handle : replay.ready()) {
        ready.push_back(handle.number);
    }
    Json timers = Json::array();
    for (const auto& [when, handle] : replay.timers()) {
        if (!replay.handle(handle).cancelled) {
            timers.push_back({handle.number, when});
        }
    }
    Json objects = Json::array();
    for (const trace::ObjectStateNow& object : replay.objects()) {
        objects.push_back(to_string(object.id) + ' ' +
                          app::object_text(object, replay, app::Style{}));
    }
    return {{"name", snapshot.name()},
            {"time", replay.now()},
            {"tasks", tasks},
            {"lines", lines},
            {"ready", ready},
            {"left", playback.steps().left_in_iteration()},
            {"timers", timers},
            {"objects", objects},
            {"printed", snapshot.printed()}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    std::ifstream file(argv[1]);
    std::stringstream text;
    text << file.rdbuf();
    const trace::Trace trace = trace::read_json(text.str());
    app::Playback playback(trace);
    while (const app::Snapshot* snapshot = playback.next()) {
        std::cout << state_of(playback, *snapshot).dump() << '\n';
    }
}
