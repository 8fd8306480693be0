#include "app/formats/text/lane_chart.hpp"

#include <algorithm>

namespace corodemo::app {

namespace {

constexpr Localized kStep{"step", "步"};
constexpr Localized kIteration{"it", "轮"};
constexpr Localized kRun{"run", "次"};
constexpr Localized kLoop{"loop", "循环"};
constexpr Localized kMoreTasks{"… {0} more", "… 还有 {0} 个"};
constexpr Localized kLeftOut{"… columns {0} to {1} are left out", "… 第 {0} 到 {1} 列略去"};
constexpr Localized kLegend{"► runs   ░ waits   ▻ ready   ▪ done   ⇢ the clock jumps",
                            "► 运行   ░ 等待   ▻ 就绪   ▪ 完成   ⇢ 时钟跳转"};
constexpr Localized kLegendOfQueue{
    "@T1 timer of T1   ▪T1 news that T1 is done   | end of this iteration",
    "@T1 T1 的定时器   ▪T1 T1 完成的通知   | 本轮到此为止"};
constexpr Localized kLegendOfTimers{"2@1s two timers are set, the first goes off at 1 s",
                                    "2@1s 设有两个定时器，最早的在 1 s 到期"};

constexpr std::string_view kLegendIndent = "      ";

constexpr std::uint64_t kMostSteps = 40;
constexpr std::size_t kMostLanes = 36;
constexpr std::size_t kMostChunks = 3;

std::size_t digits(std::uint64_t number) {
    return std::to_string(number).size();
}

}  // namespace

LaneChart::LaneChart(const Extent& extent, const Style& style)
    : style_(style),
      by_step_(extent.steps <= kMostSteps),
      several_runs_(extent.runs > 1),
      cell_width_(
          std::max<std::size_t>(3, 1 + digits(by_step_ ? extent.steps : extent.iterations))) {}

void LaneChart::add(const Step& step, const trace::Replay& state) {
    if (step.is_decision()) {
        open_column(step);
    }
    // What the program does between two runs becomes visible after the previous column.
    const std::size_t last = columns_.empty() ? 0 : columns_.size() - 1;
    const std::size_t column = step.is_decision() || columns_.empty() ? last : last + 1;
    for (const trace::Event& event : step.events) {
        if (const auto* created = event.as<trace::TaskCreated>()) {
            add_task(created->task, step, state, column);
        } else if (const auto* scheduled = event.as<trace::HandleScheduled>();
                   scheduled != nullptr && scheduled->task) {
            add_task(scheduled->task, step, state, column);
        }
    }
    if (step.kind == StepKind::task) {
        set(step.handle.task, Cell::run, column);
        add_task(step.handle.task, step, state, column);
    }
}

void LaneChart::open_column(const Step& step) {
    const bool same_iteration =
        !columns_.empty() && columns_.back().it == step.it && columns_.back().run == step.run;
    if (by_step_ || !same_iteration) {
        columns_.push_back({step.number, step.it, step.run});
        end_ = std::max(end_, columns_.size());
    }
    columns_.back().jump = columns_.back().jump || step.kind == StepKind::jump;
    columns_.back().loop =
        columns_.back().loop || (step.kind != StepKind::jump && step.kind != StepKind::task);
}

void LaneChart::add_task(trace::Id task, const Step& step, const trace::Replay& state,
                         std::size_t column) {
    using Phase = trace::TaskState::Phase;
    switch (state.task(task).phase) {
        case Phase::ready:
            set(task, Cell::ready, column);
            break;
        case Phase::waiting:
            set(task, Cell::wait, column);
            break;
        case Phase::done:
            if (step.handle.task == task) {
                set(task, Cell::done, column);
            }
            break;
        case Phase::running:
            break;
    }
}

// In the column in which a task runs, `run` takes precedence: the task's new state shows from the
// next column on. `done` shows in one column only.
void LaneChart::set(trace::Id task, Cell cell, std::size_t column) {
    if (lanes_.size() < task.number) {
        lanes_.resize(task.number);
    }
    Lane& lane = lanes_[task.number - 1];
    if (cell != Cell::run && !lane.empty() && lane.back().cell == Cell::run &&
        lane.back().column == column) {
        ++column;
    }
    while (!lane.empty() && lane.back().column >= column) {
        lane.pop_back();
    }
    lane.push_back({column, cell});
    if (cell == Cell::done) {
        lane.push_back({column + 1, Cell::blank});
        end_ = std::max(end_, column + 1);
    }
}

std::vector<LaneChart::Group> LaneChart::group_lanes() const {
    std::vector<Group> groups;
    for (std::size_t at = 0; at < lanes_.size(); ++at) {
        if (!groups.empty() && lanes_[groups.back().first] == lanes_[at]) {
            groups.back().last = at;
        } else {
            groups.push_back({at, at});
        }
    }
    return groups;
}

// The columns to show, in chunks that fit the page: the first ones and the last.
std::vector<std::pair<std::size_t, std::size_t>> LaneChart::chunks(std::size_t most) const {
    std::vector<std::pair<std::size_t, std::size_t>> chunks;
    for (std::size_t begin = 0; begin < end_; begin += most) {
        chunks.emplace_back(begin, std::min(begin + most, end_));
        if (chunks.size() == kMostChunks && chunks.back().second < end_) {
            chunks.back() = {end_ - most, end_};
            break;
        }
    }
    return chunks;
}

void LaneChart::write(Lines& lines) const {
    if (columns_.empty()) {
        return;
    }
    const std::vector<Group> groups = group_lanes();
    LaneChart fitted = *this;
    for (const Group& group : groups) {
        const std::size_t names = digits(group.first + 1) + 1 +
                                  (group.last > group.first ? digits(group.last + 1) + 2 : 0);
        fitted.label_width_ = std::max(fitted.label_width_, names + 1);
    }
    const std::size_t most = (page_width(style_) - fitted.label_width_) / cell_width_;
    std::size_t shown = 0;
    for (const auto& [begin, end] : chunks(most)) {
        lines.add();
        if (begin > shown) {
            lines.add(fill(style_, kLeftOut, {std::to_string(shown + 1), std::to_string(begin)}));
            lines.add();
        }
        fitted.write_chunk(lines, groups, begin, end);
        shown = end;
    }
    for (const Localized& text : {kLegend, kLegendOfQueue, kLegendOfTimers}) {
        StyledText legend = fill(style_, text);
        while (!legend.empty()) {
            const StyledText line = legend.take_line(page_width(style_) - kLegendIndent.size());
            lines.add(StyledText(std::string(kLegendIndent) + line.text(), Paint::secondary));
        }
    }
}

void LaneChart::write_chunk(Lines& lines, const std::vector<Group>& groups, std::size_t begin,
                            std::size_t end) const {
    write_heading(lines, begin, end);
    lines.add(loop_lane(begin, end));
    std::size_t written = 0;
    std::size_t hidden = 0;
    for (const Group& group : groups) {
        const StyledText lane = task_lane(group, begin, end);
        if (lane.text().find_first_not_of(' ', label_width_) == std::string::npos) {
            continue;  // not created yet, or done
        }
        if (written < kMostLanes) {
            lines.add(lane);
            ++written;
        } else {
            hidden += group.last - group.first + 1;
        }
    }
    if (hidden > 0) {
        lines.add(fill(style_, kMoreTasks, {std::to_string(hidden)}));
    }
}

void LaneChart::write_heading(Lines& lines, std::size_t begin, std::size_t end) const {
    std::vector<std::uint64_t> steps;
    std::vector<std::uint64_t> iterations;
    std::vector<std::uint64_t> runs;
    for (std::size_t at = begin; at < std::min(end, columns_.size()); ++at) {
        const Column& column = columns_[at];
        const Column before = at > begin ? columns_[at - 1] : Column{};
        steps.push_back(column.number);
        iterations.push_back(column.it != before.it || column.run != before.run ? column.it : 0);
        runs.push_back(column.run != before.run ? column.run : 0);
    }
    if (by_step_) {
        lines.add(numbers(kStep, begin, end, steps));
    }
    if (several_runs_) {
        lines.add(numbers(kRun, begin, end, runs));
    }
    lines.add(numbers(kIteration, begin, end, iterations));
}

StyledText LaneChart::numbers(const Localized& name, std::size_t begin, std::size_t end,
                              const std::vector<std::uint64_t>& values) const {
    StyledText line(style_(name));
    for (std::size_t at = begin; at < end && at - begin < values.size(); ++at) {
        const std::string number =
            values[at - begin] == 0 ? "" : std::to_string(values[at - begin]);
        line.pad(label_width_ + (at - begin + 1) * cell_width_ - 1 - number.size()).add(number);
    }
    return StyledText(line.text(), Paint::secondary);
}

StyledText LaneChart::glyph(std::string_view text, Paint paint) const {
    StyledText cell;
    cell.pad(cell_width_ - 2).add(style_.glyphs(text), paint);
    return cell.pad(cell_width_);
}

StyledText LaneChart::loop_lane(std::size_t begin, std::size_t end) const {
    StyledText line(style_(kLoop));
    line.pad(label_width_);
    for (std::size_t at = begin; at < std::min(end, columns_.size()); ++at) {
        const Column& column = columns_[at];
        if (column.jump && column.loop) {
            StyledText both;
            both.pad(cell_width_ - 2)
                .add(style_.glyphs("⇢"), Paint::bold)
                .add(style_.glyphs("►"), Paint::run);
            line.add(both.pad(cell_width_));
        } else if (column.jump) {
            line.add(glyph("⇢", Paint::bold));
        } else {
            line.add(column.loop ? glyph("►", Paint::run) : glyph(" ", Paint::plain));
        }
    }
    return line;
}

StyledText LaneChart::task_lane(const Group& group, std::size_t begin, std::size_t end) const {
    std::string name = "T" + std::to_string(group.first + 1);
    if (group.last > group.first) {
        name += "-T" + std::to_string(group.last + 1);
    }
    StyledText line(name);
    line.pad(label_width_);
    const Lane& lane = lanes_[group.first];
    std::string waiting;
    for (std::size_t at = 0; at < cell_width_; ++at) {
        waiting += "░";
    }
    auto next = std::ranges::upper_bound(lane, begin, {}, &Change::column);
    for (std::size_t at = begin; at < end; ++at) {
        while (next != lane.end() && next->column <= at) {
            ++next;
        }
        switch (next == lane.begin() ? Cell::blank : std::prev(next)->cell) {
            case Cell::run:
                line.add(glyph("►", Paint::run));
                break;
            case Cell::wait:
                line.add(style_.glyphs(waiting));
                break;
            case Cell::ready:
                line.add(glyph("▻", Paint::ready));
                break;
            case Cell::done:
                line.add(glyph("▪", Paint::plain));
                break;
            case Cell::blank:
                line.add(glyph(" ", Paint::plain));
                break;
        }
    }
    return line;
}

}  // namespace corodemo::app
