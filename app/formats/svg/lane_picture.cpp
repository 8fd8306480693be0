#include "app/formats/svg/lane_picture.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/svg/block_labels.hpp"
#include "app/formats/svg/lane_layout.hpp"
#include "app/message.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = LaneLayout::kMargin;
constexpr double kLeft = LaneLayout::kLeft;
constexpr double kRight = LaneLayout::kRight;
constexpr double kTop = LaneLayout::kTop;

std::string n(double number) {
    return svg_number(number);
}

class Picture {
public:
    /// `here`: nothing behind this step is drawn.
    Picture(const Timeline& line, Columns columns, std::uint64_t here, Language language, Svg& svg)
        : line_(line),
          layout_(line, std::move(columns)),
          columns_(layout_.columns()),
          words_(line, layout_, here),
          here_(here),
          language_(language),
          svg_(svg),
          colours_(svg.palette()) {}

    /// Everything but title and legend. `marked`: the current step stands out.
    void draw(bool marked) {
        draw_ground(marked);
        draw_names();
        draw_waits();
        draw_time_breaks();
        draw_queued();
        draw_completions();
        draw_blocks();
        draw_axis(marked);
        if (line_.blocks.empty()) {
            draw_nothing();
        }
    }

    [[nodiscard]] bool has_completions() const { return has_completions_; }

private:
    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }
    [[nodiscard]] double x(std::ptrdiff_t column) const { return layout_.x(column); }
    [[nodiscard]] double middle(std::uint64_t step) const { return layout_.middle(step); }
    [[nodiscard]] double gap() const { return layout_.gap(); }
    [[nodiscard]] double y(std::uint32_t lane) const { return layout_.y(lane); }
    [[nodiscard]] double half_of(std::uint32_t lane) const { return layout_.half_of(lane); }
    [[nodiscard]] bool drawn(std::uint32_t lane) const { return layout_.drawn(lane); }

    void draw_ground(bool marked) {
        std::size_t begin = 0;
        while (begin < columns_.all.size()) {
            std::size_t end = begin + 1;
            const Columns::Column& first = columns_.all[begin];
            while (end < columns_.all.size() && columns_.all[end].it == first.it &&
                   columns_.all[end].run == first.run) {
                ++end;
            }
            const double from = x(static_cast<std::ptrdiff_t>(begin));
            const double width = x(static_cast<std::ptrdiff_t>(end)) - from;
            if (first.it % 2 == 1) {
                svg_.rect(from, kTop, width, layout_.bottom() - kTop, colours_.band);
            }
            svg_.line("M" + n(from) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.line,
                      1.5);
            const bool new_run = begin > 0 && columns_.all[begin - 1].run != first.run;
            draw_iteration(first.it, new_run ? first.run : 0, from, width);
            begin = end;
        }
        svg_.line("M" + n(kRight) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.line, 1.5);
        if (marked && columns_.has(here_)) {
            svg_.rect(x(columns_.of(here_)), kTop + 44, layout_.width(),
                      layout_.bottom() - kTop - 44, colours_.now);
        }
    }
    /// `run`: its number if one begins here, else 0.
    void draw_iteration(std::uint32_t it, std::uint32_t run, double from, double width) {
        const std::string number = std::to_string(it);
        if (run != 0) {
            svg_.line("M" + n(from) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.muted, 4);
            svg_.text(from + 4, kTop - 8,
                      say({"run {0}", "第 {0} 次运行"}, {std::to_string(run)}).in(language_),
                      {.size = 18, .fill = colours_.muted, .bold = true});
        }
        const std::string whole = say({"iteration {0}", "第 {0} 轮"}, {number}).in(language_);
        const double size = 24;
        const std::string name = !fit_svg(whole, width, size).ends_with("…") && width > 100 ? whole
                                 : width > 60 && language_ == Language::en         ? "it " + number
                                 : width > 14 * static_cast<double>(number.size()) ? number
                                                                                   : "";
        svg_.text(from + (width / 2), kTop + 32, name,
                  {.size = name == number ? 20.0 : size,
                   .fill = colours_.muted,
                   .bold = true,
                   .anchor = "middle"});
    }

    void draw_names() {
        svg_.text(kMargin, y(0) + 10, in({"the loop", "循环"}), {.size = 30, .bold = true});
        svg_.line("M" + n(kLeft) + " " + n(y(0)) + "H" + n(kRight), colours_.line, 1.5);
        const double size = std::clamp(layout_.pitch() * 0.62, 8.0, 30.0);
        for (const LaneLayout::Lane& lane : layout_.lanes()) {
            const double at = y(lane.first);
            std::string name = "T" + std::to_string(lane.first);
            if (lane.last > lane.first) {
                name += "–T" + std::to_string(lane.last);
            }
            if (layout_.is_rest(lane.first)) {
                svg_.text(kLeft + 12, at + 5,
                          in({"no room for these: the page has them (-f html)",
                              "放不下，见网页（-f html）"}),
                          {.size = 14, .fill = colours_.muted});
            }
            const double fitting = std::min(
                size, 145 / (0.6 * static_cast<double>(std::max<std::size_t>(name.size() - 2, 3))));
            svg_.text(kMargin, at + (fitting * 0.35), name, {.size = fitting, .bold = true});
            svg_.line("M" + n(kLeft) + " " + n(at) + "H" + n(kRight), colours_.line, 1.5);
        }
    }

    [[nodiscard]] bool visible(const Timeline::Interval& interval) const {
        return interval.begin <= here_ && drawn(interval.task) && !columns_.all.empty() &&
               interval.begin <= columns_.all.back().last &&
               (!interval.end || *interval.end >= columns_.all.front().first);
    }
    /// Where a interval ends, if that has happened yet.
    [[nodiscard]] std::optional<std::uint64_t> end_of(const Timeline::Interval& interval) const {
        return interval.end && *interval.end <= here_ ? interval.end : std::nullopt;
    }
    /// The right edge of what has happened; before the first step, where an arrow into its column
    /// ends.
    [[nodiscard]] double edge() const {
        if (here_ == 0) {
            return x(0) + (layout_.width() / 2);
        }
        return columns_.has(here_) ? x(columns_.of(here_) + 1) : kRight;
    }

    void draw_waits() {
        bool labelled = false;
        for (const Timeline::Interval& interval : line_.intervals) {
            if (interval.ready || !visible(interval)) {
                continue;
            }
            const std::ptrdiff_t first = columns_.of(interval.begin);
            const double begin = first < 0 ? kLeft : x(first + 1) - gap();
            const auto end = end_of(interval);
            const double to = end && columns_.has(*end) ? middle(*end) - 3 : edge();
            if (to - begin < 2) {
                continue;
            }
            const double at = y(interval.task);
            svg_.begin_step(interval.begin);
            svg_.hatched(begin, at - (layout_.wait() / 2), to - begin, layout_.wait());
            // One word for all: the others look the same.
            labelled = labelled || draw_wait_label(interval, begin, to);
            svg_.end();
        }
    }
    /// What a interval from `begin` to `to` waits for, if there is room to say it.
    bool draw_wait_label(const Timeline::Interval& interval, double begin, double to) {
        const double size = std::min(21.0, layout_.wait() * 0.5);
        const double width = size * 0.61 * static_cast<double>(interval.waits_for.size() + 1);
        const BlockLabels::Label* beside =
            columns_.by_step ? words_.beside(interval.begin) : nullptr;
        const double from = (beside != nullptr ? beside->to : begin) + 12;
        const double at = y(interval.task);
        if (interval.waits_for.empty() || size < 14 || from + width + 12 > to ||
            time_break_within(from - 2, from + width - 2)) {
            return false;
        }
        svg_.rect(from, at - (size * 0.85), width, size * 1.7, colours_.ground, "rx=\"4\"");
        svg_.text(from + (width / 2), at + (size * 0.36), interval.waits_for,
                  {.size = size, .anchor = "middle", .mono = true});
        return true;
    }
    [[nodiscard]] bool time_break_within(double from, double to) const {
        return std::ranges::any_of(line_.blocks, [&](const Timeline::Block& block) {
            if (block.kind != StepKind::jump || !columns_.has(block.step)) {
                return false;
            }
            const double at = middle(block.step);
            return block.step <= here_ && at + 24 > from && at - 24 < to;
        });
    }

    /// From the top of the lanes to their bottom.
    [[nodiscard]] std::string zigzag(double centre, double half) const {
        constexpr int kTooth = 19;
        const int teeth = static_cast<int>(layout_.bottom() - kTop - 84) / kTooth;
        std::string path;
        for (int tooth = 0; tooth <= teeth; ++tooth) {
            const double side = tooth % 2 == 0 ? -1 : 1;
            path += (tooth == 0 ? "M" : "L") + n(centre + (side * half * 0.35)) + " " +
                    n(kTop + 44 + (kTooth * tooth));
        }
        return path;
    }
    void draw_time_breaks() {
        std::ptrdiff_t last = -1;
        for (const Timeline::Block& block : line_.blocks) {
            const std::ptrdiff_t at = columns_.of(block.step);
            if (block.kind != StepKind::jump || block.step > here_ || !columns_.has(block.step) ||
                at == last) {
                continue;
            }
            last = at;
            const double half = std::min(13.0, layout_.width() * 0.15);
            const double centre = x(at) + (columns_.by_step ? layout_.width() / 2 : half * 1.6);
            svg_.begin_step(block.step);
            svg_.line(zigzag(centre, half), colours_.ground, half * 2);
            svg_.line(zigzag(centre - half, half), colours_.muted, 2);
            svg_.line(zigzag(centre + half, half), colours_.muted, 2);
            svg_.end();
        }
    }

    void draw_queued() {
        for (const Timeline::Interval& interval : line_.intervals) {
            const bool at_once = !columns_.by_step && interval.end &&
                                 columns_.of(*interval.end) == columns_.of(interval.begin);
            if (!interval.ready || !visible(interval) || at_once) {
                continue;
            }
            if (interval.begin != 0) {
                svg_.begin_step(interval.begin);
            }
            draw_queued(interval);
            if (interval.begin != 0) {
                svg_.end();
            }
        }
    }
    void draw_queued(const Timeline::Interval& interval) {
        const auto end = end_of(interval);
        const bool open = !end || !columns_.has(*end);
        const double to = open ? edge() - 4 : x(columns_.of(*end)) + gap();
        const double at = y(interval.task);
        const double width = std::clamp(layout_.pitch() / 14, 1.5, 5.0);
        const double arrow = std::clamp(width * 3.2, 5.0, 16.0);
        svg_.line(path_in_queue(interval, to - (arrow / 2), width), colours_.ready, width,
                  R"(stroke-linejoin="round")");
        const std::string head = "M" + n(to) + " " + n(at) + "l" + n(-arrow) + " " +
                                 n(-arrow * 0.63) + "v" + n(arrow * 1.26) + "z";
        const std::string outline = std::string(R"(stroke=")") + colours_.ready +
                                    R"(" stroke-width=")" + n(std::min(3.0, width)) + "\"";
        svg_.area(head, open ? colours_.ground : colours_.ready, open ? outline : "");
    }
    /// From what made the task ready, if that is to be seen, into its lane and along it.
    std::string path_in_queue(const Timeline::Interval& interval, double to, double width) {
        const double at = y(interval.task);
        const std::ptrdiff_t first = columns_.of(interval.begin);
        if (!interval.from || interval.own() || first < 0) {
            const double start = first < 0 ? kLeft - 26 : x(first + 1);
            return "M" + n(start) + " " + n(at) + "H" + n(std::max(start, to));
        }
        const double start = middle(interval.begin);
        const double source = y(*interval.from);
        const double top = source + ((source < at ? 1 : -1) * half_of(*interval.from));
        if (columns_.by_step) {
            cut_crossings(interval, start, top, at, width);
        }
        return "M" + n(start) + " " + n(top) + "V" + n(at) + "H" + n(to);
    }
    /// Where a vertical crosses a line that lies in a queue, that line passes under it.
    void cut_crossings(const Timeline::Interval& vertical, double at_x, double from, double to,
                       double width) {
        for (const Timeline::Interval& line : line_.intervals) {
            if (!line.ready || line.task == vertical.task || !visible(line) ||
                line.begin >= vertical.begin || (line.end && *line.end <= vertical.begin)) {
                continue;
            }
            const double at = y(line.task);
            if (at > std::min(from, to) && at < std::max(from, to)) {
                svg_.line(
                    "M" + n(at_x) + " " + n(at - (width * 1.8)) + "V" + n(at + (width * 1.8)),
                    columns_.all[static_cast<std::size_t>(columns_.of(vertical.begin))].it % 2 == 1
                        ? colours_.band
                        : colours_.ground,
                    width * 3.4);
            }
        }
    }

    /// That a task is done, on its way to a callback.
    void draw_completions() {
        constexpr std::size_t kLevels = 4;
        std::size_t level = 0;
        for (const Timeline::Block& block : line_.blocks) {
            if (block.kind != StepKind::callback || block.cause == 0 || block.step > here_ ||
                !columns_.by_step || !columns_.has(block.step) || !columns_.has(block.cause)) {
                continue;
            }
            const Timeline::Block& source = line_.blocks[block.cause - 1];
            const double to = middle(block.step);
            const double under = y(0) + half_of(0);
            svg_.begin_step(block.step);
            if (source.lane == 0 && block.cause + 1 == block.step) {
                svg_.line("M" + n(x(columns_.of(block.cause) + 1) - gap()) + " " + n(y(0)) + "H" +
                              n(x(columns_.of(block.step)) + gap()),
                          colours_.muted, 2.5);
            } else {
                has_completions_ = true;
                const double gutter =
                    under + 14 +
                    (std::min(13.0, (layout_.first_y() - half_of(1) - under - 20) / kLevels) *
                     static_cast<double>(level++ % kLevels));
                const double from = middle(block.cause) + (layout_.width() * 0.22);
                const double start =
                    source.lane == 0 ? under : y(source.lane) - half_of(source.lane);
                svg_.line("M" + n(from) + " " + n(start) + "V" + n(gutter) + "H" + n(to) + "V" +
                              n(under + 8),
                          colours_.muted, 2.5, "stroke-linejoin=\"round\"");
                svg_.area("M" + n(to) + " " + n(under + 2) + "l-7 11h14z", colours_.muted);
            }
            svg_.end();
        }
    }

    void draw_blocks() {
        std::map<std::pair<std::ptrdiff_t, std::uint32_t>, bool> taken;
        for (const Timeline::Block& block : line_.blocks) {
            if (block.step > here_ || !columns_.has(block.step) || !drawn(block.lane)) {
                continue;
            }
            const std::ptrdiff_t column = columns_.of(block.step);
            const bool again = std::exchange(taken[{column, block.lane}], true);
            if (again && !block.ends) {
                continue;
            }
            svg_.begin_step(block.step);
            if (!again) {
                draw_block(block, column);
            }
            if (block.ends) {
                const double side = std::clamp(layout_.pitch() * 0.15, 4.0, 18.0);
                svg_.rect(x(column + 1) + (columns_.by_step ? gap() + 4 : -side / 2),
                          y(block.lane) - (side / 2), side, side, colours_.ink);
            }
            svg_.end();
        }
    }
    void draw_block(const Timeline::Block& block, std::ptrdiff_t column) {
        const bool jump = block.kind == StepKind::jump && columns_.by_step;
        const char* fill = jump ? colours_.ground : block.own ? colours_.run : colours_.loop;
        const char* ink = jump ? colours_.ink : block.own ? colours_.on_run : colours_.on_loop;
        const double left = x(column) + gap();
        const double width = layout_.width() - (2 * gap());
        const double height = 2 * half_of(block.lane);
        const double at = y(block.lane);
        svg_.rect(left, at - (height / 2), width, height, fill,
                  "rx=\"" + n(std::min(6.0, width / 6)) + "\"" +
                      (jump ? std::string(R"( stroke=")") + colours_.ink + R"(" stroke-width="2.5")"
                            : ""));
        const double centre = left + (width / 2);
        if (!columns_.by_step) {
            const std::string words =
                block.lane == 0 ? loop_words(columns_.all[static_cast<std::size_t>(column)])
                                : block.label[0] + " " + block.label[1];
            draw_line(words, centre, at, width, std::min(20.0, height * 0.55), ink, false);
        } else {
            draw_words(block, centre, at, height);
        }
    }
    void draw_words(const Timeline::Block& block, double centre, double at, double height) {
        const bool jump = block.kind == StepKind::jump;
        const char* ink = jump ? colours_.ink : block.own ? colours_.on_run : colours_.on_loop;
        const std::vector<std::string> lines = words_.inside(block);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool first_of_two = i == 0 && lines.size() == 2;
            const double shift = lines.size() == 2 ? height * (first_of_two ? -0.19 : 0.19) : 0;
            svg_.text(centre, at + shift + (words_.size() * 0.36), lines[i],
                      {.size = words_.size(),
                       .fill = ink,
                       .bold = !first_of_two || block.lane != 0,
                       .anchor = "middle"});
        }
        if (const BlockLabels::Label* label = words_.beside(block.step)) {
            draw_label(*label, at, colours_.ink);
        }
        if (const BlockLabels::Label* label = words_.above(block.step)) {
            draw_label(*label, at - (height / 2) - 12, colours_.muted);
        }
    }
    void draw_label(const BlockLabels::Label& label, double at, const char* ink) {
        constexpr double kSize = BlockLabels::kLabelSize;
        const auto column = static_cast<std::size_t>((label.from - kLeft) / layout_.width());
        const bool on_band = column < columns_.all.size() && columns_.all[column].it % 2 == 1;
        svg_.rect(label.from - 3, at - (kSize * 0.65), label.to - label.from + 6, kSize * 1.3,
                  on_band ? colours_.band : colours_.ground, "rx=\"4\"");
        svg_.text(label.from, at + (kSize * 0.36), label.words, {.size = kSize, .fill = ink});
    }
    /// What the loop did in an iteration.
    [[nodiscard]] std::string loop_words(const Columns::Column& column) const {
        std::string words;
        std::uint64_t timers = 0;
        std::uint64_t others = 0;
        const auto add = [&](const std::string& more) {
            words += (words.empty() ? "" : ", ") + more;
        };
        for (std::uint64_t step = column.first; step <= column.last; ++step) {
            const Timeline::Block& block = line_.blocks[step - 1];
            if (block.kind == StepKind::jump) {
                add(block.label[1]);
            }
            timers += block.kind == StepKind::timer ? 1 : 0;
            others += block.kind == StepKind::callback || block.kind == StepKind::call ? 1 : 0;
        }
        if (timers != 0) {
            add(say({"{0} timers", "{0} 个定时器"}, {std::to_string(timers)}).in(language_));
        }
        if (others == 1) {
            add(line_.blocks[column.last - 1].label[0]);
        } else if (others != 0) {
            add(say({"{0} callbacks", "{0} 个回调"}, {std::to_string(others)}).in(language_));
        }
        return words;
    }
    /// A line of a block; nothing rather than too little of it.
    void draw_line(const std::string& words, double at_x, double at_y, double width, double size,
                   const char* ink, bool bold) {
        if (const std::string cut = fit_svg(words, width - 2, size); !cut.empty()) {
            svg_.text(at_x, at_y + (size * 0.36), cut,
                      {.size = size, .fill = ink, .bold = bold, .anchor = "middle"});
        }
    }

    /// No step: then what there is to say is said.
    void draw_nothing() {
        constexpr double kPitch = 44;
        const double width = kRight - kLeft;
        double at = 420;
        const auto print_line = [&](const std::string& words, const char* fill, bool bold) {
            svg_.text(kLeft + (width / 2), at, fit_svg(words, width, 28),
                      {.size = 28, .fill = fill, .bold = bold, .anchor = "middle"});
            at += kPitch;
        };
        print_line(std::string(in({"The loop runs nothing.", "循环什么也没有运行。"})),
                   colours_.ink, true);
        print_line(line_.end, colours_.ink, false);
        constexpr std::size_t kMost = 4;
        for (std::size_t i = 0; i < std::min(kMost, line_.asides.size()); ++i) {
            print_line(line_.asides[i], colours_.muted, false);
        }
    }

    void draw_axis(bool marked) {
        svg_.text(kMargin, layout_.bottom() - 11,
                  columns_.by_step ? in({"step", "步"}) : in({"iteration", "轮"}),
                  {.size = 24, .fill = colours_.muted});
        double free_from = 0;  // of numbers that are wider than their columns, some are left out
        for (std::size_t at = 0; at < columns_.all.size(); ++at) {
            free_from = std::max(free_from, draw_number(at, free_from, marked));
        }
    }
    /// Returns where the next one may begin; 0 if there was no room for this one.
    double draw_number(std::size_t at, double free_from, bool marked) {
        const Columns::Column& column = columns_.all[at];
        const bool here = marked && columns_.by_step && column.first == here_;
        const double centre = x(static_cast<std::ptrdiff_t>(at)) + (layout_.width() / 2);
        const std::string number = std::to_string(columns_.by_step ? column.first : column.it);
        const double size = layout_.width() < 40 ? 18 : 24;
        const double half = size * 0.31 * static_cast<double>(number.size());
        if (here) {
            svg_.rect(centre - (layout_.width() / 2), layout_.bottom() - 38, layout_.width(), 38,
                      colours_.run);
        } else if (centre - half < free_from) {
            return 0;
        }
        const char* past = column.first <= here_ ? colours_.ink : colours_.muted;
        svg_.text(centre, layout_.bottom() - 11, number,
                  {.size = size,
                   .fill = here ? colours_.on_run : past,
                   .bold = here,
                   .anchor = "middle"});
        return centre + half + 4;
    }

    const Timeline& line_;
    LaneLayout layout_;
    const Columns& columns_;
    BlockLabels words_;
    std::uint64_t here_;
    Language language_;
    Svg& svg_;
    const Palette& colours_;
    bool has_completions_ = false;
};

}  // namespace

bool draw_lanes(const Timeline& line, const Columns& columns, std::uint64_t here, bool marked,
                Language language, Svg& svg) {
    Picture picture(line, columns, here, language, svg);
    picture.draw(marked);
    return picture.has_completions();
}

}  // namespace corodemo::app
