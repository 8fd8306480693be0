#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

#include "core/containers/ref.hpp"

namespace corodemo::containers {

/// A set of references, in the order of insertion. To insert and to remove one takes constant time.
template <class T>
class OrderedSet {
public:
    /// Requires: `element` is not in it.
    void insert(const Ref<T>& element) {
        places_.emplace(element.get(), elements_.insert(elements_.end(), element));
    }
    /// Returns whether it was in the set.
    bool erase(const T* element) {
        const auto place = places_.find(element);
        if (place == places_.end()) {
            return false;
        }
        const Ref<T> kept = std::move(*place->second);  // dies when the set is in order again
        elements_.erase(place->second);
        places_.erase(place);
        return true;
    }
    void clear() {
        places_.clear();
        const auto dying = std::exchange(elements_, {});
    }

    [[nodiscard]] std::size_t size() const { return elements_.size(); }
    [[nodiscard]] bool empty() const { return elements_.empty(); }
    [[nodiscard]] auto begin() const { return elements_.begin(); }
    [[nodiscard]] auto end() const { return elements_.end(); }

private:
    std::list<Ref<T>> elements_;
    std::unordered_map<const T*, typename std::list<Ref<T>>::iterator> places_;
};

}  // namespace corodemo::containers
