#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>
#include <vector>

#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/formats/svg/timeline_svg.hpp"
#include "app/message.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = 40;
constexpr double kLeft = 230;
constexpr double kRight = 1390;
constexpr double kTop = 170;
constexpr std::size_t kMostLanes = 16;

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
          colours_(svg.palette()) {
        lanes_ = std::min<std::size_t>(line.tasks, kMostLanes);
        measure_sleeps();
        compared_ = sleepers_ > 1 && one_by_one_ > line.time;
        end_ = std::max<trace::Nanoseconds>(compared_ ? one_by_one_ : line.time, 1);
        bottom_ = compared_ ? 600 : 720;
        pitch_ = std::min(100.0, (bottom_ - kTop - 30) / static_cast<double>(lanes_ + 1));
        bar_ = std::min(66.0, pitch_ * 0.66);
    }

    void draw() {
        draw_grid();
        draw_waits();
        draw_steps();
        if (compared_) {
            draw_one_by_one();
        }
        svg_.text(
            kMargin, 868,
            in({"Under virtual time a step takes no time: the numbers give the order of steps "
                "that share an instant.",
                "在虚拟时间里，一步不花时间：数字给出同一时刻各步的先后。"}),
            {.fill = colours_.muted});
    }

private:
    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double x(trace::Nanoseconds time) const {
        return kLeft + ((kRight - kLeft) * static_cast<double>(time) / static_cast<double>(end_));
    }
    [[nodiscard]] double y(std::size_t lane) const {
        return kTop + (pitch_ * (static_cast<double>(lane) + 0.5));
    }

    void measure_sleeps() {
        std::map<std::uint32_t, trace::Nanoseconds> sleeps;
        for (const Timeline::Interval& interval : line_.intervals) {
            if (!interval.waits_for.empty()) {
                trace::Nanoseconds& sum = sleeps[interval.task];
                sum = trace::saturating_add(sum, interval.sleep);
            }
        }
        for (const auto& [task, time] : sleeps) {
            one_by_one_ = trace::saturating_add(one_by_one_, time);
            sleepers_ += time > 0 ? 1 : 0;
            sleeps_.emplace_back(task, time);
        }
    }

    void draw_grid() {
        svg_.text(kMargin, y(0) + 10, in({"the loop", "循环"}), {.size = 30, .bold = true});
        for (std::size_t lane = 1; lane <= lanes_; ++lane) {
            const double size = std::min(30.0, pitch_ * 0.6);
            std::string name = "T" + std::to_string(lane);
            if (lane == lanes_ && line_.tasks > lanes_) {
                name += " +" + std::to_string(line_.tasks - lanes_);
            }
            svg_.text(kMargin, y(lane) + (size * 0.35), name, {.size = size, .bold = true});
        }
        const trace::Nanoseconds tick = tick_of(end_, 8);
        for (trace::Nanoseconds number = 0; number <= end_ / tick; ++number) {
            const trace::Nanoseconds time = number * tick;
            svg_.line("M" + n(x(time)) + " " + n(kTop) + "V" + n(bottom_), colours_.line, 1.5);
            svg_.text(x(time), bottom_ + 36, seconds(time) + " s",
                      {.size = 26,
                       .fill = time <= line_.time ? colours_.ink : colours_.muted,
                       .anchor = "middle"});
        }
        svg_.line("M" + n(kLeft - 6) + " " + n(bottom_) + "H" + n(kRight + 6), colours_.ink, 2.5);
    }

    void draw_waits() {
        for (const Timeline::Interval& interval : line_.intervals) {
            const double from = x(interval.begin_time);
            const double width = x(interval.end_time) - from;
            if (interval.ready || interval.task > lanes_ || width < 2) {
                continue;
            }
            if (width > 2) {
                hatches_.emplace(interval.task, interval.begin_time);
            }
            const double at = y(interval.task);
            svg_.begin_step(interval.begin);
            svg_.hatched(from, at - (bar_ * 0.4), width, bar_ * 0.8);
            const double size = std::min(23.0, bar_ * 0.5);
            const double label_width =
                size * 0.61 * static_cast<double>(interval.waits_for.size() + 1);
            if (!interval.waits_for.empty() && label_width + 20 < width && size > 11) {
                svg_.rect(from + ((width - label_width) / 2), at - (size * 0.8), label_width,
                          size * 1.6, colours_.ground, "rx=\"4\"");
                svg_.text(from + (width / 2), at + (size * 0.36), interval.waits_for,
                          {.size = size, .anchor = "middle", .mono = true});
            }
            svg_.end();
        }
    }

    /// All steps of a lane at the same time.
    struct Place {
        std::vector<std::uint64_t> steps;
        std::string printed;
        bool own = false;
        bool ends = false;
        trace::Nanoseconds from = 0;  ///< earlier than that time if a step blocked
    };
    using Places = std::map<std::pair<std::uint32_t, trace::Nanoseconds>, Place>;

    void draw_steps() {
        Places places;
        for (const Timeline::Block& block : line_.blocks) {
            if (block.lane > lanes_) {
                continue;
            }
            if (block.kind == StepKind::jump) {
                draw_jump(block);
                continue;
            }
            const auto [at, first] = places.try_emplace({block.lane, block.time});
            Place& place = at->second;
            place.from = first ? block.from : std::min(place.from, block.from);
            place.steps.push_back(block.step);
            place.printed = block.printed.empty() ? place.printed : block.printed;
            place.own = place.own || block.own;
            place.ends = place.ends || block.ends;
        }
        for (auto at = places.begin(); at != places.end(); ++at) {
            const auto next = std::next(at);
            const bool last = next == places.end() || next->first.first != at->first.first;
            draw_place(at->first.first, at->first.second, at->second,
                       last ? Svg::kWidth - 20 : x(next->first.second) - 10);
        }
    }
    /// Draws a sliver, or a bar if a step took time, and the step numbers beside it. `limit`: where
    /// the next place in the lane begins.
    void draw_place(std::uint32_t lane, trace::Nanoseconds time, const Place& place, double limit) {
        const double at = y(lane);
        const double left = x(time);
        const double begin = x(place.from);
        const char* colour = place.own ? colours_.run : colours_.loop;
        svg_.begin_step(place.steps.front());
        svg_.rect(begin - 7, at - (bar_ / 2), left - begin + 14, bar_, colour, "rx=\"3\"");
        const double size = std::clamp(bar_ * 0.5, 12.0, 24.0);
        // In the loop's lane, below the line of a clock jump.
        const double base = lane == 0 ? at + (bar_ * 0.5) : at + (size * 0.36);
        const std::string numbers = numbers_of(place.steps);
        if (waits_after(lane, time)) {
            if (time > 0) {  // there is usually hatching behind the text
                const double width = (size * 0.6 * static_cast<double>(display_width(numbers))) + 8;
                svg_.rect(left - 10 - width, at - (size * 0.62), width, size * 1.24,
                          colours_.ground, "rx=\"4\"");
            }
            svg_.text(left - 14, base, numbers,
                      {.size = size, .fill = colour, .bold = true, .anchor = "end"});
        } else {
            draw_place_texts(place, fit_svg(numbers, limit - left - 16, size), left + 16, base,
                             size, limit);
        }
        svg_.end();
    }
    void draw_place_texts(const Place& place, const std::string& numbers, double left, double base,
                          double size, double limit) {
        const char* colour = place.own ? colours_.run : colours_.loop;
        svg_.text(left, base, numbers, {.size = size, .fill = colour, .bold = true});
        double next = left + 12 + (size * 0.6 * static_cast<double>(display_width(numbers)));
        if (!place.printed.empty()) {
            const std::string printed = fit_svg("“" + place.printed + "”", limit - next - 30, size);
            svg_.text(next, base, printed, {.size = size});
            next += (size * 0.47 * static_cast<double>(display_width(printed))) + 14;
        }
        if (place.ends) {
            svg_.rect(next, base - (size * 0.36) - 9, 18, 18, colours_.ink);
        }
    }
    /// "5 6 11–14"
    static std::string numbers_of(const std::vector<std::uint64_t>& steps) {
        std::string text;
        for (std::size_t at = 0; at < steps.size();) {
            std::size_t last = at;
            while (last + 1 < steps.size() && steps[last + 1] == steps[last] + 1) {
                ++last;
            }
            text += (text.empty() ? "" : " ") + std::to_string(steps[at]);
            if (last > at) {
                text += (last > at + 1 ? "–" : " ") + std::to_string(steps[last]);
            }
            at = last + 1;
        }
        return text;
    }
    /// Whether visible hatching begins there.
    [[nodiscard]] bool waits_after(std::uint32_t task, trace::Nanoseconds time) const {
        return hatches_.contains({task, time});
    }
    void draw_jump(const Timeline::Block& block) {
        const double from = x(block.from);
        const double to = x(block.time) - 9;
        svg_.begin_step(block.step);
        svg_.line("M" + n(from) + " " + n(y(0)) + "H" + n(std::max(from, to - 12)), colours_.muted,
                  3, "stroke-dasharray=\"3 6\"");
        svg_.area("M" + n(to) + " " + n(y(0)) + "l-14 -9v18z", colours_.muted);
        const std::string number = std::to_string(block.step);
        const double at = std::min(bar_ * 0.55, 26.0);
        svg_.text(from + 14, y(0) - (at * 0.6), number, {.bold = true});
        const double label_x = from + 24 + (14 * static_cast<double>(number.size()));
        const std::string label = fit_svg(in({"the clock jumps", "时钟跳转"}), to - label_x, 22);
        if (!label.ends_with("…")) {
            svg_.text(label_x, y(0) - (at * 0.6), label, {.fill = colours_.muted});
        }
        svg_.end();
    }

    /// Shows how long the same sleeps would take one after the other.
    void draw_one_by_one() {
        const double top = 690;
        svg_.text(kMargin, top + 22, in({"one after", "如果一个"}),
                  {.size = 26, .fill = colours_.muted, .bold = true});
        svg_.text(kMargin, top + 54, in({"another", "接一个"}),
                  {.size = 26, .fill = colours_.muted, .bold = true});
        trace::Nanoseconds begin = 0;
        for (const auto& [task, time] : sleeps_) {
            const double from = x(begin) + 2;
            const trace::Nanoseconds end = trace::saturating_add(begin, time);
            const double width = x(end) - from - 2;
            if (width > 3) {
                svg_.rect(from, top, width, 56, "none",
                          std::string("rx=\"5\" stroke=\"") + colours_.muted +
                              "\" stroke-width=\"2\" stroke-dasharray=\"7 6\"");
                const std::string who = "T" + std::to_string(task);
                std::string label = say({"{0} would sleep", "{0} 的 sleep"}, {who}).in(language_);
                label = fit_svg(label, width, 22).ends_with("…") ? who : label;
                svg_.text(from + (width / 2), top + 36, fit_svg(label, width, 22),
                          {.fill = colours_.muted, .anchor = "middle"});
            }
            begin = end;
        }
        svg_.line("M" + n(x(line_.time)) + " " + n(bottom_ + 50) + "V" + n(top + 100), colours_.run,
                  3);
        svg_.text(x(line_.time) + 14, top + 96,
                  say({"done here: {0} s", "到此完成：{0} s"}, {seconds(line_.time)}).in(language_),
                  {.size = 26, .fill = colours_.run, .bold = true});
        const bool near = x(one_by_one_) - x(line_.time) < 480;  // too close to share a line
        svg_.text(x(one_by_one_), near ? top + 130 : top + 96,
                  say({"not here: {0} s", "而不是：{0} s"}, {seconds(one_by_one_)}).in(language_),
                  {.size = 26, .fill = colours_.muted, .bold = true, .anchor = "end"});
    }

    const Timeline& line_;
    Language language_;
    Svg& svg_;
    const Palette& colours_;
    std::size_t lanes_ = 0;
    std::vector<std::pair<std::uint32_t, trace::Nanoseconds>> sleeps_;  // total per task
    std::set<std::pair<std::uint32_t, trace::Nanoseconds>> hatches_;    // drawn: task, begin
    trace::Nanoseconds one_by_one_ = 0;
    std::size_t sleepers_ = 0;
    bool compared_ = false;
    trace::Nanoseconds end_ = 1;
    double bottom_ = 0;
    double pitch_ = 0;
    double bar_ = 0;
};

}  // namespace

void render_time_svg(const trace::Trace& trace, Language language, PictureOptions options,
                     std::ostream& out) {
    const Timeline line = read_timeline(trace, {.lang = language});
    const std::string title = picture_title(trace, language);
    const std::string below = below_title(trace, language);
    Svg svg(
        out, palette_of(options.theme), title,
        below + ". " +
            say({"Along virtual time, {0} s. A lane for the loop and one for each of {1} tasks.",
                 "沿虚拟时间，共 {0} s。循环一条泳道，{1} 个任务各一条。"},
                {seconds(line.time), std::to_string(line.tasks)})
                .in(language));
    draw_title(svg, title, below, true);
    TimePicture(line, language, svg).draw();
    svg.finish();
}

}  // namespace corodemo::app
