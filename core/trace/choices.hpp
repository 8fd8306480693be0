#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace corodemo::trace {

/// Positions in a choice point's base list, counted from 1, in the order in which asyncio visits
/// them.
using Order = std::vector<std::uint32_t>;

/// What a user asked for can't be: an order that is no permutation, a schedule that doesn't fit the
/// run.
class ChoiceError : public std::runtime_error {
public:
    ChoiceError(const std::string& english, std::string chinese)
        : std::runtime_error(english),
          chinese_(std::move(chinese)) {}

    /// The same as what(), in Chinese.
    [[nodiscard]] const std::string& chinese() const { return chinese_; }

private:
    std::string chinese_;
};

/// What is in a set that is iterated.
enum class Elements : std::uint8_t { coroutines, futures };

/// Answers every question "in which order does asyncio iterate this set?". CPython's own answer is
/// an accident of memory addresses; here it is a policy (docs/trace-format.md, "Choices").
class Choices {
public:
    /// `policy`: argument | tutorial | seed:N | 3,1,2.   Throws: ChoiceError.
    explicit Choices(std::string_view policy = "argument");

    /// Replays recorded answers, one a choice point: `3,1,2/2,1`.   Throws: ChoiceError.
    static Choices schedule(std::string_view answers);

    /// Takes these answers for its first choice points, and the base list for all that follow.
    static Choices beginning(std::vector<Order> answers);

    /// The order for the next choice point, over `n` > 1 elements. `site` is the asyncio function
    /// that iterates; what the elements are decides what the tutorial saw. Throws: ChoiceError if
    /// the schedule has no answer left, or one of another size.
    Order choose(std::string_view site, std::size_t n, Elements elements);

    /// To be called after the run.   Throws: ChoiceError if an order or an answer that the user
    /// gave was never used; the message names the sizes that the run had.
    void check_used() const;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// All answers so far, as schedule() takes them.
    [[nodiscard]] const std::vector<Order>& taken() const { return taken_; }

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
        std::vector<Order> answers;
        std::size_t next = 0;
    };
    struct Beginning {
        std::vector<Order> answers;
        std::size_t next = 0;
    };

    Order answer(std::string_view site, std::size_t n, Elements elements);

    std::string text_;
    std::variant<Argument, Tutorial, Seed, Fixed, Schedule, Beginning> policy_;
    std::vector<std::size_t> sizes_met_;
    std::vector<Order> taken_;
};

/// `3,1,2/2,1`: what Choices::schedule() takes.
std::string to_schedule(const std::vector<Order>& answers);

}  // namespace corodemo::trace
