#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <ostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "app/formats/formats.hpp"
#include "app/formats/text/orders_table.hpp"
#include "core/trace/json/json.hpp"
#include "core/trace/recorder.hpp"
#include "core/trace/replay.hpp"
#include "tests/app/texts.hpp"
#include "tests/random/random_program.hpp"

// Any trace that replay accepts can be rendered in every format; any other is rejected with the
// number of the invalid event. Real traces are mutated at random, reproducibly, and each must be
// one or the other.

namespace corodemo::tests {

namespace {

using Json = nlohmann::ordered_json;

/// Discards what is written, up to a limit that no picture of a small trace reaches.
class BoundedBuffer final : public std::streambuf {
protected:
    std::streamsize xsputn(const char* /*text*/, std::streamsize count) override {
        constexpr std::streamsize kMost = 20'000'000;
        written_ += count;
        if (written_ > kMost) {
            throw std::runtime_error("a renderer does not come to an end");
        }
        return count;
    }
    int_type overflow(int_type character) override {
        const char letter = traits_type::to_char_type(character);
        xsputn(&letter, 1);
        return character;
    }

private:
    std::streamsize written_ = 0;
};

void render_all(const trace::Trace& trace) {
    const auto render = [&](const app::Format& format, const app::RenderOptions& options) {
        CAPTURE(format.name);
        BoundedBuffer buffer;
        std::ostream out(&buffer);
        out.exceptions(std::ios::badbit);
        format.render(trace, options, out);
    };
    for (const app::Format& format : app::formats()) {
        render(format, {});
    }
    for (const app::Detail detail : {app::Detail::brief, app::Detail::full}) {
        render(*app::find_format("text"), {.style = {.width = 60}, .detail = detail});
    }
    render(*app::find_format("text"), {.style = {.width = 60}});
    render(*app::find_format("svg"), {.picture = {.axis = app::PictureOptions::Axis::time}});
}

/// Whether the trace was accepted; if so, it has been rendered in every way.
bool accepted_and_shown(const std::string& text) {
    try {
        const trace::Trace trace = trace::read_json(text);
        trace::Replay replay;
        for (const trace::Event& event : trace.events()) {
            replay.apply(event);
        }
        render_all(trace);
    } catch (const trace::FormatError&) {
        return false;
    } catch (const trace::ReplayError& error) {
        REQUIRE(!error.places().empty());
        CHECK(error.places().front().kind == trace::Place::Kind::event);
        return false;
    }
    // The data that is compared between two runs.
    const app::ComparedRun run = app::make_compared_run("left", trace::read_json(text));
    std::ostringstream out;
    app::print_orders_table(run, run, {}, out);
    CHECK(out.str().size() < 10'000);
    return true;
}

std::string document_of(const trace::Trace& trace) {
    std::ostringstream out;
    trace::write_json(trace, out);
    return out.str();
}

trace::Trace record_random_program(std::uint64_t seed) {
    trace::Trace trace;
    trace.header.name = "random";
    trace.header.python_version = "3.10";
    trace::Choices choices;
    trace::Recorder recorder(trace);
    trace.outcome = RandomProgram(seed, asyncio::PythonVersion(10)).run(recorder, choices).outcome;
    return trace;
}

/// Mutates traces, differently each time.
class Mutator {
public:
    explicit Mutator(std::uint64_t seed)
        : random_(seed) {}

    /// Collects values from real traces, to be substituted for others.
    void learn(const Json& document) {
        for (const Json& event : document["events"]) {
            for (const auto& [name, value] : event.items()) {
                if (value.is_string() || value.is_boolean()) {
                    known_[name].push_back(value);
                }
            }
        }
    }

    Json mutate(Json document) {
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
            change(document["events"]);
        }
        if (below(8) == 0) {
            document["outcome"][below(2) == 0 ? "time" : "iterations"] = any_number(3);
        }
        number(document["events"]);
        return document;
    }

private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    Json& any(Json& list) { return list[below(list.size())]; }

    void change(Json& events) {
        const auto at = [&] {
            return events.begin() + static_cast<std::ptrdiff_t>(below(events.size()));
        };
        switch (below(10)) {
            case 0:
                events.erase(at());
                break;
            case 1:
                events.insert(at(), Json(*at()));
                break;
            case 2:
                std::swap(*at(), *at());
                break;
            case 3: {
                const auto one =
                    events.begin() + static_cast<std::ptrdiff_t>(below(events.size() - 1));
                std::swap(*one, *std::next(one));
                break;
            }
            case 4:
                move_times(events, any_number(0));
                break;
            default:
                change_field(any(events));
        }
    }

    /// Shifts all times from some event on, so that the clock still never goes back.
    void move_times(Json& events, std::int64_t by) {
        for (std::size_t at = below(events.size()); at < events.size(); ++at) {
            for (const char* field : {"t", "from", "to", "when"}) {
                if (const auto time = events[at].find(field);
                    time != events[at].end() && time->is_number()) {
                    *time = trace::saturating_add(time->get<std::int64_t>(), by);
                }
            }
        }
    }

    void change_field(Json& event) {
        auto field = event.begin();
        std::advance(field, static_cast<std::ptrdiff_t>(below(event.size())));
        if (field.key() == "n" || field.key() == "kind") {
            return;
        }
        if (below(6) == 0) {
            event.erase(field);
        } else if (field->is_number()) {
            *field = any_number(field->get<std::int64_t>());
        } else if (field->is_string()) {
            const std::string text = field->get<std::string>();
            const trace::Id id = trace::id_from_string(text);
            if (id && below(3) != 0) {
                *field = text.front() + std::to_string(1 + below(id.number + 2));
            } else {
                *field = known_[field.key()][below(known_[field.key()].size())];
            }
        } else if (field->is_boolean()) {
            *field = !field->get<bool>();
        } else if (field->is_array() && !field->empty()) {
            field->erase(below(field->size()));
        }
    }

    std::int64_t any_number(std::int64_t near) {
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        near = std::clamp(near, 1 - kMost, kMost - 1);
        const std::array numbers{near + 1,
                                 near - 1,
                                 std::int64_t{0},
                                 std::int64_t{1},
                                 kMost,
                                 kMost - 1,
                                 -kMost,
                                 kMost / 2,
                                 kSecond,
                                 1 + kSecond,
                                 std::int64_t{4294967295},
                                 kMost / 8 * 7};
        return numbers.at(below(numbers.size()));
    }

    static void number(Json& events) {
        for (std::size_t at = 0; at < events.size(); ++at) {
            Json& event = events[at];
            event["n"] = at + 1;
            if (const auto cause = event.find("cause");
                cause != event.end() && cause->is_number() &&
                cause->get<std::int64_t>() > std::int64_t(at)) {
                *cause = nullptr;
            }
        }
    }

    std::mt19937_64 random_;
    std::map<std::string, std::vector<Json>> known_;
};

}  // namespace

TEST_CASE("a mutated trace is rejected, or rendered in every format") {
    std::vector<Json> originals;
    for (const char* name : {"gather", "wait", "lost-update", "lock-order-deadlock",
                             "stop-in-callback", "stop-after-run-forever", "two-callbacks",
                             "callback-wrong-order", "result-before-done", "blocking"}) {
        originals.push_back(Json::parse(document_of(record(name))));
    }
    for (const std::uint64_t seed : {3U, 12U}) {
        originals.push_back(Json::parse(document_of(record_random_program(seed))));
    }
    Mutator mutator(20'261'126);
    for (const Json& original : originals) {
        REQUIRE(accepted_and_shown(original.dump()));
        mutator.learn(original);
    }
    constexpr int kMutants = 2000;
    int accepted = 0;
    for (int mutant = 0; mutant < kMutants; ++mutant) {
        CAPTURE(mutant);
        const Json& original = originals[static_cast<std::size_t>(mutant) % originals.size()];
        const std::string text = mutator.mutate(original).dump();
        bool shown = false;
        CHECK_NOTHROW(shown = accepted_and_shown(text));
        accepted += shown ? 1 : 0;
    }
    CHECK(accepted > kMutants / 10);
    CHECK(accepted < kMutants / 2);
}

TEST_CASE("a clock near the limit of 64 bits is rendered in every format") {
    Json document = Json::parse(document_of(record("wait")));
    for (Json& event : document["events"]) {
        for (const char* field : {"t", "to", "when"}) {
            if (const auto time = event.find(field); time != event.end() && *time != 0) {
                *time = std::numeric_limits<trace::Nanoseconds>::max();
            }
        }
    }
    document["outcome"]["time"] = std::numeric_limits<trace::Nanoseconds>::max();
    CHECK(accepted_and_shown(document.dump()));
}

}  // namespace corodemo::tests
