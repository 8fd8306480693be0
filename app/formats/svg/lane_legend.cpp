#include "app/formats/svg/lane_legend.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/formats/svg/end_mark.hpp"
#include "app/formats/svg/lane_layout.hpp"

namespace corodemo::app {

namespace {

constexpr double kMargin = LaneLayout::kMargin;

std::string n(double number) {
    return svg_number(number);
}

class Legend {
public:
    Legend(const Timeline& line, bool completions, Language language, Svg& svg)
        : language_(language),
          svg_(svg),
          colours_(svg.palette()) {
        add(56, {"runs: your code, the loop", "运行：你的代码、事件循环"}, [this](double x) {
            svg_.rect(x, base_ - 25, 26, 32, colours_.run, "rx=\"4\"");
            svg_.rect(x + 30, base_ - 25, 26, 32, colours_.loop, "rx=\"4\"");
        });
        const auto blocks = [](const Timeline::Block& block) { return block.blocked() > 0; };
        if (std::ranges::any_of(line.blocks, blocks)) {
            add(56, {"blocks: nobody else can run", "阻塞：其他任务都无法运行"},
                [this](double x) { draw_torn(x); });
        }
        add(56, {"waits", "等待"}, [this](double x) { svg_.hatched(x, base_ - 23, 56, 28); });
        add(56, {"in the ready queue", "在就绪队列中"}, [this](double x) {
            svg_.line("M" + n(x) + " " + n(base_ - 9) + "h50", colours_.ready, 5);
            svg_.area("M" + n(x + 56) + " " + n(base_ - 9) + "l-16 -10v20z", colours_.ready);
        });
        add_ending(line, Timeline::End::returned, {"returned", "返回"});
        add_ending(line, Timeline::End::raised, {"raised an error", "引发异常"});
        add_ending(line, Timeline::End::cancelled, {"cancelled", "被取消"});
        add_ending(line, Timeline::End::destroyed, {"destroyed while pending", "未完成就被销毁"});
        const auto marked = [](const Timeline::Warning& warning) { return warning.step != 0; };
        if (std::ranges::any_of(line.warnings, marked)) {
            add(20, {"a warning", "警告"},
                [this](double x) { draw_warning_mark(svg_, x + 10, base_ - 9, 22); });
        }
        if (completions) {
            add(52, {"done callback", "完成回调"}, [this](double x) {
                svg_.line("M" + n(x) + " " + n(base_ - 9) + "h44", colours_.muted, 2.5);
                svg_.area("M" + n(x + 52) + " " + n(base_ - 9) + "l-11 -7v14z", colours_.muted);
            });
        }
    }

    /// In one row, or two if there are many.
    void draw() {
        double width = 0;
        for (const Entry& entry : entries_) {
            width += width_of(entry);
        }
        constexpr double kMostDistance = 60;
        constexpr double kLeastDistance = 30;
        constexpr double kRow = 38;
        const double room = Svg::kWidth - (2 * kMargin);
        const double wanted = (room - width) / static_cast<double>(entries_.size() - 1);
        const double distance = std::clamp(wanted, kLeastDistance, kMostDistance);
        base_ = wanted < kLeastDistance ? 824 : 839;
        double at = kMargin;
        for (const Entry& entry : entries_) {
            if (at + width_of(entry) > kMargin + room) {
                at = kMargin;
                base_ += kRow;
            }
            entry.draw(at);
            svg_.text(at + entry.width + kGap, base_, entry.text, kStyle);
            at += width_of(entry) + distance;
        }
    }

private:
    static constexpr Svg::Text kStyle{.size = 23};
    static constexpr double kGap = 12;
    struct Entry {
        double width = 0;
        std::string_view text;
        std::function<void(double x)> draw;
    };

    static double width_of(const Entry& entry) {
        return entry.width + kGap + kStyle.width_of(entry.text);
    }
    void add(double width, const Localized& text, std::function<void(double)> draw) {
        entries_.push_back({width, text.in(language_), std::move(draw)});
    }
    void add_ending(const Timeline& line, Timeline::End end, const Localized& text) {
        const auto has = [end](const Timeline::Task& task) {
            return task.ending && task.ending->end == end;
        };
        if (std::ranges::any_of(line.tasks, has)) {
            add(18, text, [this, end](double x) {
                draw_end_mark(svg_, end, x + 9, base_ - 8, 17, colours_.ink);
            });
        }
    }
    /// A block, torn.
    void draw_torn(double x) {
        svg_.rect(x, base_ - 25, 56, 32, colours_.run, "rx=\"4\"");
        const auto zigzag = [this](double at) {
            return "M" + n(at) + " " + n(base_ - 28) + "l5 9l-7 9l7 10l-5 10";
        };
        svg_.line(zigzag(x + 28), colours_.ground, 10);
        svg_.line(zigzag(x + 23), colours_.muted, 2);
        svg_.line(zigzag(x + 33), colours_.muted, 2);
    }

    Language language_;
    Svg& svg_;
    const Palette& colours_;
    double base_ = 0;
    std::vector<Entry> entries_;
};

}  // namespace

void draw_legend(const Timeline& line, bool completions, Language language, Svg& svg) {
    Legend(line, completions, language, svg).draw();
}

}  // namespace corodemo::app
