#include "core/asyncio/tasks/ensure_future.hpp"

namespace corodemo::asyncio {

std::optional<AnyTask> current_task() {
    TaskBase* task = get_running_loop().current_task();
    return task != nullptr ? std::optional<AnyTask>(*task) : std::nullopt;
}

std::vector<AnyTask> all_tasks() {
    std::vector<AnyTask> tasks;
    for (const Ref<FutureBase>& task : get_running_loop().unfinished_tasks()) {
        tasks.emplace_back(*task->as_task());
    }
    return tasks;
}

}  // namespace corodemo::asyncio
