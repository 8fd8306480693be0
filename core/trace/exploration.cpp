#include "core/trace/exploration.hpp"

#include <algorithm>

namespace corodemo::trace {

bool Exploration::next(const Choices& used) {
    beginning_ = used.taken();
    while (!beginning_.empty()) {
        if (std::ranges::next_permutation(beginning_.back()).found) {
            return true;
        }
        beginning_.pop_back();
    }
    return false;
}

}  // namespace corodemo::trace
