#include "app/narration/orders.hpp"

#include <algorithm>

namespace corodemo::app {

void OrderFinder::on_event(const trace::Event& event) {
    const Orders::Place place{0, event.n, event.run, event.it, event.t};
    if (const auto* created = event.as<trace::TaskCreated>()) {
        if (created->coroutine) {
            coroutines_.push_back({created->coroutine, created->task});
        }
    } else if (const auto* step = event.as<trace::StepStarted>()) {
        if (step->first) {
            started_.emplace_back(step->task, place);
        }
    } else if (const auto* done = event.as<trace::FutureDone>()) {
        if (done->future.letter == trace::Id::kTask) {
            finished_.emplace_back(done->future, place);
        }
    }
}

TaskPositions OrderFinder::positions() const {
    std::vector<Coroutine> submitted = coroutines_;
    std::ranges::sort(submitted, {}, [](const Coroutine& one) { return one.coroutine.number; });
    TaskPositions positions;
    for (const Coroutine& one : submitted) {
        positions.emplace(one.task.number, static_cast<std::uint32_t>(positions.size()) + 1);
    }
    return positions;
}

Orders OrderFinder::orders() const {
    const TaskPositions all = positions();
    const auto known = [&](const std::vector<std::pair<trace::Id, Orders::Place>>& places) {
        std::vector<Orders::Place> found;
        for (const auto& [task, place] : places) {
            if (const auto at = all.find(task.number); at != all.end()) {
                found.push_back(place);
                found.back().position = at->second;
            }
        }
        return found;
    };
    return {known(started_), known(finished_), coroutines_.size()};
}

namespace {

void read(const trace::Trace& trace, OrderFinder& finder) {
    for (const trace::Event& event : trace.events()) {
        finder.on_event(event);
    }
}

}  // namespace

Orders orders_of(const trace::Trace& trace) {
    OrderFinder finder;
    read(trace, finder);
    return finder.orders();
}

TaskPositions positions_of(const trace::Trace& trace) {
    OrderFinder finder;
    read(trace, finder);
    return finder.positions();
}

std::string positions_text(const std::vector<Orders::Place>& places) {
    std::string text;
    for (const Orders::Place& place : places) {
        text += (text.empty() ? "" : " ") + std::to_string(place.position);
    }
    return text.empty() ? "-" : text;
}

}  // namespace corodemo::app
