#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/svg/end_mark.hpp"
#include "app/formats/svg/svg.hpp"
#include "app/formats/svg/timeline.hpp"
#include "app/formats/svg/timeline_svg.hpp"
#include "app/message.hpp"
#include "app/narration/narrate.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = 40;
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

/// "5 6 11–14"
std::string numbers_of(const std::vector<std::uint64_t>& steps) {
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

/// How long the sleeps of a run would take one after another. That is a fair comparison only if
/// they do not depend on each other: nothing but sleeps, run to their ends, and waits for tasks.
class OneByOne {
public:
    struct Sleeper {
        std::uint32_t task = 0;
        trace::Nanoseconds time = 0;
    };

    explicit OneByOne(const Timeline& line) {
        constexpr std::array<std::string_view, 3> kOtherTasks{"gather", "wait", "task"};
        std::map<std::uint32_t, trace::Nanoseconds> sleeps;
        bool independent = true;
        for (const Timeline::Interval& interval : line.intervals) {
            if (interval.ready) {
                continue;
            }
            if (!interval.sleeps()) {
                independent = independent &&
                              std::ranges::find(kOtherTasks, interval.awaits) != kOtherTasks.end();
                continue;
            }
            const trace::Nanoseconds slept =
                trace::saturating_span(interval.begin_time, interval.end_time);
            independent = independent && interval.end && slept >= interval.sleep;
            trace::Nanoseconds& sum = sleeps[interval.task];
            sum = trace::saturating_add(sum, interval.sleep);
        }
        for (const auto& [task, time] : sleeps) {
            if (time > 0) {
                total_ = trace::saturating_add(total_, time);
                sleepers_.push_back({task, time});
            }
        }
        applies_ = independent && sleepers_.size() > 1 && total_ > line.time;
    }

    [[nodiscard]] bool applies() const { return applies_; }
    [[nodiscard]] trace::Nanoseconds total() const { return total_; }
    [[nodiscard]] const std::vector<Sleeper>& sleepers() const { return sleepers_; }

private:
    std::vector<Sleeper> sleepers_;
    trace::Nanoseconds total_ = 0;
    bool applies_ = false;
};

class TimePicture {
public:
    TimePicture(const Timeline& line, Language language, Svg& svg)
        : line_(line),
          language_(language),
          svg_(svg),
          colours_(svg.palette()),
          one_by_one_(line) {
        group_lanes();
        end_ = std::max<trace::Nanoseconds>(one_by_one_.applies() ? one_by_one_.total() : line.time,
                                            1);
        bottom_ = one_by_one_.applies() ? 600 : 720;
        loop_ = lanes_.size() <= 6 ? 100 : 80;
        pitch_ = std::min(100.0, (bottom_ - kTop - loop_ - 10) /
                                     static_cast<double>(std::max<std::size_t>(lanes_.size(), 1)));
        bar_ = std::min(66.0, pitch_ * 0.68);
        find_places();
        right_ = one_by_one_.applies() ? 1390 : 1290;
        left_ = find_left();
    }

    void draw() {
        draw_grid();
        draw_waits();
        draw_steps();
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
    /// One task, or neighbours that look the same.
    struct Lane {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };
    /// All steps of a lane at the same time.
    struct Place {
        std::vector<std::uint64_t> steps;
        std::string printed;
        std::string does;  ///< the loop
        bool own = false;
        std::optional<Timeline::End> end;
        trace::Nanoseconds from = 0;  ///< earlier than that time if a step blocked
        trace::Nanoseconds blocked = 0;
    };
    using Places = std::map<std::pair<std::size_t, trace::Nanoseconds>, Place>;

    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double x(trace::Nanoseconds time) const {
        const double at = static_cast<double>(time) / static_cast<double>(end_);
        return left_ + ((right_ - left_) * std::clamp(at, 0.0, 1.0));
    }
    /// The centre of a lane; 0 for the loop.
    [[nodiscard]] double y(std::size_t lane) const {
        return lane == 0 ? kTop + (loop_ * 0.55)
                         : kTop + loop_ + (pitch_ * (static_cast<double>(lane) - 0.5));
    }
    [[nodiscard]] double bar_of(std::size_t lane) const {
        return lane == 0 ? std::min(66.0, loop_ * 0.66) : bar_;
    }
    [[nodiscard]] Svg::Text number_style(std::size_t lane) const {
        const double least = lane == 0 ? 16 : std::min(16.0, pitch_ * 0.6);
        return {.size = std::clamp(bar_of(lane) * 0.5, least, 24.0), .bold = true};
    }
    /// The lane of a task, from 1; 0 for the loop; none if it is not drawn.
    [[nodiscard]] std::optional<std::size_t> lane_of(std::uint32_t task) const {
        if (task == 0) {
            return 0;
        }
        const auto lane = std::ranges::lower_bound(lanes_, task, {}, &Lane::last);
        return lane == lanes_.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(lane - lanes_.begin() + 1));
    }

    /// Of many tasks, neighbours that look the same share a lane; what is left has none.
    void group_lanes() {
        const auto count = static_cast<std::uint32_t>(line_.tasks.size());
        std::vector<std::string> lives(count);
        if (count > kMostLanes) {
            for (const Timeline::Interval& interval : line_.intervals) {
                if (!interval.ready) {
                    lives[interval.task - 1] += std::to_string(interval.begin_time) + "-" +
                                                std::to_string(interval.end_time) + ";";
                }
            }
            for (const Timeline::Block& block : line_.blocks) {
                if (block.lane != 0) {
                    const auto end = line_.end_in(block);
                    lives[block.lane - 1] += std::to_string(block.time) + block.printed +
                                             std::to_string(end ? static_cast<int>(*end) : -1);
                }
            }
        }
        for (std::uint32_t task = 1; task <= count; ++task) {
            if (task > 1 && count > kMostLanes && lives[task - 1] == lives[task - 2]) {
                lanes_.back().last = task;
            } else if (lanes_.size() == kMostLanes) {
                left_out_ = count - task + 1;
                return;
            } else {
                lanes_.push_back({task, task});
            }
        }
    }

    void draw_grid() {
        svg_.text(kMargin, y(0) + 10, in({"the loop", "事件循环"}), {.size = 30, .bold = true});
        for (std::size_t lane = 1; lane <= lanes_.size(); ++lane) {
            draw_name(lanes_[lane - 1], y(lane));
        }
        const trace::Nanoseconds tick = tick_of(end_, 8);
        const bool one_instant = end_ == 1 && line_.time == 0;
        for (trace::Nanoseconds number = 0; number <= (one_instant ? 0 : end_ / tick); ++number) {
            const trace::Nanoseconds time = number * tick;
            svg_.line("M" + n(x(time)) + " " + n(kTop) + "V" + n(bottom_), colours_.line, 1.5);
            svg_.text(x(time), bottom_ + 36, seconds(time) + " s",
                      {.size = 26,
                       .fill = time <= line_.time ? colours_.ink : colours_.muted,
                       .anchor = "middle"});
        }
        svg_.line("M" + n(left_ - 6) + " " + n(bottom_) + "H" + n(right_ + 6), colours_.ink, 2.5);
        if (left_out_ != 0) {
            svg_.text(
                kMargin, bottom_ + 36,
                say({"+{0} tasks", "另有 {0} 个任务"}, {std::to_string(left_out_)}).in(language_),
                {.fill = colours_.muted});
        }
    }
    [[nodiscard]] double id_size() const {
        return std::clamp(pitch_ * (names_below() ? 0.42 : 0.62), 8.0, 30.0);
    }
    /// Whether the names of tasks stand below their ids.
    [[nodiscard]] bool names_below() const { return pitch_ >= 56; }
    [[nodiscard]] Svg::Text name_style() const {
        return {.size = names_below() ? std::min(20.0, pitch_ * 0.32) : id_size() * 0.75,
                .fill = colours_.muted};
    }
    /// T3–T97 (95)
    static std::string name_of_many(const Lane& lane) {
        return "T" + std::to_string(lane.first) + "–T" + std::to_string(lane.last) + " (" +
               std::to_string(lane.last - lane.first + 1) + ")";
    }
    /// Leaves room for names, and for the numbers of the first steps beside them.
    [[nodiscard]] double find_left() const {
        constexpr double kLeast = 230;
        constexpr double kMost = 400;
        const Svg::Text id{.size = id_size(), .bold = true};
        double names = 0;
        for (const Lane& lane : lanes_) {
            if (lane.last > lane.first) {
                names = std::max(names, id.width_of(name_of_many(lane)));
                continue;
            }
            const Timeline::Task& task = line_.tasks[lane.first - 1];
            const double name = name_style().width_of(task.name);
            names = std::max(names, names_below() ? name : id.width_of(task.id + " ") + name);
        }
        double numbers = 0;
        for (const auto& [at, place] : places_) {
            if (at.second == 0 && at.first != 0) {
                numbers =
                    std::max(numbers, number_style(at.first).width_of(numbers_of(place.steps)));
            }
        }
        return std::clamp(kMargin + names + numbers + 36, kLeast, kMost);
    }
    void draw_name(const Lane& lane, double at) {
        const double room = left_ - kMargin - 44;
        Svg::Text id{.size = id_size(), .bold = true};
        if (lane.last > lane.first) {
            const std::string text = name_of_many(lane);
            id.size = std::min(id.size, id.size * room / id.width_of(text));
            svg_.text(kMargin, at + (id.size * 0.35), text, id);
            return;
        }
        const Timeline::Task& task = line_.tasks[lane.first - 1];
        const bool below = names_below() && !task.name.empty();
        const Svg::Text name = name_style();
        const double from = below ? 0 : id.width_of(task.id + " ");
        const double base = at + (id.size * 0.35);
        svg_.text(kMargin, below ? at - (id.size * 0.05) : base, task.id, id);
        if (const std::string text = name.fit(task.name, room - from); !text.empty()) {
            svg_.text(kMargin + from, below ? at + (name.size * 1.05) : base, text, name);
        }
    }

    void draw_waits() {
        for (const Timeline::Interval& interval : line_.intervals) {
            const auto lane = lane_of(interval.task);
            if (interval.ready || !lane || lanes_[*lane - 1].first != interval.task) {
                continue;
            }
            const double from = x(interval.begin_time);
            const double width = x(interval.end_time) - from;
            if (width < 2) {
                continue;
            }
            hatches_.emplace(*lane, interval.begin_time);
            const double at = y(*lane);
            svg_.begin_step(interval.begin);
            svg_.hatched(from, at - (bar_ * 0.4), width, bar_ * 0.8);
            const Svg::Text style{
                .size = std::min(23.0, bar_ * 0.5), .anchor = "middle", .mono = true};
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

    void find_places() {
        for (const Timeline::Block& block : line_.blocks) {
            const auto lane = lane_of(block.lane);
            if (!lane || block.kind == StepKind::jump) {
                continue;
            }
            const auto [at, first] = places_.try_emplace({*lane, block.time});
            Place& place = at->second;
            place.from = first ? block.from : std::min(place.from, block.from);
            place.blocked = trace::saturating_add(place.blocked, block.blocked());
            place.steps.push_back(block.step);
            place.printed = block.printed.empty() ? place.printed : block.printed;
            if (*lane == 0 && place.does.find(block.label[0]) == std::string::npos) {
                place.does += (place.does.empty() ? "" : ", ") + block.label[0];
            }
            place.own = place.own || block.own;
            if (const auto end = line_.end_in(block)) {
                place.end = end;
            }
        }
    }
    void draw_steps() {
        for (const Timeline::Block& block : line_.blocks) {
            if (block.kind == StepKind::jump) {
                draw_jump(block);
            }
        }
        for (auto at = places_.begin(); at != places_.end(); ++at) {
            const auto next = std::next(at);
            const bool last = next == places_.end() || next->first.first != at->first.first;
            draw_place(at->first.first, at->first.second, at->second,
                       last ? Svg::kWidth - 20 : x(next->second.from) - 14);
        }
    }
    /// Draws a sliver, or a bar if a step took time, and the step numbers beside it. `limit`: where
    /// the next place in the lane begins.
    void draw_place(std::size_t lane, trace::Nanoseconds time, const Place& place, double limit) {
        const double at = y(lane);
        const double bar = bar_of(lane);
        const double left = x(time);
        const double begin = x(place.from);
        const char* colour = place.own ? colours_.run : colours_.loop;
        svg_.begin_step(place.steps.front());
        svg_.rect(begin - 7, at - (bar / 2), left - begin + 14, bar, colour, "rx=\"3\"");
        if (place.blocked > 0) {
            draw_blocking(place, at, bar, begin, left);
        }
        Svg::Text style = number_style(lane);
        style.fill = colour;
        // In the loop's lane, below the line of a clock jump.
        const double base = lane == 0 ? at + (bar * 0.5) : at + (style.size * 0.36);
        const std::string numbers = numbers_of(place.steps);
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
        const std::string time = seconds(place.blocked);
        const std::string whole =
            say({"blocks {0} s: nobody else can run", "阻塞 {0} s：其他任务都无法运行"}, {time})
                .in(language_);
        const std::string brief = say({"blocks {0} s", "阻塞 {0} s"}, {time}).in(language_);
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
        svg_.line("M" + n(x(line_.time)) + " " + n(bottom_ + 50) + "V" + n(top + 100), colours_.run,
                  3);
        trace::Nanoseconds begin = 0;
        const std::vector<OneByOne::Sleeper>& sleepers = one_by_one_.sleepers();
        const double total = x(one_by_one_.total()) - left_;
        constexpr double kNarrowest = 12;  // of a box that can be told from the next
        if (total / static_cast<double>(sleepers.size()) < kNarrowest) {
            draw_sleep(left_, total, top,
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
            say({"done here: {0} s", "到此完成：{0} s"}, {seconds(line_.time)}).in(language_);
        svg_.text(x(line_.time) + 14, top + 96, here, done);
        const std::string there =
            say({"not here: {0} s", "而不是：{0} s"}, {seconds(one_by_one_.total())}).in(language_);
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
    Places places_;
    std::vector<Lane> lanes_;
    std::uint32_t left_out_ = 0;                                    // tasks without a lane
    std::set<std::pair<std::size_t, trace::Nanoseconds>> hatches_;  // drawn: lane, begin
    trace::Nanoseconds end_ = 1;
    double left_ = 0;
    double right_ = 0;
    double bottom_ = 0;
    double loop_ = 0;  // the height of its lane
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
                 "沿虚拟时间，共 {0} s。事件循环一条泳道，{1} 个任务各一条。"},
                {seconds(line.time), std::to_string(line.tasks.size())})
                .in(language));
    draw_title(svg, title, below, true);
    TimePicture(line, language, svg).draw();
    svg.finish();
}

}  // namespace corodemo::app
