#include "app/narration/task_names.hpp"

#include <optional>

namespace corodemo::app {

namespace {

/// Whether asyncio made up the name itself: `Task-7`.
bool is_default_name(std::string_view name) {
    constexpr std::string_view kPrefix = "Task-";
    return name.starts_with(kPrefix) &&
           name.find_first_not_of("0123456789", kPrefix.size()) == std::string_view::npos;
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
            const std::string_view given = created->name.text;
            names_.push_back(given.empty() || is_default_name(given) ? created->coro : given);
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
