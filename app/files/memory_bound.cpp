#include "app/files/memory_bound.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

#include "app/errors.hpp"
#include "core/trace/number.hpp"

namespace corodemo::app {

namespace {

// Bytes, measured and rounded up; tests/app/test_memory.py checks them.
constexpr std::uint64_t kTask = 2'400;            // with its coroutines, futures and handles
constexpr std::uint64_t kTaskWithTrace = 20'000;  // and its events, thirty to fifty
constexpr std::uint64_t kTextOfTrace = 4;         // per byte of it, parsed

constexpr std::string_view kUnits = "KMGT";

std::uint64_t memory_of_machine() {
    std::uint64_t most = UINT64_MAX;
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long page = ::sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0) {
        most = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page);
    }
    for (const char* path :
         {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
        std::ifstream file(path);
        if (std::uint64_t limit = 0; file >> limit) {  // fails if it says "max"
            most = std::min(most, limit);
        }
    }
    for (const auto resource : {RLIMIT_AS, RLIMIT_DATA}) {
        if (struct rlimit limit{}; ::getrlimit(resource, &limit) == 0) {  // or RLIM_INFINITY
            most = std::min<std::uint64_t>(most, limit.rlim_cur);
        }
    }
    return most;
}

/// "1.5 GB"; a requirement is rounded up, a bound down.
std::string shown(std::uint64_t bytes, bool up) {
    constexpr std::array<const char*, 3> kNames{" KB", " MB", " GB"};
    constexpr std::uint64_t kThousand = 1'000;
    std::uint64_t tenth = kThousand / 10;
    std::size_t name = 0;
    while (name + 1 < kNames.size() && bytes >= tenth * 10 * kThousand) {
        tenth *= kThousand;
        ++name;
    }
    const std::uint64_t tenths = bytes / tenth + (up && bytes % tenth != 0 ? 1 : 0);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + kNames.at(name);
}

}  // namespace

MemoryBound::MemoryBound(const std::string& typed) {
    if (typed.empty()) {
        return;
    }
    std::string_view digits = typed;
    std::uint64_t factor = 1;
    if (const std::size_t power = kUnits.find(digits.back()); power != kUnits.npos) {
        factor = std::uint64_t{1'024} << (10 * power);
        digits.remove_suffix(1);
    }
    const std::uint64_t number = trace::parse_number<std::uint64_t>(digits).value_or(0);
    if (number == 0 || number > UINT64_MAX / factor) {
        throw UsageError({"--max-memory is a size such as 512M or 4G, not '{0}'",
                          "--max-memory 应为 512M、4G 这样的大小，而不是 '{0}'"},
                         {typed});
    }
    typed_ = number * factor;
}

std::uint64_t MemoryBound::most() const {
    return typed_ != 0 ? typed_ : memory_of_machine() / 4 * 3;
}

bool MemoryBound::refuses(std::uint64_t bytes) const {
    // So little is always available: don't ask the machine.
    constexpr std::uint64_t kLittle = 100'000'000;
    return (typed_ != 0 || bytes > kLittle) && bytes > most();
}

MemoryBound MemoryBound::half() const {
    MemoryBound half;
    half.typed_ = std::max<std::uint64_t>(1, most() / 2);
    return half;
}

void MemoryBound::check_tasks(std::uint64_t tasks, bool recorded) const {
    const std::uint64_t bytes = tasks * (recorded ? kTaskWithTrace : kTask);
    if (refuses(bytes)) {
        throw UsageError({"{0} tasks need about {1} of memory, more than the {2} that they may "
                          "take: see --max-memory",
                          "{0} 个任务约需 {1} 内存，超过允许的 {2}：见 --max-memory"},
                         {std::to_string(tasks), shown(bytes, true), shown(most(), false)});
    }
}

void MemoryBound::check_trace(const Message& name, std::uint64_t size) const {
    const std::uint64_t bytes = std::min(size, UINT64_MAX / kTextOfTrace) * kTextOfTrace;
    if (refuses(bytes)) {
        throw FileError(say({"{0}: a trace of that size needs about {1} of memory, more than the "
                             "{2} that it may take: see --max-memory",
                             "{0}：这样大的跟踪记录约需 {1} 内存，超过允许的 {2}：见 --max-memory"},
                            {name, shown(bytes, true), shown(most(), false)}));
    }
}

}  // namespace corodemo::app
