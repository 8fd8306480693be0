#include "core/trace/choices.hpp"

#include <algorithm>
#include <numeric>

#include "core/trace/event.hpp"
#include "core/trace/number.hpp"

namespace corodemo::trace {

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
        comma = text.find(separator);
        parts.push_back(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return parts;
}

Order base_order(std::size_t n) {
    Order order(n);
    std::iota(order.begin(), order.end(), 1U);
    return order;
}

Order parse_order(std::string_view text) {
    Order order;
    for (const std::string_view part : split(text, ',')) {
        order.push_back(parse_number<std::uint32_t>(part).value_or(0));
    }
    if (!std::ranges::is_permutation(order, base_order(order.size()))) {
        throw ChoiceError(Problem::not_an_order, {std::string(text)});
    }
    return order;
}

/// Marks an answer about sleeps: `@2`. Alone it is not an answer, but turns timing on.
constexpr char kSleep = '@';

Answer parse_answer(std::string_view text) {
    if (!text.starts_with(kSleep)) {
        Order order = parse_order(text);
        return {order.size(), order, 0};
    }
    const std::uint32_t sleep = parse_number<std::uint32_t>(text.substr(1)).value_or(0);
    if (sleep == 0) {
        throw ChoiceError(Problem::not_a_choice_of_sleep, {std::string(text)});
    }
    return {0, {}, sleep};
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every platform.
std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

/// What the tutorial's author observed: wait() took its coroutines from last to first, 3.6's
/// gather() the first one and then from last to second.
Order tutorial_order(std::string_view site, std::size_t n, Elements elements) {
    Order order = base_order(n);
    if (site == "wait" && elements == Elements::coroutines) {
        std::ranges::reverse(order);
    } else if (site == "gather") {
        std::reverse(order.begin() + 1, order.end());
    }
    return order;
}

Order shuffled_order(std::uint64_t& state, std::size_t n) {
    Order order = base_order(n);
    for (std::size_t i = n - 1; i > 0; --i) {
        std::swap(order[i], order[split_mix(state) % (i + 1)]);
    }
    return order;
}

}  // namespace

Choices::Choices(std::string_view policy)
    : text_(policy) {
    constexpr std::string_view kSeed = "seed:";
    if (policy == "argument") {
        policy_ = Argument{};
    } else if (policy == "tutorial") {
        policy_ = Tutorial{};
    } else if (policy.starts_with(kSeed)) {
        const auto seed = parse_number<std::uint64_t>(policy.substr(kSeed.size()));
        if (!seed) {
            throw ChoiceError(Problem::not_a_seed, {text_});
        }
        policy_ = Seed{*seed};
    } else if (!policy.empty() &&
               policy.find_first_not_of("0123456789,") == std::string_view::npos) {
        policy_ = Fixed{parse_order(policy)};
    } else {
        throw ChoiceError(Problem::not_a_set_order, {text_});
    }
}

bool Answer::next() {
    if (sleep == 0) {
        return std::ranges::next_permutation(order).found;
    }
    if (sleep == size) {
        return false;
    }
    ++sleep;
    return true;
}

Choices Choices::schedule(std::string_view answers) {
    Choices choices;
    Schedule schedule;
    for (const std::string_view answer : split(answers, '/')) {
        choices.timing_ = choices.timing_ || answer.starts_with(kSleep);
        if (answer != std::string_view(&kSleep, 1)) {
            schedule.answers.push_back(parse_answer(answer));
        }
    }
    choices.policy_ = std::move(schedule);
    choices.text_ = "schedule:" + std::string(answers);
    return choices;
}

Choices Choices::beginning(std::vector<Answer> answers, bool timing) {
    Choices choices;
    choices.policy_ = Beginning{std::move(answers)};
    choices.timing_ = timing;
    return choices;
}

Order Choices::choose(std::string_view site, std::size_t n, Elements elements) {
    sizes_met_.push_back(n);
    taken_.push_back({n, answer(site, n, elements), 0});
    return taken_.back().order;
}

std::uint32_t Choices::choose_sleep(std::size_t n) {
    taken_.push_back({n, {}, answer_sleep(n)});
    return taken_.back().sleep;
}

Order Choices::answer(std::string_view site, std::size_t n, Elements elements) {
    return std::visit(Overloaded{
                          [&](Argument) { return base_order(n); },
                          [&](Tutorial) { return tutorial_order(site, n, elements); },
                          [&](Seed& seed) { return shuffled_order(seed.state, n); },
                          [&](Fixed& fixed) {
                              if (fixed.order.size() != n) {
                                  return base_order(n);
                              }
                              fixed.used = true;
                              return fixed.order;
                          },
                          [&](Schedule& schedule) { return next_answer(schedule, n, false).order; },
                          [&](Beginning& beginning) {
                              const Answer* answer = next_answer(beginning, n, false);
                              return answer != nullptr ? answer->order : base_order(n);
                          },
                      },
                      policy_);
}

std::uint32_t Choices::answer_sleep(std::size_t n) {
    if (auto* schedule = std::get_if<Schedule>(&policy_)) {
        return next_answer(*schedule, n, true).sleep;
    }
    if (auto* beginning = std::get_if<Beginning>(&policy_)) {
        if (const Answer* answer = next_answer(*beginning, n, true)) {
            return answer->sleep;
        }
    }
    return 1;
}

const Answer* Choices::next_answer(Beginning& beginning, std::size_t n, bool of_sleep) {
    if (beginning.next == beginning.answers.size()) {
        return nullptr;
    }
    const Answer& answer = beginning.answers[beginning.next++];
    if (answer.size != n || (answer.sleep != 0) != of_sleep) {
        throw std::logic_error("a program was asked otherwise before");
    }
    return &answer;
}

const Answer& Choices::next_answer(Schedule& schedule, std::size_t n, bool of_sleep) const {
    const bool fits = schedule.next < schedule.answers.size() && [&] {
        const Answer& answer = schedule.answers[schedule.next];
        return of_sleep ? answer.sleep != 0 && answer.sleep <= n
                        : answer.sleep == 0 && answer.size == n;
    }();
    if (fits) {
        return schedule.answers[schedule.next++];
    }
    const std::string number = std::to_string(schedule.next + 1);
    throw of_sleep
        ? ChoiceError(Problem::answer_fits_no_sleep, {number, std::to_string(n)}, sizes_met_)
        : ChoiceError(Problem::answer_fits_no_set, {number}, sizes_met_);
}

void Choices::check_used() const {
    if (const auto* fixed = std::get_if<Fixed>(&policy_); fixed != nullptr && !fixed->used) {
        throw ChoiceError(Problem::no_set_of_that_size, {std::to_string(fixed->order.size())},
                          sizes_met_);
    }
    if (const auto* schedule = std::get_if<Schedule>(&policy_);
        schedule != nullptr && schedule->next != schedule->answers.size()) {
        throw ChoiceError(
            Problem::more_answers_than_asked,
            {std::to_string(schedule->answers.size()), std::to_string(schedule->next)}, sizes_met_);
    }
}

std::string to_schedule(const Choices& used) {
    std::string text;
    bool tells_timing = false;
    for (const Answer& answer : used.taken()) {
        text += text.empty() ? "" : "/";
        if (answer.sleep != 0) {
            text += kSleep + std::to_string(answer.sleep);
            tells_timing = true;
        }
        for (const std::uint32_t& position : answer.order) {
            text += (&position == answer.order.data() ? "" : ",") + std::to_string(position);
        }
    }
    if (used.timing() && !tells_timing) {
        text = kSleep + (text.empty() ? "" : "/" + text);
    }
    return text;
}

}  // namespace corodemo::trace
