#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/svg/end_mark.hpp"
#include "app/formats/svg/one_by_one.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/time_layout.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/formats/svg/timeline_svg.hpp"
#include "app/message.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = TimeLayout::kMargin;

std::string n(double number) {
    return svg_number(number);
}

/// The distance between ticks: a round number of nanoseconds, such that at most about `most` ticks
/// fit into `time`.
trace::Nanoseconds tick_of(trace::Nanoseconds time, std::int64_t most) {
    trace::Nanoseconds tick = 1;
    while (true) {
        for (const int factor : {1, 2, 5}) {
            if (time / (tick * factor) <= most) {
                return tick * factor;
            }
        }
        tick *= 10;
    }
}

class TimePicture {
public:
    TimePicture(const Timeline& line, Language language, Svg& svg)
        : line_(line),
          language_(language),
          svg_(svg),
          colours_(svg.palette()),
          one_by_one_(line),
          layout_(line, one_by_one_.applies() ? one_by_one_.total() : 0) {}

    void draw() {
        draw_grid();
        draw_waits();
        draw_steps();
        draw_other_endings();
        if (one_by_one_.applies()) {
            draw_one_by_one();
        }
        const auto blocks = [](const Timeline::Block& block) { return block.blocked() > 0; };
        const Svg::Text style{.fill = colours_.muted};
        svg_.text(kMargin, 868,
                  std::ranges::any_of(line_.blocks, blocks)
                      ? in({"While a step blocks, nobody else can run. Other steps take no time: "
                            "numbers give their order.",
                            "一步阻塞期间，其他任务都无法运行。其他的步不花时间：数字给出先后。"})
                      : in({"Under virtual time a step takes no time: the numbers give the order "
                            "of steps that share an instant.",
                            "在虚拟时间里，一步不花时间：数字给出同一时刻各步的先后。"}),
                  style);
    }

private:
    using Lane = TimeLayout::Lane;
    using Place = TimeLayout::Place;

    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double x(trace::Nanoseconds time) const { return layout_.x(time); }
    [[nodiscard]] double y(std::size_t lane) const { return layout_.y(lane); }

    void draw_grid() {
        svg_.text(kMargin, y(0) + 10, in({"event loop", "事件循环"}), {.size = 24, .bold = true});
        for (std::size_t lane = 1; lane <= layout_.lanes().size(); ++lane) {
            draw_name(layout_.lanes()[lane - 1], y(lane));
        }
        const trace::Nanoseconds end = layout_.end();
        const trace::Nanoseconds tick = tick_of(end, 8);
        for (trace::Nanoseconds number = 0; number <= end / tick; ++number) {
            const trace::Nanoseconds time = number * tick;
            svg_.line("M" + n(x(time)) + " " + n(TimeLayout::kTop) + "V" + n(layout_.bottom()),
                      colours_.line, 1.5);
            svg_.text(x(time), layout_.bottom() + 36, time_text(time),
                      {.size = 26,
                       .fill = time <= line_.time ? colours_.ink : colours_.muted,
                       .anchor = "middle"});
        }
        svg_.line(
            "M" + n(layout_.left() - 6) + " " + n(layout_.bottom()) + "H" + n(layout_.right() + 6),
            colours_.ink, 2.5);
        if (const std::uint32_t left_out = layout_.left_out(); left_out != 0) {
            svg_.text(
                kMargin, layout_.bottom() + 36,
                say({"+{0} tasks", "另有 {0} 个任务"}, {std::to_string(left_out)}).in(language_),
                {.fill = colours_.muted});
        }
    }
    void draw_name(const Lane& lane, double at) {
        const double room = layout_.left() - kMargin - 44;
        Svg::Text id{.size = layout_.id_size(), .bold = true};
        if (lane.last > lane.first) {
            const std::string text = TimeLayout::name_of_many(lane);
            id.size = std::min(id.size, id.size * room / id.width_of(text));
            svg_.text(kMargin, at + (id.size * 0.35), text, id);
            return;
        }
        const Timeline::Task& task = line_.tasks[lane.first - 1];
        const bool below = layout_.names_below() && !task.name.empty();
        Svg::Text name{.size = layout_.name_size(), .fill = colours_.muted};
        const double from = below ? 0 : id.width_of(task.id + " ");
        const double base = at + (id.size * 0.35);
        svg_.text(kMargin, below ? at - (id.size * 0.05) : base, task.id, id);
        if (const std::string text = name.fit(task.name, room - from); !text.empty()) {
            svg_.text(kMargin + from, below ? at + (name.size * 1.05) : base, text, name);
        }
    }

    void draw_waits() {
        for (const Timeline::Interval& interval : line_.intervals) {
            const auto lane = layout_.lane_of(interval.task);
            if (interval.ready || !lane || layout_.lanes()[*lane - 1].first != interval.task) {
                continue;
            }
            const double from = x(interval.begin_time);
            const double width = x(interval.end_time) - from;
            if (width < 2) {
                continue;
            }
            hatches_.emplace(*lane, interval.begin_time);
            const double at = y(*lane);
            const double bar = layout_.bar(*lane);
            svg_.begin_step(interval.begin);
            svg_.hatched(from, at - (bar * 0.4), width, bar * 0.8);
            const Svg::Text style{
                .size = std::min(23.0, bar * 0.5), .anchor = "middle", .mono = true};
            const double label_width = style.width_of(interval.label()) + 12;
            constexpr double kForNumbers = 36;  // at both ends
            if (!interval.label().empty() && label_width + (2 * kForNumbers) < width &&
                style.size > 11) {
                svg_.rect(from + ((width - label_width) / 2), at - (style.size * 0.8), label_width,
                          style.size * 1.6, colours_.ground, "rx=\"4\"");
                svg_.text(from + (width / 2), at + (style.size * 0.36), interval.label(), style);
            }
            svg_.end();
        }
    }

    void draw_steps() {
        for (const Timeline::Block& block : line_.blocks) {
            if (block.kind == StepKind::jump) {
                draw_jump(block);
            }
        }
        for (auto at = layout_.places().begin(); at != layout_.places().end(); ++at) {
            const auto next = std::next(at);
            const bool last =
                next == layout_.places().end() || next->first.first != at->first.first;
            draw_place(at->first.first, at->first.second, at->second,
                       last ? Svg::kWidth - 20 : x(next->second.from) - 14);
        }
    }
    /// Of tasks that ended outside of any step of their own.
    void draw_other_endings() {
        for (std::size_t lane = 1; lane <= layout_.lanes().size(); ++lane) {
            const std::uint32_t task = layout_.lanes()[lane - 1].first;
            const auto& ending = line_.tasks[task - 1].ending;
            const bool own = ending && ending->step != 0 && !ending->after &&
                             line_.block(ending->step).runs(task);
            if (ending && !own) {
                const double side = std::min(18.0, layout_.bar(lane) * 0.5);
                svg_.begin_step(ending->step);
                draw_end_mark(svg_, ending->end, x(ending->time) + 8 + (side / 2), y(lane), side,
                              colours_.ink);
                svg_.end();
            }
        }
    }
    /// Draws a sliver, or a bar if a step took time, and the step numbers beside it. `limit`: where
    /// the next place in the lane begins.
    void draw_place(std::size_t lane, trace::Nanoseconds time, const Place& place, double limit) {
        const double at = y(lane);
        const double bar = layout_.bar(lane);
        const double left = x(time);
        const double begin = x(place.from);
        const char* colour = place.own ? colours_.run : colours_.loop;
        svg_.begin_step(place.steps.front());
        svg_.rect(begin - 7, at - (bar / 2), left - begin + 14, bar, colour, "rx=\"3\"");
        if (place.blocked > 0) {
            draw_blocking(place, at, bar, begin, left);
        }
        Svg::Text style = layout_.number_style(lane);
        style.fill = colour;
        // In the loop's lane, below the line of a clock jump.
        const double base = lane == 0 ? at + (bar * 0.5) : at + (style.size * 0.36);
        const std::string numbers = TimeLayout::numbers_of(place.steps);
        if (hatches_.contains({lane, time})) {
            draw_numbers_before(numbers, left - 14, base, style, time > 0);
        } else {
            draw_place_texts(place, style.fit(numbers, limit - left - 16), left + 16, base, style,
                             limit);
        }
        svg_.end();
    }
    /// Before a place that hatching follows. `over`: there is usually hatching before it, too.
    void draw_numbers_before(const std::string& numbers, double right, double base, Svg::Text style,
                             bool over) {
        constexpr double kRoom = 110;  // up to the names
        if (over) {
            const double width = style.width_of(numbers) + 8;
            svg_.rect(right + 4 - width, base - (style.size * 0.98), width, style.size * 1.24,
                      colours_.ground, "rx=\"4\"");
        }
        style.anchor = "end";
        svg_.text(right, base, style.fit(numbers, kRoom), style);
    }
    void draw_place_texts(const Place& place, const std::string& numbers, double left, double base,
                          const Svg::Text& style, double limit) {
        svg_.text(left, base, numbers, style);
        double next = left + 12 + style.width_of(numbers);
        const double side = std::min(18.0, style.size * 0.8);
        const double room = limit - next - (place.end ? side + 14 : 0);
        const std::string words = place.printed.empty() ? place.does : "“" + place.printed + "”";
        const Svg::Text plain{.size = style.size,
                              .fill = place.printed.empty() ? colours_.muted : colours_.ink};
        if (const std::string shown = plain.fit(words, room); !shown.empty()) {
            svg_.text(next, base, shown, plain);
            next += plain.width_of(shown) + 12;
        }
        if (place.end) {
            draw_end_mark(svg_, *place.end, next + (side / 2), base - (style.size * 0.36), side,
                          colours_.ink);
        }
    }
    /// Says inside a bar that it blocks the event loop, and how long.
    void draw_blocking(const Place& place, double at, double bar, double begin, double end) {
        const Svg::Text style{.size = std::clamp(bar * 0.4, 12.0, 24.0),
                              .fill = place.own ? colours_.on_run : colours_.on_loop,
                              .bold = true,
                              .anchor = "middle"};
        const std::string time = time_text(place.blocked);
        const std::string whole =
            say({"blocks {0}: nobody else can run", "阻塞 {0}：其他任务都无法运行"}, {time})
                .in(language_);
        const std::string brief = say({"blocks {0}", "阻塞 {0}"}, {time}).in(language_);
        const bool fits = style.width_of(whole) < end - begin;
        if (fits || style.width_of(brief) < end - begin) {
            svg_.text((begin + end) / 2, at + (style.size * 0.36), fits ? whole : brief, style);
        }
    }
    void draw_jump(const Timeline::Block& block) {
        const double from = x(block.from) + 7;
        const double to = x(block.time) - 9;
        if (to - from < 8) {
            return;
        }
        svg_.begin_step(block.step);
        svg_.line("M" + n(from) + " " + n(y(0)) + "H" + n(std::max(from, to - 12)), colours_.muted,
                  3, "stroke-dasharray=\"3 6\"");
        svg_.area("M" + n(to) + " " + n(y(0)) + "l-14 -9v18z", colours_.muted);
        const Svg::Text bold{.bold = true};
        const std::string number = std::to_string(block.step);
        const double base = y(0) - 14;
        if (const double room = to - from - 14; bold.width_of(number) < room) {
            svg_.text(from + 7, base, number, bold);
            const Svg::Text style{.fill = colours_.muted};
            const double label_x = from + 17 + bold.width_of(number);
            const std::string_view label = in({"the clock jumps", "时钟跳转"});
            if (style.width_of(label) < to - label_x) {
                svg_.text(label_x, base, label, style);
            }
        }
        svg_.end();
    }

    /// Shows how long the same sleeps would take one after another.
    void draw_one_by_one() {
        const double top = 690;
        const Svg::Text name{.size = 26, .fill = colours_.muted, .bold = true};
        svg_.text(kMargin, top + 22, in({"one after", "如果一个"}), name);
        svg_.text(kMargin, top + 54, in({"another", "接一个"}), name);
        svg_.line("M" + n(x(line_.time)) + " " + n(layout_.bottom() + 50) + "V" + n(top + 100),
                  colours_.run, 3);
        trace::Nanoseconds begin = 0;
        const std::vector<OneByOne::Sleeper>& sleepers = one_by_one_.sleepers();
        const double total = x(one_by_one_.total()) - layout_.left();
        constexpr double kNarrowest = 12;  // of a box that can be told from the next
        if (total / static_cast<double>(sleepers.size()) < kNarrowest) {
            draw_sleep(layout_.left(), total, top,
                       say({"the sleeps of {0} tasks", "{0} 个任务的 sleep"},
                           {std::to_string(sleepers.size())})
                           .in(language_));
        } else {
            for (const OneByOne::Sleeper& sleeper : sleepers) {
                const trace::Nanoseconds end = trace::saturating_add(begin, sleeper.time);
                const std::string& id = line_.tasks[sleeper.task - 1].id;
                const std::string whole =
                    say({"{0} would sleep", "{0} 的 sleep"}, {id}).in(language_);
                const double width = x(end) - x(begin);
                const bool fits = Svg::Text().width_of(whole) + 12 < width;
                draw_sleep(x(begin), width, top, fits ? whole : id);
                begin = end;
            }
        }
        const Svg::Text done{.size = 26, .fill = colours_.run, .bold = true};
        const std::string here =
            say({"done here: {0}", "到此完成：{0}"}, {time_text(line_.time)}).in(language_);
        svg_.text(x(line_.time) + 14, top + 96, here, done);
        const std::string there =
            say({"not here: {0}", "而不是：{0}"}, {time_text(one_by_one_.total())}).in(language_);
        Svg::Text not_done{.size = 26, .fill = colours_.muted, .bold = true, .anchor = "end"};
        const bool near = x(one_by_one_.total()) - not_done.width_of(there) <
                          x(line_.time) + 14 + done.width_of(here) + 30;  // cannot share a line
        svg_.text(x(one_by_one_.total()), near ? top + 130 : top + 96, there, not_done);
    }
    void draw_sleep(double from, double width, double top, const std::string& label) {
        svg_.rect(from + 2, top, width - 4, 56, "none",
                  std::string("rx=\"5\" stroke=\"") + colours_.muted +
                      "\" stroke-width=\"2\" stroke-dasharray=\"7 6\"");
        const Svg::Text style{.fill = colours_.muted, .anchor = "middle"};
        if (const double own = style.width_of(label) + 8; own < width) {
            svg_.rect(from + ((width - own) / 2), top + 14, own, 30, colours_.ground);
            svg_.text(from + (width / 2), top + 36, label, style);
        }
    }

    const Timeline& line_;
    Language language_;
    Svg& svg_;
    const Palette& colours_;
    OneByOne one_by_one_;
    TimeLayout layout_;
    std::set<std::pair<std::size_t, trace::Nanoseconds>> hatches_;  // drawn: lane, begin
};

}  // namespace

void render_time_svg(const trace::Trace& trace, Language language, PictureOptions options,
                     std::ostream& out) {
    const Timeline line = read_timeline(trace, {.lang = language});
    const std::string title = picture_title(trace, language);
    const std::string below = below_title(trace, language) + below_shutdown(line, language);
    Svg svg(out, palette_of(options.theme), title,
            below + ". " +
                say({"Along virtual time, {0}. A lane for the loop and one for each of {1} tasks.",
                     "沿虚拟时间，共 {0}。事件循环一条泳道，{1} 个任务各一条。"},
                    {time_text(line.time), std::to_string(line.tasks.size())})
                    .in(language));
    draw_title(svg, title, below, true);
    TimePicture(line, language, svg).draw();
    svg.finish();
}

}  // namespace corodemo::app
