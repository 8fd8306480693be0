#include "app/narration/task_names.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace corodemo::app {

namespace {

/// Whether the program itself named the task. asyncio makes up `Task-7`; CPython 3.13.0 calls an
/// eager task that has no name "None".
bool is_named(const trace::TaskCreated& created) {
    constexpr std::string_view kPrefix = "Task-";
    const std::string_view name = created.name.text;
    const bool made_up =
        name.starts_with(kPrefix) &&
        name.find_first_not_of("0123456789", kPrefix.size()) == std::string_view::npos;
    return !name.empty() && !made_up && !(name == "None" && created.eager.value_or(false));
}

/// What asyncio's own tasks do, which it starts within a call of the program: `start_server()`,
/// `create_subprocess_exec()`, ... Only their coroutine functions have these names.
std::string_view name_of_asyncio_task(std::string_view coro) {
    struct Row {
        std::string_view coro;
        std::string_view name;
    };
    constexpr std::array kRows{
        Row{"_accept_connection2", "asyncio accept"},
        Row{"_create_server_getaddrinfo", "asyncio getaddrinfo"},
        Row{"_connect_pipes", "asyncio connect_pipes"},
        Row{"run_one_coro", "asyncio connect"},
        Row{"_wrap_awaitable", "asyncio await"},
    };
    const auto* row = std::ranges::find(kRows, coro, &Row::coro);
    return row != kRows.end() ? row->name : coro;
}

/// The name that the program gave it, or of its coroutine function.
std::string_view name_of(const trace::TaskCreated& created) {
    if (is_named(created)) {
        return created.name.text;
    }
    return created.coroutine ? created.coro : name_of_asyncio_task(created.coro);
}

}  // namespace

TaskNames::TaskNames(const trace::Trace& trace) {
    for (const trace::Listing& listing : trace.header.python) {
        files_.push_back(listing.file);
    }
    std::optional<std::string_view> first;
    bool differ = false;
    for (const trace::Event& event : trace.events()) {
        if (const auto* created = event.as<trace::TaskCreated>()) {
            names_.push_back(name_of(*created));
            if (!created->internal.value_or(false)) {
                differ = differ || (first && *first != names_.back());
                first = names_.back();
            }
        }
    }
    if (!differ) {
        names_.clear();
    }
}

std::string TaskNames::operator()(trace::Id id) const {
    std::string text = to_string(id);
    if (const std::string_view own = name(id); !own.empty()) {
        text += ' ';
        text += own;
    }
    return text;
}

std::string_view TaskNames::name(trace::Id id) const {
    return id.letter == trace::Id::kTask && id.number - 1 < names_.size() ? names_[id.number - 1]
                                                                          : std::string_view();
}

}  // namespace corodemo::app
