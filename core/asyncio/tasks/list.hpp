#pragma once

#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

namespace corodemo::asyncio {

/// A Python list of coroutines or futures, for gather() and wait(): `list({hello(), hello()})`. Its
/// items are evaluated from left to right (unlike function arguments in C++) and moved in, so they
/// may be move-only. If their types differ, name the common one: `list<Coro<>>({hello(),
/// sleep(1s)})`. It can be passed wherever a std::vector can.
template <class Item>
class list : public std::vector<Item> {  // NOLINT(readability-identifier-naming): Python's name
    // What the braces convert to. Neither an array nor an initializer_list: g++ 12 compiles neither
    // in an await expression.
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
    // A template, so that only braces convert to its parameter: otherwise braces around a single
    // item could also mean a list to move from.
    template <std::same_as<Braces> Items = Braces>
    // NOLINTNEXTLINE(google-explicit-constructor)
    list(Items items)
        : std::vector<Item>(std::move(items.into)) {}
    list(const list&) = default;
    list(list&&) noexcept = default;
    list& operator=(const list&) = default;
    list& operator=(list&&) noexcept = default;
    /// Destroys the items as Python does, the last one first.
    ~list() {
        while (!this->empty()) {
            this->pop_back();
        }
    }
};

template <class Item, std::size_t N>
list(Item (&&)[N]) -> list<Item>;  // NOLINT(modernize-avoid-c-arrays): deduced from braces

}  // namespace corodemo::asyncio
