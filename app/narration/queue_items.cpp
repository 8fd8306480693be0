#include "app/narration/queue_items.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

namespace corodemo::app {

namespace {

/// Absent where the texts don't show it.
using Order = std::optional<std::partial_ordering>;

/// Takes the string that a text begins with, without its quotes.
std::optional<std::string_view> take_string(std::string_view& text) {
    const auto end = text.find(text.front(), 1);
    const std::string_view taken = text.substr(1, end - 1);
    if (end == std::string_view::npos || taken.find('\\') != std::string_view::npos) {
        return std::nullopt;
    }
    text.remove_prefix(end + 1);
    return taken;
}

std::optional<double> take_number(std::string_view& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

void skip_comma(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
}

/// Compares the values that two texts begin with, as Python does, and takes them if they are equal.
// NOLINTNEXTLINE(misc-no-recursion): a tuple may hold tuples
Order compare(std::string_view& one, std::string_view& other) {
    constexpr std::string_view kQuotes = "'\"";
    if (one.empty() || other.empty()) {
        return std::nullopt;
    }
    if (one.front() == '(' && other.front() == '(') {
        one.remove_prefix(1);
        other.remove_prefix(1);
        while (!one.starts_with(')') && !other.starts_with(')')) {
            const Order order = compare(one, other);
            if (!order || *order != std::partial_ordering::equivalent) {
                return order;
            }
            skip_comma(one);
            skip_comma(other);
        }
        const Order order = other.starts_with(')') <=> one.starts_with(')');
        one.remove_prefix(one.starts_with(')') ? 1 : 0);
        other.remove_prefix(other.starts_with(')') ? 1 : 0);
        return order;
    }
    if (kQuotes.find(one.front()) != std::string_view::npos &&
        kQuotes.find(other.front()) != std::string_view::npos) {
        const auto left = take_string(one);
        const auto right = take_string(other);
        return left && right ? Order(*left <=> *right) : std::nullopt;
    }
    const auto left = take_number(one);
    const auto right = take_number(other);
    return left && right ? Order(*left <=> *right) : std::nullopt;
}

Order compare_items(trace::Text one, trace::Text other) {
    return compare(one, other);
}

}  // namespace

std::vector<trace::Text> next_items(const trace::ObjectStateNow& queue) {
    std::vector<trace::Text> items = queue.items;
    if (queue.type != "PriorityQueue" || items.empty()) {
        return items;
    }
    if (queue.size > items.size()) {
        items.resize(1);
        return items;
    }
    for (const trace::Text one : items) {
        if (std::ranges::any_of(
                items, [&](trace::Text other) { return !compare_items(one, other).has_value(); })) {
            return items;
        }
    }
    std::ranges::sort(items, [](trace::Text one, trace::Text other) {
        return *compare_items(one, other) == std::partial_ordering::less;
    });
    return items;
}

}  // namespace corodemo::app
