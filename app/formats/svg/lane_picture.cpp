#include "app/formats/svg/lane_picture.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/svg/lane_lines.hpp"
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

class LanePicture : public LaneLines {
public:
    using LaneLines::LaneLines;

    /// Draws all but title and legend. `marked`: the current step is highlighted.
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

private:
    void draw_ground(bool marked) {
        std::size_t begin = 0;
        while (begin < columns_.all.size()) {
            std::size_t end = begin + 1;
            const PictureColumns::Column& first = columns_.all[begin];
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
    /// `run`: the number of the run that begins here, else 0.
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
            const std::string label =
                block.lane == 0 ? loop_label(columns_.all[static_cast<std::size_t>(column)])
                                : block.label[0] + " " + block.label[1];
            draw_line(label, centre, at, width, std::min(20.0, height * 0.55), ink, false);
        } else {
            draw_label_lines(block, centre, at, height);
        }
    }
    void draw_label_lines(const Timeline::Block& block, double centre, double at, double height) {
        const bool jump = block.kind == StepKind::jump;
        const char* ink = jump ? colours_.ink : block.own ? colours_.on_run : colours_.on_loop;
        const std::vector<std::string> lines = labels_.inside(block);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool first_of_two = i == 0 && lines.size() == 2;
            const double shift = lines.size() == 2 ? height * (first_of_two ? -0.19 : 0.19) : 0;
            svg_.text(centre, at + shift + (labels_.size() * 0.36), lines[i],
                      {.size = labels_.size(),
                       .fill = ink,
                       .bold = !first_of_two || block.lane != 0,
                       .anchor = "middle"});
        }
        if (const BlockLabels::Label* label = labels_.beside(block.step)) {
            draw_label(*label, at, colours_.ink);
        }
        if (const BlockLabels::Label* label = labels_.above(block.step)) {
            draw_label(*label, at - (height / 2) - 12, colours_.muted);
        }
    }
    void draw_label(const BlockLabels::Label& label, double at, const char* ink) {
        constexpr double kSize = BlockLabels::kLabelSize;
        const auto column = static_cast<std::ptrdiff_t>((label.from - kLeft) / layout_.width());
        const bool on_band = column >= 0 && std::cmp_less(column, columns_.all.size()) &&
                             columns_.all[static_cast<std::size_t>(column)].it % 2 == 1;
        svg_.rect(label.from - 3, at - (kSize * 0.65), label.to - label.from + 6, kSize * 1.3,
                  on_band ? colours_.band : colours_.ground, "rx=\"4\"");
        svg_.text(label.from, at + (kSize * 0.36), label.text, {.size = kSize, .fill = ink});
    }
    /// Summarizes what the loop did in an iteration.
    [[nodiscard]] std::string loop_label(const PictureColumns::Column& column) const {
        std::string label;
        std::uint64_t timers = 0;
        std::uint64_t others = 0;
        const auto add = [&](const std::string& more) {
            label += (label.empty() ? "" : ", ") + more;
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
        return label;
    }
    /// Draws a line of a block's label, or nothing if too little of it fits.
    void draw_line(const std::string& label, double at_x, double at_y, double width, double size,
                   const char* ink, bool bold) {
        if (const std::string cut = fit_svg(label, width - 2, size); !cut.empty()) {
            svg_.text(at_x, at_y + (size * 0.36), cut,
                      {.size = size, .fill = ink, .bold = bold, .anchor = "middle"});
        }
    }

    /// Without any step, draws how the program ended instead.
    void draw_nothing() {
        constexpr double kPitch = 44;
        const double width = kRight - kLeft;
        double at = 420;
        const auto print_line = [&](const std::string& label, const char* fill, bool bold) {
            svg_.text(kLeft + (width / 2), at, fit_svg(label, width, 28),
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
        double free_from = 0;  // leave out numbers that would overlap
        for (std::size_t at = 0; at < columns_.all.size(); ++at) {
            free_from = std::max(free_from, draw_number(at, free_from, marked));
        }
    }
    /// Returns where the next number may begin; 0 if there was no room for this one.
    double draw_number(std::size_t at, double free_from, bool marked) {
        const PictureColumns::Column& column = columns_.all[at];
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
};

}  // namespace

bool draw_lanes(const Timeline& line, const PictureColumns& columns, std::uint64_t here,
                bool marked, Language language, Svg& svg) {
    LanePicture picture(line, columns, here, language, svg);
    picture.draw(marked);
    return picture.has_completions();
}

}  // namespace corodemo::app
