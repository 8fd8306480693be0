#include "app/commands/order_note.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "app/narration/orders.hpp"
#include "core/asyncio/tasks/sleep.hpp"
#include "scenarios/schedules.hpp"

namespace corodemo::app {

namespace {

/// Whether the coroutines can start in more than one order. Tried with few coroutines: what goes
/// for three goes for more.
bool order_varies(const RunRequest& request) {
    constexpr std::uint64_t kFew = 3;
    scenarios::RunOptions options;
    options.arguments = request.arguments;
    options.arguments.tasks = std::min(options.arguments.tasks, kFew);
    options.python = request.python;
    options.preset_loop = request.preset_loop;
    scenarios::Schedules schedules(*request.scenario, options);
    std::set<std::string> orders;
    while (orders.size() < 2 && schedules.next()) {
        OrderFinder finder;
        schedules.run(&finder);
        orders.insert(positions_text(finder.orders().started));
    }
    return orders.size() > 1;
}

/// How many orders sets of these sizes have together: "6", or "30!" where the number is too long to
/// say anything.
std::string count_text(const std::vector<std::size_t>& sizes) {
    constexpr std::uint64_t kMost = 1'000'000'000;
    std::uint64_t product = 1;
    std::string factorials;
    for (const std::size_t size : sizes) {
        factorials += (factorials.empty() ? "" : " * ") + std::to_string(size) + "!";
        for (std::uint64_t factor = 2; factor <= size && product <= kMost; ++factor) {
            product *= factor;
        }
    }
    return product <= kMost ? std::to_string(product) : factorials;
}

std::string order_text(const trace::Order& order) {
    constexpr std::size_t kMost = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(order.size(), kMost); ++i) {
        text += (i == 0 ? "" : " ") + std::to_string(order[i]);
    }
    return text + (order.size() > kMost ? " ..." : "");
}

}  // namespace

std::string command_of(const RunRequest& request) {
    const scenarios::Scenario& scenario = *request.scenario;
    std::string command = scenario.name;
    if (scenario.takes_tasks && request.arguments.tasks != scenario.defaults.tasks) {
        command += " -n " + std::to_string(request.arguments.tasks);
    }
    if (scenario.takes_delay && request.arguments.delay != scenario.defaults.delay) {
        command += " --delay " + asyncio::repr_seconds(request.arguments.delay);
    }
    if (request.python.minor() != scenario.usual_python().minor()) {
        command += " --python " + to_string(request.python);
    }
    return command + (request.preset_loop ? " --preset-loop" : "");
}

std::optional<Message> order_note(const RunRequest& request, const trace::Choices& used) {
    std::vector<std::size_t> sizes;
    std::string orders;
    for (const trace::Answer& answer : used.taken()) {
        if (!answer.order.empty()) {
            sizes.push_back(answer.size);
            orders += (orders.empty() ? "" : " / ") + order_text(answer.order);
        }
    }
    if (sizes.empty() || !order_varies(request)) {
        return std::nullopt;
    }
    return say(
        sizes.size() == 1
            ? Localized{"order {0} is one of {1} that the set allows: corodemo explore {2}",
                        "顺序 {0} 是该集合可能产生的 {1} 种顺序之一：corodemo explore {2}"}
            : Localized{"order {0} is one of {1} that the sets allow: corodemo explore {2}",
                        "顺序 {0} 是这些集合可能产生的 {1} 种顺序之一：corodemo explore {2}"},
        {orders, count_text(sizes), command_of(request)});
}

}  // namespace corodemo::app
