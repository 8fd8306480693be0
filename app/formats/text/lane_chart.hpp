#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/formats/text/text_parts.hpp"
#include "app/narration/step.hpp"
#include "app/narration/task_names.hpp"
#include "app/terminal/styled_text.hpp"

namespace corodemo::app {

/// A chart with a lane for each task, below one for the loop's own work. A column is a step, or an
/// iteration if there are many steps:
///
///     step        1  2  3
///     iteration   1     2
///     loop              ⇢
///     T1          ► ░░░░░░
///     T2          ▻  ► ░░░
///
/// Neighbours with identical lanes share one. However large the trace, the chart is a few pages at
/// most.
class LaneChart {
public:
    /// If `several_runs`, the run of each column is shown.
    LaneChart(const Extent& extent, bool several_runs, const TaskNames& names, const Style& style);

    /// To be called for each step, in order, with the loop's state after it.
    void add(const Step& step, const trace::Replay& state);

    /// Writes the chart and its legend.
    void write(Lines& lines) const;

private:
    enum class Cell : std::uint8_t { blank, run, wait, ready, returned, raised, cancelled };
    struct Change {
        std::size_t column = 0;
        Cell cell{};
        bool operator==(const Change&) const = default;
    };
    using Lane = std::vector<Change>;  // in order of columns
    struct Column {
        std::uint64_t number = 0;
        std::uint32_t it = 0;
        std::uint32_t run = 0;
        bool jump = false;
        bool loop = false;
    };
    struct Group {
        std::size_t first = 0;
        std::size_t last = 0;
    };

    void open_column(const Step& step);
    void set(trace::Id task, Cell cell, std::size_t column);
    void add_task(trace::Id task, const Step& step, const trace::Replay& state, std::size_t column);

    [[nodiscard]] std::vector<Group> group_lanes() const;
    [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> chunks(std::size_t most) const;
    void write_chunk(Lines& lines, const std::vector<Group>& groups, std::size_t begin,
                     std::size_t end) const;
    void write_heading(Lines& lines, std::size_t begin, std::size_t end) const;
    [[nodiscard]] StyledText numbers(const Localized& name, std::size_t begin, std::size_t end,
                                     const std::vector<std::uint64_t>& values) const;
    [[nodiscard]] StyledText loop_lane(std::size_t begin, std::size_t end) const;
    [[nodiscard]] StyledText task_lane(const Group& group, std::size_t begin,
                                       std::size_t end) const;
    [[nodiscard]] StyledText glyph(std::string_view text, Paint paint) const;
    [[nodiscard]] StyledText run_and_end(std::string_view mark) const;
    [[nodiscard]] std::string label(const Group& group) const;
    void write_legend(Lines& lines) const;

    const TaskNames& names_;
    const Style& style_;
    bool by_step_;
    bool several_runs_;
    std::size_t cell_width_;
    std::size_t label_width_;
    std::size_t end_ = 0;  // after the last column with content
    std::vector<Column> columns_;
    std::vector<Lane> lanes_;  // of T1, T2, ...
};

}  // namespace corodemo::app
