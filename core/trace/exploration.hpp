#pragma once

#include <vector>

#include "core/trace/choices.hpp"

namespace corodemo::trace {

/// Goes through all ways in which a program's choices can be answered: depth first, each once.
///
///     Exploration exploration;
///     do {
///         Choices choices = exploration.choices();
///         ...run the program with them...
///     } while (exploration.next(choices));
///
/// A program that is asked the same after the same answers is all that this needs. What it is asked
/// later may depend on the answers before.
class Exploration {
public:
    /// `timing`: sleeps may end in any order, too (Choices::timing).
    explicit Exploration(bool timing = false)
        : timing_(timing) {}

    /// For the next run.
    [[nodiscard]] Choices choices() const { return Choices::beginning(beginning_, timing_); }

    /// `used`: the choices after that run. False when there is nothing left to try.
    bool next(const Choices& used);

private:
    bool timing_;
    std::vector<Answer> beginning_;
};

}  // namespace corodemo::trace
