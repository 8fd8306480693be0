#include "core/asyncio/tasks/ensure_future.hpp"

#include <algorithm>

namespace corodemo::asyncio {

std::optional<AnyTask> current_task() {
    TaskBase* task = get_running_loop().current_task();
    return task != nullptr ? std::optional<AnyTask>(*task) : std::nullopt;
}

std::vector<AnyTask> all_tasks() {
    std::vector<AnyTask> tasks;
    for (const FutureBase* future = get_running_loop().futures(); future != nullptr;
         future = future->next_in_loop) {
        if (TaskBase* task = const_cast<FutureBase*>(future)->as_task();
            task != nullptr && !task->done()) {
            tasks.emplace_back(*task);
        }
    }
    std::ranges::reverse(tasks);  // the list has the newest first
    return tasks;
}

}  // namespace corodemo::asyncio
