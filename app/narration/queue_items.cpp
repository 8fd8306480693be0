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

/// Returns whether the text began with it.
bool take_parenthesis(std::string_view& text, char parenthesis) {
    const bool there = text.starts_with(parenthesis);
    text.remove_prefix(there ? 1 : 0);
    return there;
}

bool begins_with_quote(std::string_view text) {
    return text.starts_with('\'') || text.starts_with('"');
}

template <class Value>
Order order_of(const std::optional<Value>& one, const std::optional<Value>& other) {
    return one && other ? Order(*one <=> *other) : std::nullopt;
}

Order compare_tuples(std::string_view& one, std::string_view& other);

/// Compares the values that two texts begin with, as Python does, and takes them if they are equal.
Order compare(std::string_view& one, std::string_view& other) {
    if (one.starts_with('(') && other.starts_with('(')) {
        return compare_tuples(one, other);
    }
    if (begins_with_quote(one) && begins_with_quote(other)) {
        const auto left = take_string(one);
        return order_of(left, take_string(other));
    }
    const auto left = take_number(one);
    return order_of(left, take_number(other));
}

/// The first items that differ decide; if there are none, the shorter tuple is less.
Order compare_tuples(std::string_view& one, std::string_view& other) {
    take_parenthesis(one, '(');
    take_parenthesis(other, '(');
    while (!one.starts_with(')') && !other.starts_with(')')) {
        const Order order = compare(one, other);
        if (order != std::partial_ordering::equivalent) {
            return order;
        }
        skip_comma(one);
        skip_comma(other);
    }
    const bool one_ends = take_parenthesis(one, ')');
    const bool other_ends = take_parenthesis(other, ')');
    if (one_ends && other_ends) {
        return std::partial_ordering::equivalent;
    }
    return one_ends ? std::partial_ordering::less : std::partial_ordering::greater;
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
