#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "core/containers/queue_snapshots.hpp"
#include "core/trace/event.hpp"

namespace corodemo::trace {

/// One argument of a program, by the name of its option.
using Argument = std::variant<bool, std::int64_t, double, std::string>;

/// The text of a program, as it is shown to the reader of a trace.
struct Listing {
    std::string file;
    std::string text;
};

/// A variable that the trace follows.
struct FollowedVariable {
    std::string name;
    std::string copy_of;  ///< the variable of the module that it is a copy of; empty if of none
};

/// What precedes the events in a trace: which program ran, and under which rules.
struct Header {
    std::string generator;

    std::string name;
    std::string title;
    std::vector<std::pair<std::string, Argument>> arguments;
    std::vector<Listing> python;  ///< the main file, then others: an event's `file` is an index
    std::optional<Listing> cpp;
    std::vector<FollowedVariable> variables;  ///< those that were chosen; empty if none were

    std::string python_version;
    std::string set_order;
    bool preset_loop = false;

    ClockKind clock{};

    /// The Python listing with that index; null if there is none.
    [[nodiscard]] const Listing* listing(std::size_t file = 0) const {
        return file < python.size() ? &python[file] : nullptr;
    }
};

/// How a program ended: the last part of its trace.
struct Outcome {
    enum class Status : std::uint8_t { returned, raised, hung, limit, waiting, killed };
    struct Raised {
        std::string type;
        std::string message;
    };

    Status status{};
    std::optional<std::string> value;
    std::optional<Raised> error;
    std::optional<std::string> signal;  ///< that killed it
    std::string output;
    Nanoseconds time = 0;
    std::uint64_t iterations = 0;
    std::optional<std::int64_t> exit_status;
    Nanoseconds waited = 0;  ///< in real time
    bool reproducible = false;
};

std::span<const std::string_view> enum_names(Outcome::Status);

/// A whole run, in memory: its header, its events in order, its outcome.
class Trace {
public:
    Trace() = default;
    Trace(Trace&&) noexcept = default;
    Trace& operator=(Trace&&) noexcept = default;
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;
    ~Trace() = default;

    Header header;
    Outcome outcome;

    /// Appends a copy of `event`, with copies of what its views point to.
    void append(const Event& event);

    [[nodiscard]] const std::vector<Event>& events() const { return events_; }
    [[nodiscard]] const Event& event(EventNumber n) const { return events_.at(n - 1); }

private:
    Text keep(Text text);
    template <class Item>
    std::span<const Item> keep(std::span<const Item> items);

    // Behind a pointer, so that views into it stay valid when the Trace is moved.
    std::unique_ptr<std::pmr::monotonic_buffer_resource> storage_ =
        std::make_unique<std::pmr::monotonic_buffer_resource>();
    std::unordered_set<Text> texts_;
    std::map<Id, containers::QueueSnapshots<Id>> waiters_;  // by object
    std::vector<Event> events_;
};

}  // namespace corodemo::trace
