#include "app/formats/svg/timeline_svg.hpp"

#include <algorithm>
#include <limits>
#include <ostream>
#include <sstream>
#include <utility>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/lane_picture.hpp"
#include "app/formats/svg/picture_columns.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/message.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/title.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = LaneLayout::kMargin;
constexpr double kLeft = LaneLayout::kLeft;
constexpr double kRight = LaneLayout::kRight;

std::string n(double number) {
    return svg_number(number);
}

void draw_legend(Svg& svg, Language language, bool completions) {
    const Palette& colours = svg.palette();
    const double base = 839;
    double at = kMargin;
    const auto draw = [&](const Localized& label) {
        constexpr double kSize = 23;
        const std::string_view text = label.in(language);
        svg.text(at, base, text, {.size = kSize});
        at += (kSize * 0.52 * static_cast<double>(display_width(text))) + 60;
    };
    svg.rect(at, base - 25, 26, 32, colours.run, "rx=\"4\"");
    svg.rect(at + 30, base - 25, 26, 32, colours.loop, "rx=\"4\"");
    at += 68;
    draw({"runs: your code, the loop", "运行：你的代码、循环"});
    svg.hatched(at, base - 23, 56, 28);
    at += 68;
    draw({"waits", "等待"});
    svg.line("M" + n(at) + " " + n(base - 9) + "h50", colours.ready, 5);
    svg.area("M" + n(at + 56) + " " + n(base - 9) + "l-16 -10v20z", colours.ready);
    at += 68;
    draw({"ready, in the queue", "就绪，在队列里"});
    svg.rect(at, base - 18, 18, 18, colours.ink);
    at += 30;
    draw({"done", "完成"});
    if (completions) {
        svg.line("M" + n(at) + " " + n(base - 9) + "h44", colours.muted, 2.5);
        svg.area("M" + n(at + 52) + " " + n(base - 9) + "l-11 -7v14z", colours.muted);
        at += 64;
        draw({"tells a callback", "通知回调"});
    }
}

std::string description(const Timeline& line, Language language) {
    std::string text =
        say({"A lane for the loop and one for each of {0} tasks. Solid: runs. Hatched: "
             "waits. Blue line: ready, in the queue.",
             "循环一条泳道，{0} 个任务各一条。实心：运行；斜线：等待；蓝线：就绪，在队列里。"},
            {std::to_string(line.tasks)})
            .in(language);
    constexpr std::size_t kMost = 60;
    for (const Timeline::Block& block : line.blocks) {
        if (block.step > kMost) {
            return text + " ...";
        }
        text += " " + std::to_string(block.step) + " " +
                (block.lane != 0 ? "T" + std::to_string(block.lane)
                                 : std::string(Localized{"loop", "循环"}.in(language))) +
                ": " + block.label[0] + (block.label[1].empty() ? "" : " " + block.label[1]) + ".";
    }
    return text;
}

/// Draws the remaining ready queue, and the time.
void draw_queue(Svg& svg, const Playback& playback, const Snapshot& snapshot, const Style& style) {
    const Palette& colours = svg.palette();
    const auto& ready = playback.state().ready();
    svg.text(kMargin, 852, style({"ready", "就绪"}), {.size = 30, .bold = true});
    constexpr std::size_t kMost = 9;
    double at = kLeft;
    const std::size_t left = playback.steps().left_in_iteration();
    for (std::size_t i = 0; i < std::min(kMost, ready.size()); ++i) {
        if (i == left) {
            svg.line("M" + n(at - 2) + " 810v64m-5 0v-64", colours.muted, 2);
            at += 12;
        }
        const Subject subject = playback.steps().subject(playback.state().handle(ready[i]));
        const std::string name = label(subject, style);
        const double width = std::max(84.0, 28 + (15.5 * static_cast<double>(display_width(name))));
        const bool task = subject.mark == Subject::Mark::task;
        svg.rect(at, 812, width, 60, colours.ground,
                 std::string("rx=\"8\" stroke=\"") + (task ? colours.ready : colours.loop) +
                     "\" stroke-width=\"3.5\"");
        svg.text(at + (width / 2), 852, fit_svg(name, width, 28),
                 {.size = 28, .bold = true, .anchor = "middle"});
        at += width + 16;
        if (at > 1180) {
            break;
        }
    }
    if (ready.empty()) {
        svg.text(at, 852, style({"empty", "空"}), {.size = 26, .fill = colours.muted});
    } else if (ready.size() > kMost) {
        svg.text(at, 852, "+" + std::to_string(ready.size() - kMost),
                 {.size = 26, .fill = colours.muted});
    }
    svg.text(kRight, 852,
             say({"clock {0} s", "时钟 {0} s"}, {seconds(snapshot.step.time, 3)}).in(style.lang),
             {.size = 30, .bold = true, .anchor = "end"});
}

/// The set orders that the run chose: `  order=2,3,1/1,2`, or empty.
std::string orders_of(const trace::Trace& trace) {
    constexpr std::size_t kMost = 3;
    std::string text;
    std::size_t choices = 0;
    for (const trace::Event& event : trace.events()) {
        const auto* choice = event.as<trace::ChoiceMade>();
        if (choice == nullptr) {
            continue;
        }
        if (++choices > kMost) {
            return text + "/…";
        }
        text += choices == 1 ? "  order=" : "/";
        const char* comma = "";
        for (const std::uint32_t place : choice->order.value_or(std::span<const std::uint32_t>())) {
            text += std::exchange(comma, ",") + std::to_string(place);
        }
    }
    return text;
}

}  // namespace

void draw_title(Svg& svg, std::string_view title, std::string_view below, bool mono) {
    // Relative to the size: DejaVu's, the widest of the common fonts.
    constexpr double kBoldLetter = 0.62;
    const double width = Svg::kWidth - (2 * kMargin);
    const double size =
        std::clamp(width / (kBoldLetter * static_cast<double>(display_width(title))), 22.0, 40.0);
    svg.text(kMargin, 72, fit_svg(title, width, size, kBoldLetter), {.size = size, .bold = true});
    svg.text(kMargin, 110, fit_svg(below, width, 22), {.fill = svg.palette().muted, .mono = mono});
}

std::string picture_title(const trace::Trace& trace, Language language) {
    const std::string_view title = title_of(trace.header, language);
    return std::string(title.empty() ? trace.header.name : title);
}

std::string below_title(const trace::Trace& trace, Language language) {
    std::string text = trace.header.name;
    for (const auto& [name, value] : trace.header.arguments) {
        std::ostringstream shown;
        std::visit([&](const auto& given) { shown << given; }, value);
        text += "  " + name + "=" + shown.str();
    }
    text += "  CPython " + trace.header.python_version;
    text += orders_of(trace);
    using Status = trace::Outcome::Status;
    if (trace.outcome.status == Status::hung) {
        text += Localized{" · hangs", " · 挂起"}.in(language);
    } else if (trace.outcome.error) {
        text += Localized{" · raises ", " · 抛出 "}.in(language);
        text += trace.outcome.error->type;
    }
    return text;
}

void render_svg(const trace::Trace& trace, Language language, PictureOptions options,
                std::ostream& out) {
    if (options.axis == PictureOptions::Axis::time) {
        render_time_svg(trace, language, options, out);
        return;
    }
    const Style style{.lang = language};
    const Timeline line = read_timeline(trace, style);
    const std::string below = below_title(trace, language);
    Svg svg(out, palette_of(options.theme), picture_title(trace, language),
            below + ". " + description(line, language));
    draw_title(svg, picture_title(trace, language), below, true);
    const PictureColumns columns =
        line.blocks.size() <= kMostColumns ? columns_by_step(line, 1) : columns_by_iteration(line);
    const bool completions =
        draw_lanes(line, columns, std::numeric_limits<std::uint64_t>::max(), false, language, svg);
    draw_legend(svg, language, completions);
    svg.finish();
}

void render_frames(const trace::Trace& trace, Language language, PictureOptions options,
                   const std::function<void(std::uint64_t number, const std::string& svg)>& take) {
    const Style style{.lang = language};
    const Timeline line = read_timeline(trace, style);
    const std::string steps = std::to_string(line.blocks.size());
    Playback playback(trace, style);
    std::uint64_t number = 0;
    while (const Snapshot* snapshot = playback.next()) {
        std::ostringstream out;
        const std::string sentence = snapshot->sentence.text();
        Svg svg(out, palette_of(options.theme), sentence,
                std::to_string(number) + ". " + below_title(trace, language) + ". " +
                    description(line, language));
        const std::string it = std::to_string(snapshot->step.it);
        const Message below =
            snapshot->number == 0 || snapshot->after != 0
                ? Message(trace.header.name)
                : say({"step {0} of {1} · iteration {2}", "第 {0}/{1} 步 · 第 {2} 轮"},
                      {std::to_string(snapshot->number), steps, it});
        draw_title(svg, sentence, below.in(language), false);
        draw_lanes(line, columns_by_step(line, snapshot->number), snapshot->number,
                   snapshot->step.is_decision(), language, svg);
        draw_queue(svg, playback, *snapshot, style);
        svg.finish();
        take(number++, out.str());
    }
}

}  // namespace corodemo::app
