#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/narration/account.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/task_names.hpp"
#include "app/terminal/styled_text.hpp"
#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Puts accounts into the words of a language. Holds references.
class Wording {
public:
    static constexpr std::size_t kUnlimited = std::size_t{1} << 40U;

    /// No value, error or printed line is shown with more than `longest` columns.
    Wording(const Style& style, const TaskNames& names, std::size_t longest = kUnlimited)
        : style_(style),
          names_(names),
          longest_(longest) {}

    [[nodiscard]] const Style& style() const { return style_; }

    /// A step in a sentence, as it stands in a table: `T1 starts, prints "Hello world!", awaits
    /// sleep(1) at line 9`. The task that runs is painted `run`, the step that caused it `ready`,
    /// what the program prints `bold`.
    [[nodiscard]] StyledText sentence(const Account& account) const;
    /// The same as a text of its own, with a capital letter and a full stop.
    [[nodiscard]] StyledText prose(const Account& account) const;

    /// A single clause: `returns None`. With several who act, it is in the plural.
    [[nodiscard]] StyledText clause(const Clause& clause) const;

    /// Lines that were printed: `"Hello world!" "Hello again!"`.
    [[nodiscard]] StyledText quoted(const Quoted& quoted) const;
    /// `T2 producer`, safe to display.
    [[nodiscard]] std::string name(trace::Id id) const;
    /// A list of them within a sentence: `T1 T2 T3`, `T2 producer and T3 consumer`, `T1 ... T100`.
    [[nodiscard]] std::string names(std::span<const trace::Id> ids) const;

    /// What an iteration runs, in order: `T1 T2, the timer of T3, the done callbacks of T4`.
    /// Equal neighbours are one entry.
    [[nodiscard]] std::string runs(std::span<const Subject> subjects) const;
    /// The first entries of a queue of `amount`, in at most `width` columns: `T1 T2 timer T3 +98`.
    [[nodiscard]] std::string queue(std::size_t amount,
                                    const std::function<Subject(std::size_t)>& subject_at,
                                    std::size_t width) const;

    /// The call that runs the loop: `run_until_complete(T2)`, `asyncio.run(main())`.
    [[nodiscard]] std::string run_call(const trace::RunStarted& run,
                                       const trace::Replay& state) const;

private:
    [[nodiscard]] StyledText argument(const Argument& argument) const;
    [[nodiscard]] StyledText line(Line line) const;
    [[nodiscard]] StyledText place(const Place& place) const;
    void add_deeds(const Account& account, StyledText& text) const;
    [[nodiscard]] StyledText at_line(const Clause& one) const;
    [[nodiscard]] std::string joined(std::span<const trace::Id> ids, bool whole) const;
    [[nodiscard]] std::string entry_in_queue(const Subject& subject) const;
    [[nodiscard]] std::string kind_in_queue(const Subject& subject, bool several) const;
    [[nodiscard]] StyledText as_prose(StyledText text) const;
    [[nodiscard]] std::string group(const Subject& first, std::span<const trace::Id> ids,
                                    bool many) const;
    [[nodiscard]] std::string called(const Subject& subject) const;
    void join(StyledText& text, const StyledText& part, const Localized& gap) const;

    const Style& style_;
    const TaskNames& names_;
    std::size_t longest_;
};

}  // namespace corodemo::app
