#include "app/memory.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

#include "app/errors.hpp"

namespace corodemo::app {

namespace {

// What was measured, rounded up; tests/app/test_memory.py holds them against what is.
constexpr std::uint64_t kTask = 1'200;            // with its coroutines, futures and handles
constexpr std::uint64_t kTaskWithTrace = 18'000;  // and its events, thirty to fifty
constexpr std::uint64_t kTextOfTrace = 4;         // a byte of it, and what becomes of it

constexpr std::string_view kUnits = "KMGT";

std::uint64_t memory_of_machine() {
    const auto pages = static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES)));
    std::uint64_t most = pages * static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PAGESIZE)));
    for (const char* path :
         {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
        std::ifstream file(path);
        if (std::uint64_t limit = 0; file >> limit) {  // not if it says "max"
            most = std::min(most, limit);
        }
    }
    for (const auto resource : {RLIMIT_AS, RLIMIT_DATA}) {
        if (struct rlimit limit{}; ::getrlimit(resource, &limit) == 0) {  // none is the largest
            most = std::min<std::uint64_t>(most, limit.rlim_cur);
        }
    }
    return most;
}

/// "1.5 GB", rounded up, as long as there is a unit for it.
std::string shown(std::uint64_t bytes) {
    constexpr std::uint64_t kTenth = 10;
    std::uint64_t unit = 1'000'000;
    const char* name = " MB";
    if (bytes >= unit * 1'000) {
        unit *= 1'000;
        name = " GB";
    }
    const std::uint64_t tenths = (bytes + unit / kTenth - 1) / (unit / kTenth);
    return std::to_string(tenths / kTenth) + "." + std::to_string(tenths % kTenth) + name;
}

}  // namespace

MemoryBound::MemoryBound(const std::string& typed) {
    if (typed.empty()) {
        return;
    }
    const char* end = typed.data() + typed.size();
    std::uint64_t number = 0;
    const auto [stop, error] = std::from_chars(typed.data(), end, number);
    std::string_view unit(stop, end);
    std::uint64_t factor = 1;
    if (const std::size_t power = unit.empty() ? kUnits.npos : kUnits.find(unit.front());
        power != kUnits.npos) {
        factor = std::uint64_t{1'024} << (10 * power);
        unit.remove_prefix(1);
    }
    if (error != std::errc() || number == 0 || !unit.empty() || number > UINT64_MAX / factor) {
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
    // Less than that is always there: no need to ask the machine.
    constexpr std::uint64_t kLittle = 100'000'000;
    return (typed_ != 0 || bytes > kLittle) && bytes > most();
}

void MemoryBound::check_run(const RunRequest& request, bool recorded) const {
    const std::uint64_t tasks = request.arguments.tasks;
    const std::uint64_t bytes = tasks * (recorded ? kTaskWithTrace : kTask);
    if (refuses(bytes)) {
        throw UsageError({"-n {0} needs about {1} of memory, more than the {2} that it may take: "
                          "see --max-memory",
                          "-n {0} 约需 {1} 内存，超过允许的 {2}：见 --max-memory"},
                         {std::to_string(tasks), shown(bytes), shown(most())});
    }
}

void MemoryBound::check_trace(const Message& name, std::uint64_t size) const {
    const std::uint64_t bytes = size * kTextOfTrace;
    if (refuses(bytes)) {
        throw FileError(say({"{0}: a trace of that size needs about {1} of memory, more than the "
                             "{2} that it may take: see --max-memory",
                             "{0}：这样大的跟踪约需 {1} 内存，超过允许的 {2}：见 --max-memory"},
                            {name, shown(bytes), shown(most())}));
    }
}

}  // namespace corodemo::app
