#include "tests/random/statement.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace corodemo::tests {

asyncio::Duration Statement::delay() const {
    return asyncio::seconds(0.25 * n);
}

std::optional<asyncio::Duration> Statement::timeout() const {
    if (quarters == 0) {
        return {};
    }
    return asyncio::seconds(0.25 * quarters);
}

bool StatementKind::has(const char* part) const {
    return std::string_view(python).find(part) != std::string_view::npos;
}

bool Subject::exists_in(asyncio::PythonVersion version) const {
    return std::ranges::any_of(
        statements, [version](const StatementKind& kind) { return kind.exists_in(version); });
}

std::span<const Subject> subjects() {
    static const std::array all{about_blocks(),  about_tasks(),    about_cancellation(),
                                about_futures(), about_several(),  about_locks(),
                                about_signals(), about_queues(),   about_timeouts(),
                                about_groups(),  about_contexts(), about_eager_tasks()};
    return all;
}

}  // namespace corodemo::tests
