#include "core/trace/trace.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <utility>

namespace corodemo::trace {

std::span<const std::string_view> enum_names(Outcome::Status) {
    using namespace std::string_view_literals;
    static constexpr std::array kStatus{"returned"sv, "raised"sv,  "hung"sv,
                                        "limit"sv,    "waiting"sv, "killed"sv};
    return kStatus;
}

Text Trace::keep(Text text) {
    if (text.data() == nullptr) {
        return {};
    }
    if (const auto known = texts_.find(text); known != texts_.end()) {
        return *known;
    }
    auto* copy = static_cast<char*>(storage_->allocate(std::max<std::size_t>(text.size(), 1), 1));
    std::ranges::copy(text, copy);
    return *texts_.emplace(copy, text.size()).first;
}

template <class Item>
std::span<const Item> Trace::keep(std::span<const Item> items) {
    auto* copy = static_cast<Item*>(storage_->allocate(items.size_bytes() + 1, alignof(Item)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    for (Item& item : std::span(copy, items.size())) {
        if constexpr (std::is_same_v<Item, Frame>) {
            item.coro = keep(item.coro);
        } else if constexpr (std::is_same_v<Item, Text>) {
            item = keep(item);
        } else if constexpr (std::is_same_v<Item, Variable>) {
            item = {keep(item.name), keep(item.value)};
        }
    }
    return {copy, items.size()};
}

void Trace::append(const Event& event) {
    Event& kept = events_.emplace_back(event);
    kept.thread = keep(event.thread);
    // Kept in a way of their own, since each of these events has all that wait.
    auto* const changed = std::get_if<ObjectChanged>(&kept.payload);
    const auto waiters =
        changed != nullptr ? std::exchange(changed->waiters, std::nullopt) : std::nullopt;
    const auto keep_field = [this]<class Type>(Type& field) {
        if constexpr (std::is_same_v<Type, Text>) {
            field = keep(field);
        } else if constexpr (std::is_same_v<Type, NullableText>) {
            field.text = keep(field.text);
        } else if constexpr (std::is_same_v<Type, Error>) {
            field = {keep(field.type), keep(field.message)};
        } else if constexpr (requires { field->size_bytes(); }) {
            if (field) {
                field = keep(*field);
            }
        }
    };
    std::visit(
        [&]<class Kind>(Kind& payload) {
            std::apply([&](auto... fields) { (keep_field(payload.*fields.member), ...); },
                       Kind::fields());
        },
        kept.payload);
    if (waiters) {
        changed->waiters = waiters_[changed->object].keep(*waiters);
    }
}

}  // namespace corodemo::trace
