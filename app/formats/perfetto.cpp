#include "app/formats/perfetto.hpp"

#include <map>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "app/narration/narrate.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/wording.hpp"
#include "core/trace/json/json_text.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;
using Phase = trace::TaskState::Phase;

constexpr std::uint64_t kStep = 1000;     // microseconds per step
constexpr std::uint64_t kSlice = 800;     // the part of them in which it runs
constexpr std::uint32_t kLoopThread = 1;  // task n is thread n + 1
constexpr std::size_t kLongestText = 200;

class PerfettoWriter {
public:
    PerfettoWriter(const trace::Trace& trace, Language language, std::ostream& out)
        : style_{.lang = language},
          playback_(trace),
          wording_(style_, playback_.steps().names(), kLongestShown),
          out_(out),
          name_(trace.header.name) {}

    void write() {
        out_ << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[";
        metadata("process_name", 0, {{"name", "corodemo " + escape_unsafe(name_)}});
        name_thread(kLoopThread, std::string(style_({"event loop", "事件循环"})));
        while (const Snapshot* snapshot = playback_.next()) {
            write(*snapshot);
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

    void print_line(const Json& event) {
        out_ << (first_ ? "\n" : ",\n") << trace::json_text(event);
        first_ = false;
    }
    void metadata(const char* what, std::uint32_t thread, const Json& arguments) {
        print_line({{"ph", "M"}, {"pid", 1}, {"tid", thread}, {"name", what}, {"args", arguments}});
    }
    void name_thread(std::uint32_t thread, const std::string& name) {
        metadata("thread_name", thread, {{"name", name}});
        metadata("thread_sort_index", thread, {{"sort_index", thread}});
    }
    static std::uint32_t thread_of(std::uint32_t lane) { return lane + kLoopThread; }

    void write(const Snapshot& snapshot) {
        if (snapshot.step.is_decision()) {
            stamp_ = snapshot.number * kStep;
            write_slice(snapshot);
            write_counters(snapshot);
        }
        for (const trace::Id id : snapshot.tasks) {
            follow(snapshot, playback_.state().task(id));
        }
    }

    void write_slice(const Snapshot& snapshot) {
        const std::uint32_t thread = thread_of(snapshot.lane);
        if (const auto wait = waits_.find(snapshot.lane);
            snapshot.lane != 0 && wait != waits_.end()) {
            end_wait(snapshot.lane, wait->second, stamp_);
            waits_.erase(wait);
        }
        Json arguments{{"step", snapshot.number},
                       {"iteration", snapshot.step.it},
                       {"virtual time", time_text(snapshot.step.time)},
                       {"what", wording_.prose(snapshot.account).text()}};
        if (const std::vector<std::string> printed = snapshot.printed(); !printed.empty()) {
            arguments["prints"] = printed;
        }
        const Label label = label_of(snapshot, style_);
        const std::string name = label[0] + (label[1].empty() ? "" : " " + label[1]);
        print_line({{"ph", "X"},
                    {"pid", 1},
                    {"tid", thread},
                    {"ts", stamp_},
                    {"dur", kSlice},
                    {"cat", snapshot.lane != 0 ? "task" : "loop"},
                    {"name", name},
                    {"args", std::move(arguments)}});
        const auto source = sources_.find(snapshot.lane);
        if (snapshot.lane != 0 && source != sources_.end()) {
            ++flows_;
            const auto arrow = [&](const char* phase, std::uint64_t stamp, std::uint32_t at) {
                Json event{{"ph", phase},  {"pid", 1},         {"tid", at},      {"ts", stamp},
                           {"id", flows_}, {"cat", "wake-up"}, {"name", "ready"}};
                if (*phase == 'f') {
                    event["bp"] = "e";
                }
                print_line(event);
            };
            arrow("s", source->second.stamp, source->second.thread);
            arrow("f", stamp_, thread);
            sources_.erase(source);
        }
    }

    void write_counters(const Snapshot& snapshot) {
        const auto counter = [&](const char* name, const Json& value) {
            print_line({{"ph", "C"},
                        {"pid", 1},
                        {"tid", kLoopThread},
                        {"ts", stamp_},
                        {"name", name},
                        {"args", {{"value", value}}}});
        };
        counter("ready queue", playback_.state().ready().size());
        counter("timers", playback_.steps().timers().size());
        counter("virtual time, ms", static_cast<double>(snapshot.step.time) / 1e6);
    }

    void follow(const Snapshot& snapshot, const trace::TaskState& task) {
        if (named_.emplace(task.id.number, true).second) {
            const std::string_view name = playback_.steps().names().name(task.id);
            name_thread(thread_of(task.id.number),
                        to_string(task.id) + " " +
                            elide(name.empty() ? task.coro : name, kLongestText, style_));
        }
        const bool own = snapshot.lane == task.id.number;
        if (task.phase == Phase::ready) {
            if (const auto wait = waits_.find(task.id.number); wait != waits_.end()) {
                end_wait(task.id.number, wait->second, stamp_ + (kSlice / 2));
                waits_.erase(wait);
            }
            if (snapshot.step.is_decision() && !own) {
                sources_[task.id.number] = {stamp_ + (kSlice / 2), thread_of(snapshot.lane)};
            }
        } else if (task.phase == Phase::waiting && own) {
            begin_wait(snapshot, task.id.number);
        }
    }

    void begin_wait(const Snapshot& snapshot, std::uint32_t task) {
        const std::optional<Clause>& end = snapshot.account.end;
        std::string what = end ? wording_.clause(*end).text() : std::string();
        Wait wait{"T" + std::to_string(task) + "." + std::to_string(snapshot.number),
                  std::move(what)};
        print_line(wait_event("b", task, wait, stamp_ + kSlice));
        waits_[task] = std::move(wait);
    }
    void end_wait(std::uint32_t task, const Wait& wait, std::uint64_t stamp) {
        print_line(wait_event("e", task, wait, stamp));
    }
    static Json wait_event(const char* phase, std::uint32_t task, const Wait& wait,
                           std::uint64_t stamp) {
        return {{"ph", phase},   {"pid", 1},      {"tid", thread_of(task)}, {"ts", stamp},
                {"id", wait.id}, {"cat", "wait"}, {"name", wait.what}};
    }

    Style style_;
    Playback playback_;
    Wording wording_;
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
    PerfettoWriter(trace, language, out).write();
}

}  // namespace corodemo::app
