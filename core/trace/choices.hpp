#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/trace/input_error.hpp"

namespace corodemo::trace {

/// Positions in a choice point's base list, counted from 1, in the order in which asyncio visits
/// them.
using Order = std::vector<std::uint32_t>;

/// What a user asked for can't be: an order that is no permutation, a schedule that doesn't fit the
/// run.
class ChoiceError : public InputError {
public:
    explicit ChoiceError(Problem problem, std::vector<std::string> arguments,
                         std::vector<std::size_t> sizes_met = {})
        : InputError(problem, std::move(arguments)),
          sizes_met_(std::move(sizes_met)) {}

    /// Of the sets that the run iterated, if there was one.
    [[nodiscard]] const std::vector<std::size_t>& sizes_met() const { return sizes_met_; }

private:
    std::vector<std::size_t> sizes_met_;
};

/// What a run was asked, and what it was told: the order of a set of `size`, or which one of `size`
/// pending sleeps ends.
struct Answer {
    std::size_t size = 0;
    Order order;              ///< of a set
    std::uint32_t sleep = 0;  ///< of sleeps, from 1 in the order of their deadlines; else 0

    /// Goes on to the next possible answer. False if this was the last.
    bool next();
    bool operator==(const Answer&) const = default;
};

/// What is in a set that is iterated.
enum class Elements : std::uint8_t { coroutines, futures };

/// Answers every question "in which order does asyncio iterate this set?". CPython's own answer is
/// an accident of memory addresses; here it is a policy (docs/trace-format.md, "Choices").
class Choices {
public:
    /// `policy`: argument | tutorial | seed:N | 3,1,2.   Throws: ChoiceError.
    explicit Choices(std::string_view policy = "argument");

    /// Replays recorded answers, one a choice point: `3,1,2/@2`. An `@` chooses timing.
    /// Throws: ChoiceError.
    static Choices schedule(std::string_view answers);

    /// Takes these answers for its first choice points, and the first possible for all that follow.
    static Choices beginning(std::vector<Answer> answers, bool timing = false);

    /// Whether sleeps stand for input and output, which may take any time: when nothing is ready,
    /// any one of those that are pending ends, as choose_sleep() says.
    [[nodiscard]] bool timing() const { return timing_; }

    /// The order for the next choice point, over `n` > 1 elements. `site` is the asyncio function
    /// that iterates; what the elements are decides what the tutorial saw. Throws: ChoiceError if
    /// the schedule has no answer left, or one of another size.
    Order choose(std::string_view site, std::size_t n, Elements elements);

    /// Which of `n` > 1 pending sleeps ends now, from 1.   Throws: as choose().
    std::uint32_t choose_sleep(std::size_t n);

    /// To be called after the run.   Throws: ChoiceError if an order or an answer that the user
    /// gave was never used.
    void check_used() const;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// All answers so far, as schedule() takes them.
    [[nodiscard]] const std::vector<Answer>& taken() const { return taken_; }

private:
    struct Argument {};
    struct Tutorial {};
    struct Seed {
        std::uint64_t state = 0;
    };
    struct Fixed {
        Order order;
        bool used = false;
    };
    struct Schedule {
        std::vector<Answer> answers;
        std::size_t next = 0;
    };
    struct Beginning {
        std::vector<Answer> answers;
        std::size_t next = 0;
    };

    Order answer(std::string_view site, std::size_t n, Elements elements);
    std::uint32_t answer_sleep(std::size_t n);
    /// Of Beginning; null when its answers are used up.
    static const Answer* next_answer(Beginning& beginning, std::size_t n, bool of_sleep);
    /// Of Schedule.   Throws: ChoiceError if it does not fit.
    const Answer& next_answer(Schedule& schedule, std::size_t n, bool of_sleep) const;

    std::string text_;
    std::variant<Argument, Tutorial, Seed, Fixed, Schedule, Beginning> policy_;
    std::vector<std::size_t> sizes_met_;
    std::vector<Answer> taken_;
    bool timing_ = false;
};

/// `3,1,2/@2`: what Choices::schedule() takes, and what makes it choose the same again.
std::string to_schedule(const Choices& used);

}  // namespace corodemo::trace
