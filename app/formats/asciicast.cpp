#include "app/formats/asciicast.hpp"

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/formats/text/text_parts.hpp"
#include "core/trace/json/json_text.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kWidth = 80;
constexpr int kHeight = 30;
constexpr int kStep = 1000;  // milliseconds before a step appears
constexpr int kLine = 50;    // before any other line

/// Records the lines of a text as they appear on a terminal, with a marker for each iteration.
class Recording final : public Lines {
public:
    Recording(std::ostream& out, const Style& style)
        : Lines(style),
          out_(out) {}

    void write_json(const Json& json) { out_ << trace::json_text(json) << '\n'; }

    void begin_step() override { pause_ = kStep; }
    void begin_chapter(const std::string& title) override {
        pause_ = kStep;
        marker_ = title;
    }

private:
    void write(const std::string& line) override {
        time_ += std::exchange(pause_, kLine);
        const double stamp = static_cast<double>(time_) / 1000;
        if (!marker_.empty()) {
            write_json({stamp, "m", std::exchange(marker_, {})});
        }
        write_json({stamp, "o", line + "\r\n"});
    }

    std::ostream& out_;
    std::int64_t time_ = 0;  // milliseconds
    int pause_ = kLine;
    std::string marker_;
};

}  // namespace

void render_asciicast(const trace::Trace& trace, const Style& style, std::ostream& out) {
    Style terminal = style;
    terminal.colour = true;
    terminal.width = kWidth;
    Recording recording(out, terminal);
    recording.write_json({{"version", 2},
                          {"width", kWidth},
                          {"height", kHeight},
                          {"title", "corodemo " + escape_unsafe(trace.header.name) + " --trace"},
                          {"env", {{"TERM", "xterm-256color"}}}});
    render_steps(trace, terminal, {}, recording);
}

}  // namespace corodemo::app
