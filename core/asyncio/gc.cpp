#include "core/asyncio/gc.hpp"

#include <cstdint>
#include <ranges>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio::gc {

namespace {

/// The pending futures of a loop, and which of them are reachable from elsewhere. Follows
/// Modules/gcmodule.c: what has more references than those that lead from one of these to another
/// is reachable, and so is what that refers to.
class Generation {
public:
    explicit Generation(const EventLoop& loop) {
        for (const FutureBase* future = loop.futures(); future != nullptr;
             future = future->next_in_loop) {
            if (!future->done()) {
                objects_.push_back(const_cast<FutureBase*>(future));
            }
        }
        for (FutureBase* object : objects_) {
            object->visit_references([&](FutureBase& other) { ++subtracted_[&other]; });
        }
        for (FutureBase* object : objects_) {
            if (object->references() > subtracted_[object]) {
                reach(*object);
            }
        }
    }

    /// In order of creation.
    [[nodiscard]] std::vector<Ref<TaskBase>> unreachable_tasks() const {
        std::vector<Ref<TaskBase>> tasks;
        for (FutureBase* object : objects_ | std::views::reverse) {
            TaskBase* task = object->as_task();
            if (task != nullptr && !reachable_.contains(task)) {
                tasks.emplace_back(task);
            }
        }
        return tasks;
    }

private:
    void reach(FutureBase& first) {
        std::vector<FutureBase*> todo{&first};
        while (!todo.empty()) {
            FutureBase* object = todo.back();
            todo.pop_back();
            if (reachable_.insert(object).second) {
                object->visit_references([&](FutureBase& other) { todo.push_back(&other); });
            }
        }
    }

    std::vector<FutureBase*> objects_;  // the newest first
    std::unordered_map<const FutureBase*, std::uint32_t> subtracted_;
    std::unordered_set<const FutureBase*> reachable_;
};

}  // namespace

void collect(std::source_location where) {
    here(where);
    for (const auto& loop : interpreter().loops()) {
        const std::vector<Ref<TaskBase>> tasks = Generation(*loop).unreachable_tasks();
        for (const Ref<TaskBase>& task : tasks) {
            task->report_lost();
        }
        for (const Ref<TaskBase>& task : tasks) {
            loop->remove_future(*task);
            task->abandon();
        }
    }
}

}  // namespace corodemo::asyncio::gc
