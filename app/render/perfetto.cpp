#include "app/render/perfetto.hpp"

#include <map>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "app/render/film.hpp"
#include "app/render/narrate.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;
using Phase = trace::TaskState::Phase;

constexpr std::uint64_t kStep = 1000;     // microseconds that a step is wide
constexpr std::uint64_t kSlice = 800;     // and what runs in it
constexpr std::uint32_t kLoopThread = 1;  // task n is thread n + 1
constexpr std::size_t kLongestText = 200;

class Writer {
public:
    Writer(const trace::Trace& trace, Language language, std::ostream& out)
        : style_{.lang = language},
          film_(trace, style_),
          out_(out),
          name_(trace.header.name) {}

    void write() {
        out_ << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[";
        metadata("process_name", 0, {{"name", "corodemo " + harmless(name_)}});
        name_thread(kLoopThread, std::string(style_({"the loop", "循环"})));
        while (const Shot* shot = film_.next()) {
            write(*shot);
        }
        for (const auto& [task, wait] : waits_) {
            end_wait(task, wait, stamp_ + kStep);
        }
        out_ << "\n]}\n";
    }

private:
    struct Wait {
        std::string id;
        std::string what;
    };
    struct Source {
        std::uint64_t stamp = 0;
        std::uint32_t thread = 0;
    };

    void put(const Json& event) {
        out_ << (first_ ? "\n" : ",\n")
             << event.dump(-1, ' ', false, Json::error_handler_t::replace);
        first_ = false;
    }
    void metadata(const char* what, std::uint32_t thread, const Json& arguments) {
        put({{"ph", "M"}, {"pid", 1}, {"tid", thread}, {"name", what}, {"args", arguments}});
    }
    void name_thread(std::uint32_t thread, const std::string& name) {
        metadata("thread_name", thread, {{"name", name}});
        metadata("thread_sort_index", thread, {{"sort_index", thread}});
    }
    static std::uint32_t thread_of(std::uint32_t lane) { return lane + kLoopThread; }

    void write(const Shot& shot) {
        if (shot.step.is_decision()) {
            stamp_ = shot.number * kStep;
            write_slice(shot);
            write_counters(shot);
        }
        for (const trace::Id id : shot.tasks) {
            follow(shot, film_.state().task(id));
        }
    }

    void write_slice(const Shot& shot) {
        const std::uint32_t thread = thread_of(shot.lane);
        if (const auto wait = waits_.find(shot.lane); shot.lane != 0 && wait != waits_.end()) {
            end_wait(shot.lane, wait->second, stamp_);
            waits_.erase(wait);
        }
        Json arguments{{"step", shot.number},
                       {"iteration", shot.step.it},
                       {"virtual time", seconds(shot.step.time) + " s"},
                       {"what", shot.sentence.text()}};
        if (!shot.printed.empty()) {
            arguments["prints"] = shot.printed;
        }
        const std::string name = shot.label[0] + (shot.label[1].empty() ? "" : " " + shot.label[1]);
        put({{"ph", "X"},
             {"pid", 1},
             {"tid", thread},
             {"ts", stamp_},
             {"dur", kSlice},
             {"cat", shot.lane != 0 ? "task" : "loop"},
             {"name", name},
             {"args", std::move(arguments)}});
        const auto source = sources_.find(shot.lane);
        if (shot.lane != 0 && source != sources_.end()) {
            ++flows_;
            const auto arrow = [&](const char* phase, std::uint64_t stamp, std::uint32_t at) {
                Json event{{"ph", phase},  {"pid", 1},         {"tid", at},      {"ts", stamp},
                           {"id", flows_}, {"cat", "wake-up"}, {"name", "ready"}};
                if (*phase == 'f') {
                    event["bp"] = "e";
                }
                put(event);
            };
            arrow("s", source->second.stamp, source->second.thread);
            arrow("f", stamp_, thread);
            sources_.erase(source);
        }
    }

    void write_counters(const Shot& shot) {
        const auto counter = [&](const char* name, const Json& value) {
            put({{"ph", "C"},
                 {"pid", 1},
                 {"tid", kLoopThread},
                 {"ts", stamp_},
                 {"name", name},
                 {"args", {{"value", value}}}});
        };
        counter("ready queue", film_.state().ready().size());
        counter("timers", film_.steps().timers().size());
        counter("virtual time, ms", static_cast<double>(shot.step.time) / 1e6);
    }

    void follow(const Shot& shot, const trace::TaskState& task) {
        if (named_.emplace(task.id.number, true).second) {
            name_thread(thread_of(task.id.number),
                        to_string(task.id) + " " + fit(task.coro, kLongestText, style_));
        }
        const bool own = shot.lane == task.id.number;
        if (task.phase == Phase::ready) {
            if (const auto wait = waits_.find(task.id.number); wait != waits_.end()) {
                end_wait(task.id.number, wait->second, stamp_ + (kSlice / 2));
                waits_.erase(wait);
            }
            if (shot.step.is_decision() && !own) {
                sources_[task.id.number] = {stamp_ + (kSlice / 2), thread_of(shot.lane)};
            }
        } else if (task.phase == Phase::waiting && own) {
            begin_wait(shot, task.id.number);
        }
    }

    void begin_wait(const Shot& shot, std::uint32_t task) {
        std::string what = shot.step.awaits == "sleep" ? "sleep(" + seconds(shot.step.sleep) + ")"
                           : shot.step.finished != nullptr
                               ? to_string(shot.step.finished->waiting_on)
                               : "";
        Wait wait{"T" + std::to_string(task) + "." + std::to_string(shot.number), std::move(what)};
        put(wait_event("b", task, wait, stamp_ + kSlice));
        waits_[task] = std::move(wait);
    }
    void end_wait(std::uint32_t task, const Wait& wait, std::uint64_t stamp) {
        put(wait_event("e", task, wait, stamp));
    }
    static Json wait_event(const char* phase, std::uint32_t task, const Wait& wait,
                           std::uint64_t stamp) {
        return {{"ph", phase},   {"pid", 1},      {"tid", thread_of(task)}, {"ts", stamp},
                {"id", wait.id}, {"cat", "wait"}, {"name", wait.what}};
    }

    Style style_;
    Film film_;
    std::ostream& out_;
    std::string name_;
    bool first_ = true;
    std::uint64_t stamp_ = 0;
    std::uint64_t flows_ = 0;
    std::map<std::uint32_t, Wait> waits_;      // by task
    std::map<std::uint32_t, Source> sources_;  // by task: what made it ready
    std::map<std::uint32_t, bool> named_;
};

}  // namespace

void render_perfetto(const trace::Trace& trace, Language language, std::ostream& out) {
    Writer(trace, language, out).write();
}

}  // namespace corodemo::app
