#pragma once

#include <vector>

#include "core/trace/choices.hpp"

namespace corodemo::trace {

/// Enumerates all combinations of answers to a program's choices, each once, depth first.
///
///     Exploration exploration;
///     do {
///         Choices choices = exploration.choices();
///         ...run the program with them...
///     } while (exploration.next(choices));
///
/// Requires only that the same answers lead to the same next choice. Which choices follow may
/// depend on the answers before.
class Exploration {
public:
    /// `timing`: sleeps may end in any order, too (Choices::timing).
    explicit Exploration(bool timing = false)
        : timing_(timing) {}

    /// The choices for the next run.
    [[nodiscard]] Choices choices() const { return Choices::beginning(beginning_, timing_); }

    /// `used`: the choices after that run. False when there is nothing left to try.
    bool next(const Choices& used);

private:
    bool timing_;
    std::vector<Answer> beginning_;
};

}  // namespace corodemo::trace
