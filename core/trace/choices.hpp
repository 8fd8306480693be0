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

/// The user asked for something impossible: an order that is not a permutation, or a schedule that
/// does not fit the run.
class ChoiceError : public InputError {
public:
    explicit ChoiceError(Problem problem, std::vector<std::string> arguments,
                         std::vector<std::size_t> sizes_met = {})
        : InputError(problem, std::move(arguments)),
          sizes_met_(std::move(sizes_met)) {}

    /// The sizes of the sets that the run has iterated over, if there was a run.
    [[nodiscard]] const std::vector<std::size_t>& sizes_met() const { return sizes_met_; }

private:
    std::vector<std::size_t> sizes_met_;
};

/// A choice that a run had, and how it was made: the order of a set of `size` elements, or which of
/// `size` pending sleeps ends.
struct Answer {
    std::size_t size = 0;
    Order order;              ///< of a set
    std::uint32_t sleep = 0;  ///< which one, counted from 1 by deadline; 0 for a set

    /// Advances to the next possible answer. Returns false if this was the last.
    bool next();
    bool operator==(const Answer&) const = default;
};

/// The elements of a set that is iterated over.
enum class Elements : std::uint8_t { coroutines, futures };

/// Decides in which order asyncio iterates over a set. In CPython that depends on memory addresses;
/// here it is a policy (docs/trace-format.md, "Choices").
class Choices {
public:
    /// `policy`: argument | tutorial | seed:N | 3,1,2.   Throws: ChoiceError.
    explicit Choices(std::string_view policy = "argument");

    /// Replays recorded answers, one per choice point: `3,1,2/@2`. An `@` turns timing on.
    /// Throws: ChoiceError.
    static Choices schedule(std::string_view answers);

    /// Uses these answers for the first choice points, and the first possible answer for all
    /// others.
    static Choices beginning(std::vector<Answer> answers, bool timing = false);

    /// Whether sleeps stand for I/O, which may take any time: when nothing is ready, one of the
    /// pending sleeps ends, whichever choose_sleep() returns.
    [[nodiscard]] bool timing() const { return timing_; }

    /// The order for the next choice point, over `n` > 1 elements. `site` is the asyncio function
    /// that iterates; the tutorial's order depends on the kind of elements. Throws: ChoiceError if
    /// the schedule has no answer left, or one of another size.
    Order choose(std::string_view site, std::size_t n, Elements elements);

    /// Which of `n` > 1 pending sleeps ends now, from 1.   Throws: as choose().
    std::uint32_t choose_sleep(std::size_t n);

    /// To be called after the run.   Throws: ChoiceError if an order or an answer that the user
    /// gave was never used.
    void check_used() const;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// All answers so far.
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
    /// Null when the answers are used up.
    static const Answer* next_answer(Beginning& beginning, std::size_t n, bool of_sleep);
    /// Throws: ChoiceError if there is no answer left, or it does not fit.
    const Answer& next_answer(Schedule& schedule, std::size_t n, bool of_sleep) const;

    std::string text_;
    std::variant<Argument, Tutorial, Seed, Fixed, Schedule, Beginning> policy_;
    std::vector<std::size_t> sizes_met_;
    std::vector<Answer> taken_;
    bool timing_ = false;
};

/// `3,1,2/@2`: the argument with which Choices::schedule() repeats these choices.
std::string to_schedule(const Choices& used);

}  // namespace corodemo::trace
