#pragma once

#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

namespace corodemo::asyncio {

/// A Python list of coroutines or futures, for gather() and wait(): `list({hello(), hello()})`. Its
/// items are made from left to right (as a function's arguments, in C++, need not be) and moved in,
/// so they may be move-only. Of different types it can only be if told which one they become:
/// `list<Coro<>>({hello(), sleep(1s)})`. It is a std::vector, and goes wherever one does.
template <class Item>
class list : public std::vector<Item> {  // NOLINT(readability-identifier-naming): Python's name
    // What the braces become. Not an array and not an initializer_list: g++ 12 compiles neither in
    // an await expression.
    struct Braces {
        template <std::convertible_to<Item>... Items>
        // NOLINTNEXTLINE(google-explicit-constructor): braces convert to it
        Braces(Items&&... items) {
            into.reserve(sizeof...(items));
            (into.push_back(std::forward<Items>(items)), ...);
        }
        std::vector<Item> into;
    };

public:
    // A template, so that nothing but braces can become its parameter: else those around a single
    // item could as well be a list's own, to be moved from.
    template <std::same_as<Braces> Items = Braces>
    // NOLINTNEXTLINE(google-explicit-constructor)
    list(Items items)
        : std::vector<Item>(std::move(items.into)) {}
};

template <class Item, std::size_t N>
list(Item (&&)[N]) -> list<Item>;  // NOLINT(modernize-avoid-c-arrays): what braces deduce

}  // namespace corodemo::asyncio
