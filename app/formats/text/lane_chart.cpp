#include "app/formats/text/lane_chart.hpp"

#include <algorithm>

namespace corodemo::app {

namespace {

constexpr Localized kStep{"step", "步"};
constexpr Localized kIteration{"iteration", "轮"};
constexpr Localized kRun{"run", "次"};
constexpr Localized kLoop{"loop", "事件循环"};
constexpr Localized kMoreTasks{"… {0} more", "… 还有 {0} 个"};
constexpr Localized kLeftOut{"… columns {0} to {1} are left out", "… 第 {0} 到 {1} 列略去"};
constexpr Localized kRuns{"► runs", "► 运行"};
constexpr Localized kWaits{"░ waits", "░ 等待"};
constexpr Localized kReady{"▻ ready", "▻ 就绪"};
constexpr Localized kReturned{"▪ returned", "▪ 返回"};
constexpr Localized kRaised{"✗ raised", "✗ 引发异常"};
constexpr Localized kCancelled{"⊘ cancelled", "⊘ 被取消"};
constexpr Localized kJumps{"⇢ clock jump", "⇢ 时钟跳转"};

constexpr std::uint64_t kMostSteps = 40;
constexpr std::size_t kMostLanes = 36;
constexpr std::size_t kMostChunks = 3;

std::size_t digits(std::uint64_t number) {
    return std::to_string(number).size();
}

}  // namespace

LaneChart::LaneChart(const Extent& extent, bool several_runs, const TaskNames& names,
                     const Style& style)
    : names_(names),
      style_(style),
      by_step_(extent.steps <= kMostSteps),
      several_runs_(several_runs),
      cell_width_(
          std::max<std::size_t>(3, 1 + digits(by_step_ ? extent.steps : extent.iterations))),
      label_width_(2 + std::max(display_width(style_(kIteration)), display_width(style_(kLoop)))) {}

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
        } else if (const auto* destroyed = event.as<trace::TaskDestroyed>()) {
            set(destroyed->task, Cell::blank, column + 1);
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
                using trace::FutureState;
                const auto how = state.future(task).done.value_or(FutureState::result);
                set(task,
                    how == FutureState::result      ? Cell::returned
                    : how == FutureState::exception ? Cell::raised
                                                    : Cell::cancelled,
                    column);
            }
            break;
        case Phase::running:
            break;
    }
}

// In the column in which a task runs, `run` takes precedence: the task's new state shows from the
// next column on, but how it ended shows beside the run. A column of an iteration in which a task's
// wait ends shows the wait.
void LaneChart::set(trace::Id task, Cell cell, std::size_t column) {
    if (lanes_.size() < task.number) {
        lanes_.resize(task.number);
    }
    Lane& lane = lanes_[task.number - 1];
    const bool runs_here =
        !lane.empty() && lane.back().cell == Cell::run && lane.back().column == column;
    const bool waited = !by_step_ && cell == Cell::ready && !lane.empty() &&
                        lane.back().cell == Cell::wait && lane.back().column < column + 1;
    if (cell != Cell::run && cell < Cell::returned && (runs_here || waited)) {
        ++column;
    }
    while (!lane.empty() && lane.back().column >= column) {
        lane.pop_back();
    }
    lane.push_back({column, cell});
    if (cell >= Cell::returned) {
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
        fitted.label_width_ = std::max(fitted.label_width_, 2 + display_width(label(group)));
    }
    const std::size_t page = std::min<std::size_t>(page_width(style_), 120);
    const std::size_t most = (page - fitted.label_width_) / cell_width_;
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
    lines.add();
    write_legend(lines);
}

// The glyphs that occur.
void LaneChart::write_legend(Lines& lines) const {
    const auto occurs = [&](Cell cell) {
        return std::ranges::any_of(lanes_, [&](const Lane& lane) {
            return std::ranges::find(lane, cell, &Change::cell) != lane.end();
        });
    };
    StyledText legend = fill(style_, kRuns);
    const auto add = [&](const Localized& text, bool used) {
        if (used) {
            legend.add("   ").add(fill(style_, text));
        }
    };
    add(kWaits, occurs(Cell::wait));
    add(kReady, occurs(Cell::ready));
    add(kReturned, occurs(Cell::returned));
    add(kRaised, occurs(Cell::raised));
    add(kCancelled, occurs(Cell::cancelled));
    add(kJumps, std::ranges::find(columns_, true, &Column::jump) != columns_.end());
    lines.add(StyledText(legend.text(), Paint::secondary).wrap(page_width(style_)));
}

// `T1`, `T2 consumer`, `T3-T97`.
std::string LaneChart::label(const Group& group) const {
    constexpr std::size_t kLongest = 16;
    const auto id = [](std::size_t index) {
        return trace::Id{trace::Id::kTask, static_cast<std::uint32_t>(index + 1)};
    };
    return group.last == group.first ? elide(names_(id(group.first)), kLongest, style_)
                                     : to_string(id(group.first)) + "-" + to_string(id(group.last));
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

// A cell for the step in which a task ends.
StyledText LaneChart::run_and_end(std::string_view mark) const {
    StyledText cell;
    cell.pad(cell_width_ - 2).add(style_.glyphs("►"), Paint::run).add(style_.glyphs(mark));
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
                .add(style_.glyphs("►"), Paint::plain);
            line.add(both.pad(cell_width_));
        } else if (column.jump) {
            line.add(glyph("⇢", Paint::bold));
        } else {
            line.add(column.loop ? glyph("►", Paint::plain) : glyph(" ", Paint::plain));
        }
    }
    return line;
}

StyledText LaneChart::task_lane(const Group& group, std::size_t begin, std::size_t end) const {
    StyledText line(label(group));
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
            case Cell::returned:
                line.add(run_and_end("▪"));
                break;
            case Cell::raised:
                line.add(run_and_end("✗"));
                break;
            case Cell::cancelled:
                line.add(run_and_end("⊘"));
                break;
            case Cell::blank:
                line.add(glyph(" ", Paint::plain));
                break;
        }
    }
    return line;
}

}  // namespace corodemo::app
