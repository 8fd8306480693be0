#include "scenarios/schedules.hpp"

#include <utility>

namespace corodemo::scenarios {

bool Schedules::next() {
    if (std::exchange(begun_, true) && !exploration_.next(options_.choices)) {
        return false;
    }
    options_.choices = exploration_.choices();
    return true;
}

trace::Outcome Schedules::run(trace::Sink* sink) {
    return scenarios::run(scenario_, options_, sink, {}, lines_);
}

}  // namespace corodemo::scenarios
