#include "app/formats/svg/lane_picture.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "app/formats/svg/end_mark.hpp"
#include "app/formats/svg/lane_folds.hpp"
#include "app/message.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = LaneLayout::kMargin;
constexpr double kRight = LaneLayout::kRight;
constexpr double kTop = LaneLayout::kTop;

std::string n(double number) {
    return svg_number(number);
}

class LanePicture final : public LaneFolds {
public:
    using LaneFolds::LaneFolds;

    /// Draws all but title and legend. `marked`: the current step is highlighted.
    void draw(bool marked) {
        draw_ground(marked);
        draw_names();
        draw_waits();
        draw_folded_waits();
        draw_jumps();
        draw_folded_queued();
        draw_queued();
        draw_completions();
        draw_bars();
        draw_blocks();
        draw_folded_runs();
        draw_other_endings();
        draw_axis(marked);
        draw_warnings();
        if (line_.blocks.empty()) {
            draw_nothing();
        }
    }

private:
    void draw_ground(bool marked) {
        const bool threads = line_.has_threads();
        const StepAxis::Iteration* before = nullptr;
        for (const StepAxis::Iteration& iteration : axis_.iterations()) {
            const double from = axis_.left(iteration.first);
            const double width = axis_.right(iteration.last) - from;
            if (iteration.it % 2 == 1) {
                svg_.rect(from, kTop, width, layout_.bottom() - kTop, colours_.band);
            }
            svg_.line("M" + n(from) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.line,
                      1.5);
            if (before != nullptr ? before->run != iteration.run : threads) {
                draw_new_run(iteration, from, threads);
            }
            draw_iteration_name(iteration.it, from, width);
            before = &iteration;
        }
        svg_.line("M" + n(kRight) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.line, 1.5);
        if (marked && axis_.has(here_)) {
            svg_.rect(axis_.left(here_), kTop + LaneLayout::kHeader, axis_.width(here_),
                      layout_.bottom() - kTop - LaneLayout::kHeader, colours_.now);
        }
    }
    /// Where several threads have loops, whose run it is.
    void draw_new_run(const StepAxis::Iteration& first, double from, bool threads) {
        svg_.line("M" + n(from) + " " + n(kTop) + "V" + n(layout_.bottom()), colours_.muted, 4);
        const auto next =
            std::ranges::find_if(axis_.iterations(), [&](const StepAxis::Iteration& one) {
                return one.first > first.first && one.run != first.run;
            });
        const double to = next == axis_.iterations().end() ? kRight : axis_.left(next->first);
        const std::string& thread = line_.block(first.first).thread;
        const std::string run =
            say({"run {0}", "第 {0} 次运行"}, {std::to_string(first.run)}).in(language_);
        const std::string name = !threads         ? run
                                 : thread.empty() ? std::string(in({"main thread", "主线程"}))
                                                  : thread;
        const Svg::Text style{.size = 18, .fill = colours_.muted, .bold = true};
        svg_.text(from + 4, kTop - 8, style.fit(name, to - from - 8), style);
    }
    /// `iteration 3`, `it. 3` or `3`, whichever fits.
    void draw_iteration_name(std::uint32_t it, double from, double width) {
        const std::string number = std::to_string(it);
        const auto draw = [&](const std::string& name, double size) {
            const Svg::Text style{
                .size = size, .fill = colours_.muted, .bold = true, .anchor = "middle"};
            const bool fits = style.width_of(name) + 8 <= width;
            if (fits) {
                svg_.text(from + (width / 2), kTop + 32, name, style);
            }
            return fits;
        };
        const std::string whole = say({"iteration {0}", "第 {0} 轮"}, {number}).in(language_);
        const bool english = language_ == Language::en;
        static_cast<void>(draw(whole, 24) ||
                          (english ? draw("it. " + number, 24) : draw(whole, 18)) ||
                          draw(number, 20) || draw(number, 14));
    }

    void draw_names() {
        svg_.text(kMargin, y(0) + 10, in({"event loop", "事件循环"}), {.size = 24, .bold = true});
        svg_.line("M" + n(layout_.left()) + " " + n(y(0)) + "H" + n(kRight), colours_.line, 1.5);
        for (const LaneLayout::Lane& lane : layout_.lanes()) {
            const double at = lane.middle();
            if (lane.rest) {
                svg_.text(layout_.left() + 12, at + 5,
                          in({"no room for these: the page has them (-f html)",
                              "放不下，见网页（-f html）"}),
                          {.size = 14, .fill = colours_.muted});
            }
            if (lane.first == lane.last) {
                svg_.line("M" + n(layout_.left()) + " " + n(at) + "H" + n(kRight), colours_.line,
                          1.5);
                draw_name(line_.tasks[lane.first - 1], at);
            } else {
                draw_name_of_many(lane, at);
            }
        }
    }
    void draw_name(const Timeline::Task& task, double at) {
        constexpr double kDistance = 32;  // room for the arrow into the first column
        const double room = layout_.left() - kDistance - kMargin;
        const bool below = layout_.names_below() && !task.name.empty();
        const Svg::Text id{.size = layout_.id_size(), .bold = true};
        svg_.text(kMargin, at + (id.size * 0.35) - (below ? 11 : 0), task.id, id);
        const Svg::Text name{.size = layout_.name_size(), .fill = colours_.muted};
        const double from = below ? 0 : id.width_of(task.id + " ");
        if (const std::string text = name.fit(task.name, room - from); !text.empty()) {
            svg_.text(kMargin + from, below ? at + 22 : at + (id.size * 0.35), text, name);
        }
    }
    /// T3–T97 (95)
    void draw_name_of_many(const LaneLayout::Lane& lane, double at) {
        const std::string text = "T" + std::to_string(lane.first) + "–T" +
                                 std::to_string(lane.last) + " (" + std::to_string(lane.tasks()) +
                                 ")";
        Svg::Text style{.size = layout_.id_size(), .bold = true};
        const double room = layout_.left() - kMargin - 8;
        style.size = std::min(style.size, style.size * room / style.width_of(text));
        svg_.text(kMargin, at + (style.size * 0.35), text, style);
    }

    /// Slivers in the loop's lane.
    void draw_bars() {
        for (const BlockLabels::Bar& bar : labels_.bars()) {
            if (bar.first > here_) {
                break;
            }
            const Timeline::Block& first = line_.block(bar.first);
            const bool jump = first.kind == StepKind::jump;
            const double from = axis_.left(bar.first);
            const double width = std::max(axis_.right(std::min(bar.last, here_)) - from, 2.0);
            const double height = 2 * half_of(0);
            svg_.begin_step(bar.first);
            svg_.rect(from, y(0) - (height / 2), width, height,
                      jump        ? colours_.ink
                      : first.own ? colours_.run
                                  : colours_.loop);
            if (const BlockLabels::Label* label = labels_.above(bar.first)) {
                draw_label_above(*label, bar.first);
            } else if (text_width(bar.text, BlockLabels::kLabelSize, Face::regular) < width) {
                svg_.text(from + (width / 2), y(0) + 6, bar.text,
                          {.size = BlockLabels::kLabelSize,
                           .fill = first.own ? colours_.on_run : colours_.on_loop,
                           .anchor = "middle"});
            }
            svg_.end();
        }
    }

    void draw_blocks() {
        for (const Timeline::Block& block : line_.blocks) {
            const bool in_bar =
                block.lane == 0 && axis_.has(block.step) && axis_.is_sliver(block.step);
            if (block.step > here_ || !axis_.has(block.step) || in_bar || !is_open(block.lane)) {
                continue;
            }
            svg_.begin_step(block.step);
            draw_block(block);
            svg_.end();
        }
    }
    void draw_block(const Timeline::Block& block) {
        const bool jump = block.kind == StepKind::jump;
        const double left = layout_.block_left(block.step);
        const double width = std::max(layout_.block_right(block.step) - left, 2.0);
        const double height = 2 * half_of(block.lane);
        const double at = y(block.lane);
        svg_.rect(left, at - (height / 2), width, height,
                  jump        ? colours_.ground
                  : block.own ? colours_.run
                              : colours_.loop,
                  "rx=\"" + n(std::min(6.0, width / 6)) + "\"" +
                      (jump ? std::string(R"( stroke=")") + colours_.ink + R"(" stroke-width="2.5")"
                            : ""));
        draw_eager(block, left, width);
        if (block.blocked() > 0) {
            draw_time_break(block.step, axis_.middle(block.step));
            draw_lines(labels_.blocking(block), labels_.blocking_room(block), block);
        }
        draw_lines(labels_.inside(block), labels_.room(block), block);
        draw_ending(block);
        if (const BlockLabels::Label* label = labels_.beside(block.step)) {
            // Hides the short rest of hatching between them.
            draw_label(*label, block.step, layout_.block_right(block.step), at, colours_.ink);
        }
        if (const BlockLabels::Label* label = labels_.above(block.step)) {
            draw_label_above(*label, block.step);
        }
    }
    /// The first steps of eager tasks: smaller blocks in their lanes, tied to the one that they are
    /// nested in.
    void draw_eager(const Timeline::Block& block, double left, double width) {
        for (const auto& [task, printed] : block.eager) {
            if (!is_open(task)) {
                continue;
            }
            const double half = half_of(task) * 0.6;
            const double inset = width * 0.15;
            const bool below = y(task) > y(block.lane);
            const double edge = y(block.lane) + (half_of(block.lane) * (below ? 1 : -1));
            svg_.line("M" + n(left + (width / 2)) + " " + n(edge) + "V" +
                          n(y(task) + (below ? -half : half)),
                      colours_.run, 2.5);
            svg_.rect(left + inset, y(task) - half, width - (2 * inset), 2 * half, colours_.run,
                      "rx=\"" + n(std::min(6.0, width / 6)) + "\"");
        }
    }
    void draw_lines(const std::vector<std::string>& lines, const BlockLabels::Room& room,
                    const Timeline::Block& block) {
        const bool jump = block.kind == StepKind::jump;
        const char* ink = jump ? colours_.ink : block.own ? colours_.on_run : colours_.on_loop;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool first_of_two = i == 0 && lines.size() == 2;
            const double shift =
                lines.size() == 2 ? half_of(block.lane) * (first_of_two ? -0.38 : 0.38) : 0;
            const double up = labels_.mark(block) > 0 && labels_.mark_below(block) ? 5 : 0;
            svg_.text(room.middle(), y(block.lane) + shift - up + (labels_.size(block.lane) * 0.36),
                      lines[i],
                      {.size = labels_.size(block.lane),
                       .fill = ink,
                       .bold = !first_of_two || block.lane != 0,
                       .anchor = "middle"});
        }
    }
    /// How the task ended: inside its last block, at the right. An error or a cancellation shows on
    /// slivers, too.
    void draw_ending(const Timeline::Block& block) {
        const auto end = line_.end_in(block);
        if (!end) {
            return;
        }
        const double at = y(block.lane);
        if (const double side = labels_.mark(block); side > 0) {
            const double right = layout_.block_right(block.step);
            const double free = right - layout_.block_left(block.step) - side;
            const double margin = std::min(4.0, free / 2);
            const double shift =
                labels_.mark_below(block) ? half_of(block.lane) - margin - (side / 2) : 0;
            draw_end_mark(svg_, *end, right - margin - (side / 2), at + shift, side,
                          colours_.on_run);
        } else if (*end != Timeline::End::returned) {
            const double size = std::clamp(2 * half_of(block.lane), 8.0, 14.0);
            const double x = axis_.middle(block.step);
            svg_.rect(x - (size * 0.7), at - (size * 0.7), size * 1.4, size * 1.4,
                      ground_at(block.step), "rx=\"3\"");
            draw_end_mark(svg_, *end, x, at, size, colours_.ink);
        }
    }
    /// Of tasks that ended outside of any step of their own.
    void draw_other_endings() {
        for (std::uint32_t task = 1; task <= line_.tasks.size(); ++task) {
            const auto& ending = line_.tasks[task - 1].ending;
            if (!ending || !is_open(task) || ending->step > here_ || !axis_.has(ending->step) ||
                (line_.block(ending->step).lane == task && !ending->after)) {
                continue;
            }
            const double side = std::clamp(2 * half_of(task), 8.0, 18.0);
            const double x = ending->after ? axis_.right(ending->step) - (side / 2) - 4
                                           : axis_.middle(ending->step) + (side / 2);
            svg_.begin_step(ending->step);
            svg_.rect(x - (side * 0.7), y(task) - (side * 0.7), side * 1.4, side * 1.4,
                      ground_at(ending->step), "rx=\"3\"");
            draw_end_mark(svg_, ending->end, x, y(task), side, colours_.ink);
            svg_.end();
        }
    }
    /// `left`: where the ground behind the label begins.
    void draw_label(const BlockLabels::Label& label, std::uint64_t step, double left, double at,
                    const char* ink) {
        constexpr double kSize = BlockLabels::kLabelSize;
        svg_.rect(left, at - (kSize * 0.65), label.to - left + 3, kSize * 1.3, ground_at(step));
        svg_.text(label.from, at + (kSize * 0.36),
                  here_ < label.last ? label.text : label.text + label.amount,
                  {.size = kSize, .fill = ink});
    }
    void draw_label_above(const BlockLabels::Label& label, std::uint64_t step) {
        draw_label(label, step, label.from - 3, y(0) - half_of(0) - 12, colours_.muted);
    }

    /// Without any step, draws how the program ended instead.
    void draw_nothing() {
        constexpr double kPitch = 44;
        const double width = kRight - layout_.left();
        double at = 420;
        const auto print_line = [&](const std::string& label, const char* fill, bool bold) {
            const Svg::Text style{.size = 28, .fill = fill, .bold = bold, .anchor = "middle"};
            svg_.text(layout_.left() + (width / 2), at, style.fit(label, width), style);
            at += kPitch;
        };
        print_line(std::string(in({"The loop runs nothing.", "事件循环什么也没有运行。"})),
                   colours_.ink, true);
        print_line(line_.end, colours_.ink, false);
        constexpr std::size_t kMost = 4;
        for (std::size_t i = 0; i < std::min(kMost, line_.asides.size()); ++i) {
            print_line(line_.asides[i], colours_.muted, false);
        }
    }

    void draw_axis(bool marked) {
        svg_.text(kMargin, layout_.bottom() - 11, in({"step", "步"}),
                  {.size = 24, .fill = colours_.muted});
        const bool here = marked && axis_.has(here_);
        if (here) {
            svg_.rect(axis_.left(here_), layout_.bottom() - 38, axis_.width(here_), 38,
                      colours_.run);
        }
        const Svg::Text style{.size = axis_.all_wide(40) ? 24.0 : 18.0, .anchor = "middle"};
        const bool all = axis_.all_wide(style.width_of(std::to_string(axis_.last())) + 4);
        const double current = here ? left_of_number(here_, style) - 4 : kRight * 2;
        double free_from = 0;
        for (std::uint64_t step = axis_.first(); step <= axis_.last(); ++step) {
            if (here && step == here_) {
                free_from = draw_number(step, style, true);
                continue;
            }
            // Where not all have room, those of the first steps of the iterations.
            const bool wanted = all || step == axis_.last() || axis_.iteration(step).first == step;
            if (!wanted || left_of_number(step, style) < free_from) {
                continue;
            }
            const double right = (2 * axis_.middle(step)) - left_of_number(step, style);
            if (step > here_ || right < current) {
                free_from = draw_number(step, style, false);
            }
        }
    }
    void draw_warnings() {
        for (const Timeline::Warning& warning : line_.warnings) {
            const std::uint64_t step = warning.step;
            if (step != 0 && step <= here_ && axis_.has(step) && !axis_.is_sliver(step)) {
                svg_.begin_step(step);
                draw_warning_mark(svg_, axis_.middle(step), layout_.bottom() + 14, 20);
                svg_.end();
            }
        }
    }
    [[nodiscard]] double left_of_number(std::uint64_t step, const Svg::Text& style) const {
        return axis_.middle(step) - (style.width_of(std::to_string(step)) / 2);
    }
    /// Returns where the next number may begin.
    double draw_number(std::uint64_t step, Svg::Text style, bool current) {
        style.fill = current ? colours_.on_run : step <= here_ ? colours_.ink : colours_.muted;
        style.bold = current;
        svg_.text(axis_.middle(step), layout_.bottom() - 11, std::to_string(step), style);
        return (2 * axis_.middle(step)) - left_of_number(step, style) + 4;
    }
};

}  // namespace

bool draw_lanes(const Timeline& line, const LaneLayout& layout, std::uint64_t here, bool marked,
                Language language, Svg& svg) {
    LanePicture picture(line, layout, here, language, svg);
    picture.draw(marked);
    return picture.has_completions();
}

}  // namespace corodemo::app
