#include "scenarios/program.hpp"

namespace corodemo::scenarios {

namespace {

Coro<std::string> download(std::string name, Duration time, CallSite = "download") {  // py:6
    co_await sleep(time);                                                             // py:7
    co_return name;                                                                   // py:8
}

Coro<> main_program(Duration delay, CallSite = "main") {  // py:11
    auto film = download("film", 3 * delay);              // py:12
    auto song = download("song", 2 * delay);              // py:12
    auto text = download("text", delay);                  // py:12
    auto downloads = list({std::move(film), std::move(song), std::move(text)});
    for (auto next_one : as_completed(std::move(downloads))) {  // py:13
        const std::string name = co_await std::move(next_one);  // py:14
        print(name);                                            // py:14
    }
}

}  // namespace

void as_completed_program(const Arguments& arguments) {
    run(main_program(arguments.delay));  // py:17
}

}  // namespace corodemo::scenarios
