#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Names the tasks of a trace for a reader: `T2`, and `T2 consumer` where the program's tasks have
/// different names (those that asyncio.run() creates for its shutdown don't count). A task's name
/// is the one that the program gave it, else its coroutine function's; asyncio's own say so:
/// `asyncio accept`. The names point into the trace.
class TaskNames {
public:
    explicit TaskNames(const trace::Trace& trace);

    /// `T2 consumer` or `T2`; any other object by its id. Names are data: escape them for display.
    [[nodiscard]] std::string operator()(trace::Id id) const;

    /// The name alone: `consumer`; empty where all tasks have the same.
    [[nodiscard]] std::string_view name(trace::Id id) const;

    /// The name of that Python listing, if it isn't the main one and there is one; else empty.
    [[nodiscard]] std::string_view other_file(std::uint32_t file) const {
        return file < files_.size() && file != 0 ? files_[file] : std::string_view();
    }

    /// How many tasks have a name; 0 where all have the same.
    [[nodiscard]] std::size_t amount() const { return names_.size(); }

private:
    std::vector<std::string_view> files_;
    std::vector<std::string_view> names_;  // of T1, T2, ...; empty where all are the same
};

}  // namespace corodemo::app
