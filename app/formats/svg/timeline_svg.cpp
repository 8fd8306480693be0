#include "app/formats/svg/timeline_svg.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <ostream>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "app/formats/svg/lane_layout.hpp"
#include "app/formats/svg/lane_legend.hpp"
#include "app/formats/svg/lane_picture.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/message.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/title.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = LaneLayout::kMargin;
constexpr double kLeft = 190;  // of the queue
constexpr double kRight = LaneLayout::kRight;

std::string n(double number) {
    return svg_number(number);
}

/// `, returned`; empty if the task did not end.
std::string_view ending(std::optional<Timeline::End> end, Language language) {
    if (!end) {
        return {};
    }
    switch (*end) {
        case Timeline::End::returned:
            return Localized{", returned", "，返回"}.in(language);
        case Timeline::End::raised:
            return Localized{", raised an error", "，引发异常"}.in(language);
        case Timeline::End::cancelled:
            return Localized{", cancelled", "，被取消"}.in(language);
        case Timeline::End::destroyed:
            break;
    }
    return {};
}

std::string steps_in_words(const Timeline& line, Language language) {
    std::string text =
        say({"A lane for the loop and one for each of {0} tasks. Solid: runs. Hatched: "
             "waits. Blue line: in the ready queue.",
             "事件循环一条泳道，{0} 个任务各一条。实心：运行；斜线：等待；蓝线：在就绪队列中。"},
            {std::to_string(line.tasks.size())})
            .in(language);
    constexpr std::size_t kMost = 60;
    for (const Timeline::Block& block : line.blocks) {
        if (block.step > kMost) {
            return text + " ...";
        }
        text += " " + std::to_string(block.step) + " " +
                (block.lane != 0 ? line.tasks[block.lane - 1].full_name()
                                 : std::string(Localized{"loop", "事件循环"}.in(language))) +
                ": " + block.label[0] + (block.label[1].empty() ? "" : " " + block.label[1]);
        if (block.blocked() > 0) {
            text += say({", blocks {0}", "，阻塞 {0}"}, {time_text(block.blocked())}).in(language);
        }
        text += ending(line.end_in(block), language);
        text += ".";
    }
    return text;
}

std::string description(const Timeline& line, Language language) {
    std::string text = steps_in_words(line, language);
    for (const Timeline::Warning& warning : line.warnings) {
        text += say({" Warning: {0}", "警告：{0}"}, {warning.text}).in(language);
    }
    return text;
}

/// When what is ready will run: `left` of `ready` handles do so in this iteration.
Message when_ready_runs(const Snapshot& snapshot, std::size_t left, std::size_t ready) {
    if (left == ready) {
        return Localized{"◂ runs in this iteration, in this order", "◂ 在本轮中按此顺序运行"};
    }
    if (left != 0) {
        return Localized{"", ""};
    }
    return say({"◂ runs in iteration {0}, in this order", "◂ 在第 {0} 轮中按此顺序运行"},
               {std::to_string(snapshot.step.it + 1)});
}

/// The frame of a handle in the ready queue: round if it is a task's, square if it is one of the
/// loop's own.
void draw_chip_box(Svg& svg, double at, double width, bool task) {
    svg.rect(
        at, 812, width, 60, svg.palette().ground,
        task ? std::string("rx=\"14\" stroke=\"") + svg.palette().ready + "\" stroke-width=\"5\""
             : std::string("rx=\"4\" stroke=\"") + svg.palette().loop + "\" stroke-width=\"3\"");
}

/// Writes what stands behind the chips of the ready queue: how many are left out, or when they run.
void write_rest_of_queue(Svg& svg, const Snapshot& snapshot, const Style& style, double at,
                         double end, std::size_t shown, std::size_t left, std::size_t all) {
    const Svg::Text words{.size = 24, .fill = svg.palette().muted};
    if (all == 0) {
        svg.text(at, 852, style({"empty", "空"}), words);
    } else if (shown < all) {
        svg.text(at, 852, "+" + std::to_string(all - shown), words);
    } else if (const std::string note =
                   words.fit(when_ready_runs(snapshot, left, all).in(style.lang), end - at);
               !note.ends_with("…")) {
        svg.text(at, 852, note, words);
    }
}

/// Draws the remaining ready queue, and the time.
void draw_queue(Svg& svg, const Playback& playback, const Snapshot& snapshot,
                const Wording& wording, const Style& style) {
    const Palette& colours = svg.palette();
    const auto& ready = playback.state().ready();
    svg.text(kMargin, 852, style({"ready", "就绪"}), {.size = 30, .bold = true});
    const std::string time =
        say({"clock {0}", "时钟 {0}"}, {time_text(snapshot.step.time)}).in(style.lang);
    const Svg::Text large{.size = 30, .bold = true, .anchor = "end"};
    svg.text(kRight, 852, time, large);
    const double end = kRight - large.width_of(time) - 40;

    const Svg::Text chip{.size = 28, .bold = true, .anchor = "middle"};
    constexpr double kMore = 80;          // room for "+98"
    constexpr std::size_t kUncut = 1000;  // columns: chip.fit() measures
    double at = kLeft;
    const std::size_t left = playback.steps().left_in_iteration();
    std::size_t shown = 0;
    for (; shown < ready.size(); ++shown) {
        const Subject subject = playback.steps().subject(playback.state().handle(ready[shown]));
        const auto this_one = [&](std::size_t /*at*/) { return subject; };
        const std::string name = chip.fit(wording.queue(1, this_one, kUncut), 300);
        const double width = std::max(84.0, 28 + chip.width_of(name));
        if (at + width + 12 > end - (shown + 1 < ready.size() ? kMore : 0)) {
            break;
        }
        if (shown == left) {
            svg.line("M" + n(at - 2) + " 810v64m-5 0v-64", colours.muted, 2);
            at += 12;
        }
        draw_chip_box(svg, at, width, subject.mark == Subject::Mark::task);
        svg.text(at + (width / 2), 852, name, chip);
        at += width + 16;
    }
    write_rest_of_queue(svg, snapshot, style, at, end, shown, left, ready.size());
}

/// What the run chose, as the option takes it: `  --schedule 2,3,1/@2`, or empty.
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
        text += choices == 1 ? "  --schedule " : "/";
        const char* comma = choice->site == "sleep" ? "@" : "";
        for (const std::uint32_t place : choice->order.value_or(std::span<const std::uint32_t>())) {
            text += std::exchange(comma, ",") + std::to_string(place);
        }
    }
    return text;
}

}  // namespace

void draw_title(Svg& svg, std::string_view text, std::string_view below, bool mono) {
    constexpr std::size_t kLongest = 400;  // far more than has room
    const std::string safe = escape_unsafe(prefix_of_width(text, kLongest));
    std::string_view title = safe;
    constexpr double kSmallest = 28;  // of a title in one line
    const double width = Svg::kWidth - (2 * kMargin);
    Svg::Text style{.size = 40, .bold = true};
    style.size = std::clamp(width / text_width(title, 1, Face::bold), kSmallest, style.size);
    double at = 72;
    if (style.width_of(title) > width) {
        style.size = 26;
        // Breaks at the last place where the first line still fits.
        const std::size_t most = style.fit(title, width).size() - std::string_view("…").size();
        const std::size_t end = last_break(title, most);
        svg.text(kMargin, 50, title.substr(0, end), style);
        title.remove_prefix(std::min(title.find_first_not_of(' ', end), title.size()));
        at = 84;
    }
    svg.text(kMargin, at, style.fit(title, width), style);
    const Svg::Text second{.fill = svg.palette().muted, .mono = mono};
    svg.text(kMargin, at + (at > 72 ? 34 : 38), second.fit(below, width), second);
}

std::string picture_title(const trace::Trace& trace, Language language) {
    constexpr std::size_t kLongest = 200;  // of columns; far more than has room
    const std::string_view title = title_of(trace.header, language);
    return std::string(prefix_of_width(title.empty() ? trace.header.name : title, kLongest));
}

std::string below_title(const trace::Trace& trace, Language language) {
    std::string text;
    const auto add = [&text](std::string_view more) {
        text += text.empty() ? "" : "  ";
        text += more;
    };
    if (trace.header.name != picture_title(trace, language)) {
        add(trace.header.name);
    }
    for (const auto& [name, value] : trace.header.arguments) {
        std::ostringstream shown;
        std::visit([&](const auto& given) { shown << given; }, value);
        add(name + "=" + shown.str());
    }
    add("Python " + trace.header.python_version);
    text += orders_of(trace);
    using Status = trace::Outcome::Status;
    if (trace.outcome.status == Status::hung) {
        text += Localized{" · hangs", " · 卡住"}.in(language);
    } else if (trace.outcome.error) {
        text += Localized{" · raises ", " · 引发 "}.in(language);
        text += trace.outcome.error->type;
    }
    constexpr std::size_t kLongest = 300;  // of columns; far more than has room
    return std::string(prefix_of_width(text, kLongest));
}

std::string below_shutdown(const Timeline& line, Language language) {
    return line.shutdown == 0
               ? std::string()
               : say({" · asyncio.run() shuts down: {0} steps", " · asyncio.run() 收尾：共 {0} 步"},
                     {std::to_string(line.shutdown)})
                     .in(language);
}

void render_svg(const trace::Trace& trace, Language language, PictureOptions options,
                std::ostream& out) {
    if (options.axis == PictureOptions::Axis::time) {
        render_time_svg(trace, language, options, out);
        return;
    }
    const Timeline line = read_timeline(trace, {.lang = language});
    const LaneLayout layout(line, std::nullopt);
    std::string below = below_title(trace, language) + below_shutdown(line, language);
    if (const StepAxis& axis = layout.axis(); axis.is_partial()) {
        below += say({" · steps 1–{0} of {1}", " · 第 1–{0} 步，共 {1} 步"},
                     {std::to_string(axis.last()), std::to_string(line.blocks.size())})
                     .in(language);
    }
    const std::string title = picture_title(trace, language);
    Svg svg(out, palette_of(options.theme), title, below + ". " + description(line, language));
    draw_title(svg, title, below, true);
    const bool completions =
        draw_lanes(line, layout, std::numeric_limits<std::uint64_t>::max(), false, language, svg);
    draw_legend(line, completions, language, svg);
    svg.finish();
}

void render_frames(const trace::Trace& trace, Language language, PictureOptions options,
                   const std::function<void(std::uint64_t number, const std::string& svg)>& take) {
    const Style style{.lang = language};
    const Timeline line = read_timeline(trace, style);
    const std::string steps = std::to_string(line.blocks.size());
    Playback playback(trace);
    const Wording wording(style, playback.steps().names(), kLongestShown);
    std::uint64_t number = 0;
    while (const Snapshot* snapshot = playback.next()) {
        if (snapshot->number > line.blocks.size() && !snapshot->last) {
            continue;  // asyncio.run()'s end
        }
        const std::uint64_t here = std::min<std::uint64_t>(snapshot->number, line.blocks.size());
        std::ostringstream out;
        const std::string sentence = wording.prose(snapshot->account).text();
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
        draw_lanes(line, LaneLayout(line, here), here, snapshot->step.is_decision(), language, svg);
        draw_queue(svg, playback, *snapshot, wording, style);
        svg.finish();
        take(number++, out.str());
    }
}

}  // namespace corodemo::app
