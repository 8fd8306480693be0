#include "app/commands/diff.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>
#include <unistd.h>
#include <unordered_map>
#include <variant>

#include <nlohmann/json.hpp>

#include "app/files/output.hpp"
#include "app/formats/text/orders_table.hpp"
#include "app/formats/text/text_parts.hpp"
#include "app/narration/compared_run.hpp"
#include "app/narration/narrate.hpp"
#include "app/terminal/paragraph.hpp"
#include "core/trace/alignment.hpp"
#include "core/trace/json/json_text.hpp"

namespace corodemo::app {

namespace {

/// The text by which events of two runs are matched: what happened, and to which task. A
/// coroutine's task is identified by its position in the order of submission; other ids and all
/// numbers are left out, since they depend on whatever else the program does.
class Keys {
public:
    explicit Keys(const trace::Trace& trace)
        : positions_(positions_of(trace)) {}

    std::string of(const trace::Event& event) {
        text_ = event.kind();
        std::visit(
            [&]<class Kind>(const Kind& payload) {
                std::apply([&](auto... fields) { (add(payload.*fields.member), ...); },
                           Kind::fields());
            },
            event.payload);
        return text_;
    }

private:
    void add(trace::Id id) {
        text_ += '\t';
        text_ += id.letter;
        if (id.letter == trace::Id::kTask) {
            const auto found = positions_.find(id.number);
            text_ += found != positions_.end() ? std::to_string(found->second) : "?";
        }
    }
    void add(trace::Text text) { (text_ += '\t') += text; }
    void add(trace::NullableText /*name*/) {}  // Task-2 depends on the order of creation
    void add(const trace::Error& error) {
        add(error.type);
        add(error.message);
    }
    void add(bool flag) { text_ += flag ? "\ttrue" : "\tfalse"; }
    void add(std::optional<bool> flag) { add(flag.value_or(true)); }
    template <class Word>
        requires std::is_enum_v<Word>
    void add(Word word) {
        add(trace::Text(to_string(word)));
    }
    template <class Word>
        requires std::is_enum_v<Word>
    void add(std::optional<Word> word) {
        add(word ? trace::Text(to_string(*word)) : trace::Text());
    }
    void add(std::optional<std::uint64_t> /*number*/) {}
    void add(std::uint64_t /*number*/) {}
    void add(trace::Nanoseconds /*time*/) {}
    void add(trace::Measured /*duration*/) {}
    void add(const std::optional<std::span<const trace::Variable>>& variables) {
        for (const trace::Variable& variable :
             variables.value_or(std::span<const trace::Variable>())) {
            add(variable.name);
            add(variable.value);
        }
    }
    template <class Item>
    void add(const std::optional<std::span<const Item>>& /*items*/) {}

    TaskPositions positions_;
    std::string text_;
};

/// A range of events in each trace that do not match. Positions are half-open.
struct Hunk {
    std::size_t left;
    std::size_t left_end;
    std::size_t right;
    std::size_t right_end;
};

struct Difference {
    std::vector<Hunk> hunks;
    std::size_t same = 0;
    std::size_t only_left = 0;
    std::size_t only_right = 0;
};

bool is_about_variables(const trace::Event& event) {
    return event.as<trace::VariablesChanged>() != nullptr;
}

Difference compare_events(const trace::Trace& left, const trace::Trace& right) {
    std::unordered_map<std::string, std::uint32_t> numbers;
    const auto numbered = [&](const trace::Trace& trace) {
        Keys keys(trace);
        std::vector<std::uint32_t> found;
        found.reserve(trace.events().size());
        for (const trace::Event& event : trace.events()) {
            const auto number = static_cast<std::uint32_t>(numbers.size());
            found.push_back(numbers.try_emplace(keys.of(event), number).first->second);
        }
        return found;
    };
    const std::vector<std::uint32_t> one = numbered(left);
    const std::vector<std::uint32_t> other = numbered(right);
    const bool both_follow_variables = std::ranges::any_of(left.events(), is_about_variables) &&
                                       std::ranges::any_of(right.events(), is_about_variables);
    const auto count = [&](const trace::Trace& trace, std::size_t begin, std::size_t end) {
        const std::span events = std::span(trace.events()).subspan(begin, end - begin);
        const auto left_out =
            both_follow_variables ? 0 : std::ranges::count_if(events, is_about_variables);
        return events.size() - static_cast<std::size_t>(left_out);
    };
    auto pairs = trace::align(one, other);
    Difference found;
    found.same = pairs.size();
    pairs.emplace_back(one.size(), other.size());
    std::size_t at_left = 0;
    std::size_t at_right = 0;
    for (const auto& [next_left, next_right] : pairs) {
        const std::size_t only_left = count(left, at_left, next_left);
        const std::size_t only_right = count(right, at_right, next_right);
        if (only_left != 0 || only_right != 0) {
            found.hunks.push_back({at_left, next_left, at_right, next_right});
        }
        found.only_left += only_left;
        found.only_right += only_right;
        at_left = next_left + 1;
        at_right = next_right + 1;
    }
    return found;
}

/// Writes hunks, up to a limit on the number of lines.
class HunkWriter {
public:
    HunkWriter(const ComparedRun& left, const ComparedRun& right, const Style& style,
               std::ostream& out)
        : left_(left),
          right_(right),
          style_(style),
          out_(out) {}

    void write(const std::vector<Hunk>& hunks) {
        for (const Hunk& hunk : hunks) {
            if (lines_ > kMost) {
                out_ << '\n';
                print_line(fill(style_, {"<dim>... and more: --json has them all</>",
                                         "<dim>……还有更多：--json 列出全部</>"}),
                           style_, out_);
                return;
            }
            out_ << '\n';
            print_range("-", left_, hunk.left, hunk.left_end);
            print_range("+", right_, hunk.right, hunk.right_end);
        }
    }

private:
    static constexpr std::size_t kMost = 60;

    void print_range(std::string_view sign, const ComparedRun& run, std::size_t begin,
                     std::size_t end) {
        for (std::size_t i = begin; i < end && i < begin + kMost; ++i, ++lines_) {
            const trace::Event& event = run.trace.events()[i];
            StyledText line(sign, Paint::bold);
            const std::uint64_t step = run.step_of_event.at(event.n);
            const bool of_iteration = step == 0 && event.it != 0;
            line.add(of_iteration ? " it" + std::to_string(event.it) : " #" + std::to_string(step))
                .pad(8);
            line.add(seconds(event.t, 3)).pad(16);
            line.add(event_text(event, style_));
            print_line(line.cut(page_width(style_), style_), style_, out_);
        }
        if (end > begin + kMost) {
            print_line(StyledText(std::string(sign) + " ... " + std::to_string(end - begin - kMost),
                                  Paint::secondary),
                       style_, out_);
        }
    }

    const ComparedRun& left_;
    const ComparedRun& right_;
    const Style& style_;
    std::ostream& out_;
    std::size_t lines_ = 0;
};

bool same_program(const ComparedRun& left, const ComparedRun& right) {
    return left.trace.header.name == right.trace.header.name &&
           std::ranges::equal(left.trace.header.python, right.trace.header.python, {},
                              &trace::Listing::text, &trace::Listing::text);
}

void print_text(const ComparedRun& left, const ComparedRun& right, const Difference& found,
                const Style& style, std::ostream& out) {
    const bool same = found.hunks.empty();
    print_line(fill(style,
                    same ? Localized{"<bold>{0}</> and <bold>{1}</>: the same events",
                                     "<bold>{0}</> 与 <bold>{1}</>：事件相同"}
                         : Localized{"<bold>{0}</> and <bold>{1}</>: different events",
                                     "<bold>{0}</> 与 <bold>{1}</>：事件不同"},
                    {left.command, right.command}),
               style, out);
    if (!same_coroutines(left, right)) {
        print_paragraph(StyledText(), StyledText(style(kDifferentPrograms)), style, out);
    }
    if (const auto timing = remark_on_timing(left, right); timing && !same) {
        print_paragraph(StyledText(), StyledText(timing->in(style.lang)), style, out);
    }
    out << '\n';
    print_orders_table(left, right, style, out);
    out << '\n';
    print_line(fill(style,
                    {"same events: {0}; only in the first (-): {1}; only in the second (+): {2}",
                     "相同的事件：{0}；仅第一个有（-）：{1}；仅第二个有（+）：{2}"},
                    {std::to_string(found.same), std::to_string(found.only_left),
                     std::to_string(found.only_right)}),
               style, out);
    HunkWriter(left, right, style, out).write(found.hunks);
}

void print_json(const ComparedRun& left, const ComparedRun& right, const Difference& found,
                std::ostream& out) {
    auto hunks = nlohmann::ordered_json::array();
    const auto events = [](std::size_t begin, std::size_t end) {
        auto list = nlohmann::ordered_json::array();
        for (std::size_t i = begin; i < end; ++i) {
            list.push_back(i + 1);
        }
        return list;
    };
    for (const Hunk& hunk : found.hunks) {
        hunks.push_back({{"left", events(hunk.left, hunk.left_end)},
                         {"right", events(hunk.right, hunk.right_end)}});
    }
    const nlohmann::ordered_json document{{"same_events", found.hunks.empty()},
                                          {"same_order", same_order(left, right)},
                                          {"same_program", same_program(left, right)},
                                          {"left", to_json(left)},
                                          {"right", to_json(right)},
                                          {"in_both", found.same},
                                          {"differences", std::move(hunks)}};
    out << trace::json_text(document, 2) << '\n';
}

}  // namespace

bool diff(const DiffRequest& request, const DisplayOptions& options) {
    const ComparedRun left = compared_run(request.left, request.memory.half());
    const ComparedRun right = compared_run(request.right, request.memory.half());
    const Difference found = compare_events(left.trace, right.trace);
    const Style style = style_for(STDOUT_FILENO, options);
    write_to_stdout([&](std::ostream& out) {
        if (request.json) {
            print_json(left, right, found, out);
        } else {
            print_text(left, right, found, style, out);
        }
    });
    return found.hunks.empty();
}

}  // namespace corodemo::app
