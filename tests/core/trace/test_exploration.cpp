#include <set>
#include <string>

#include <doctest/doctest.h>

#include "core/trace/exploration.hpp"

namespace corodemo::tests {

namespace {

using trace::Choices;
using trace::Elements;

std::uint64_t factorial(std::size_t n) {
    return n < 2 ? 1 : n * factorial(n - 1);
}

/// The schedules of a program that makes its choices in `ask`, with repetitions.
template <class Program>
std::multiset<std::string> schedules(Program ask) {
    std::multiset<std::string> found;
    trace::Exploration exploration;
    bool more = true;
    while (more) {
        Choices choices = exploration.choices();
        ask(choices);
        found.insert(trace::to_schedule(choices));
        more = exploration.next(choices);
    }
    return found;
}

}  // namespace

TEST_CASE("one choice of n: every order, once") {
    for (std::size_t n = 2; n <= 6; ++n) {
        const auto found =
            schedules([&](Choices& choices) { choices.choose("wait", n, Elements::futures); });
        CHECK(found.size() == factorial(n));
        CHECK(std::set(found.begin(), found.end()).size() == found.size());
    }
}

TEST_CASE("a program without choices runs once") {
    CHECK(schedules([](Choices&) {}) == std::multiset<std::string>{""});
}

TEST_CASE("later choices may depend on earlier answers") {
    const auto found = schedules([](Choices& choices) {
        const bool swapped = choices.choose("wait", 2, Elements::futures).front() == 2;
        if (swapped) {
            choices.choose("wait", 2, Elements::futures);
        }
    });
    CHECK(found == std::multiset<std::string>{"1,2", "2,1/1,2", "2,1/2,1"});
}

}  // namespace corodemo::tests
