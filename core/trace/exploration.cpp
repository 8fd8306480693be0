#include "core/trace/exploration.hpp"

namespace corodemo::trace {

bool Exploration::next(const Choices& used) {
    beginning_ = used.taken();
    while (!beginning_.empty()) {
        if (beginning_.back().next()) {
            return true;
        }
        beginning_.pop_back();
    }
    return false;
}

}  // namespace corodemo::trace
