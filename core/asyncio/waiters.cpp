#include "core/asyncio/waiters.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace corodemo::asyncio {

void Waiters::append(const Ref<Waiter>& waiter) {
    futures_.push_back(waiter);
    object_.changed();
}

Ref<Waiter> Waiters::popleft() {
    Ref<Waiter> first = std::move(futures_.front());
    futures_.pop_front();
    object_.changed();
    return first;
}

void Waiters::remove(const Ref<Waiter>& waiter) {
    const auto found = std::ranges::find(futures_, waiter);  // nearly always the first
    if (found != futures_.end()) {
        futures_.erase(found);
        object_.changed();
    }
}

bool Waiters::all_cancelled() const {
    return std::ranges::all_of(futures_, [](const auto& waiter) { return waiter->cancelled(); });
}

Waiter* Waiters::first_pending() const {
    const auto found =
        std::ranges::find_if(futures_, [](const auto& waiter) { return !waiter->done(); });
    return found != futures_.end() ? found->get() : nullptr;
}

void Waiters::wake_up(std::size_t n, bool result) const {
    for (const Ref<Waiter>& waiter : futures_) {
        if (n == 0) {
            break;
        }
        if (!waiter->done()) {
            --n;
            waiter->set_result(result);
        }
    }
}

void Waiters::describe(std::vector<const FutureBase*>& waiters) const {
    std::ranges::transform(futures_, std::back_inserter(waiters), &Ref<Waiter>::get);
}

std::string Waiters::repr(const std::string& type, const std::string& state) const {
    const std::string waiters = empty() ? "" : ", waiters:" + std::to_string(size());
    return "<asyncio.locks." + type + " object [" + state + waiters + "]>";
}

}  // namespace corodemo::asyncio
