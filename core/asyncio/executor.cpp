#include "core/asyncio/executor.hpp"

#include <algorithm>

#include "core/asyncio/event_loop.hpp"

namespace corodemo::asyncio {

void Executor::submit(std::string name, std::function<void()> job, Ref<CallbackObject> done) {
    Job submitted{"job " + std::to_string(++jobs_) + ", " + std::move(name), std::move(job),
                  std::move(done)};
    const bool reuses = interpreter().python().has(Behaviour::idle_threads_are_reused);
    const auto idle = reuses ? std::ranges::find(busy_workers_, false) : busy_workers_.end();
    const auto worker = static_cast<std::size_t>(idle - busy_workers_.begin());
    if (worker == kMaxWorkers) {
        waiting_.push_back(std::move(submitted));
        return;
    }
    if (idle == busy_workers_.end()) {
        busy_workers_.push_back(false);
    }
    begin(std::move(submitted), worker);
}

void Executor::begin(Job job, std::size_t worker) {
    busy_workers_[worker] = true;
    FromThread by{name_of(worker), std::move(job.about)};
    const Duration duration = interpreter().run_in_thread(by.thread, job.function);
    const Time end = deadline_after(loop_.time(), duration);
    ends_.emplace(end, End{std::move(by), std::move(job.done), worker});
}

std::string Executor::name_of(std::size_t worker) const {
    return (interpreter().python().has(Behaviour::executor_named_asyncio)
                ? "asyncio_"
                : "ThreadPoolExecutor-0_") +
           std::to_string(worker);
}

void Executor::tell_ended() {
    while (!ends_.empty() && ends_.begin()->first <= loop_.time()) {
        End end = std::move(ends_.extract(ends_.begin()).mapped());
        loop_.schedule_from_thread(end.done, end.by);
        if (!end.by.is_job) {
            continue;
        }
        busy_workers_[end.worker] = false;
        if (!waiting_.empty()) {
            Job next = std::move(waiting_.front());
            waiting_.pop_front();
            begin(std::move(next), end.worker);
        } else if (shut_down_ && !busy()) {
            end_shutdown();
        }
    }
}

void Executor::shutdown(Ref<CallbackObject> done) {
    shut_down_ = std::move(done);
    if (!busy()) {
        end_shutdown();
    }
}

void Executor::end_shutdown() {
    std::string thread = "Thread-" + std::to_string(interpreter().next_thread_number());
    if (interpreter().python().has(Behaviour::threads_named_after_target)) {
        thread += " (_do_shutdown)";
    }
    FromThread by{thread, "thread " + thread, false};
    ends_.emplace(loop_.time(), End{std::move(by), std::exchange(shut_down_, nullptr)});
}

std::vector<std::string> Executor::unfinished() const {
    std::vector<std::string> names;
    for (const auto& [time, end] : ends_) {
        names.push_back(end.by.about);
    }
    for (const Job& job : waiting_) {
        names.push_back(job.about);
    }
    return names;
}

}  // namespace corodemo::asyncio
