#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/containers/ref.hpp"

namespace corodemo::asyncio {

using containers::Ref;
using containers::RefCounted;

/// The values of context variables. Follows contextvars.Context.
class ContextObject final : public RefCounted {
public:
    /// Which variable; the address of its object, which the values keep alive.
    using Key = const RefCounted*;
    using Value = std::shared_ptr<const void>;

    /// The value of that variable, or null.
    [[nodiscard]] const Value* find(Key variable) const {
        for (const Entry& entry : entries_) {
            if (entry.variable.get() == variable) {
                return &entry.value;
            }
        }
        return nullptr;
    }
    void set(const Ref<RefCounted>& variable, Value value) {
        for (Entry& entry : entries_) {
            if (entry.variable == variable) {
                entry.value = std::move(value);
                return;
            }
        }
        entries_.push_back({variable, std::move(value)});
    }
    void erase(Key variable) {
        std::erase_if(entries_,
                      [&](const Entry& entry) { return entry.variable.get() == variable; });
    }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] Ref<ContextObject> copy() const {
        Ref<ContextObject> made(new ContextObject);
        made->entries_ = entries_;
        return made;
    }

private:
    struct Entry {
        Ref<RefCounted> variable;
        Value value;
    };
    std::vector<Entry> entries_;
};

}  // namespace corodemo::asyncio
