#include "app/terminal/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace corodemo::app {

namespace {
// Made only when it is asked for: a run without -v does not pay for it.
std::shared_ptr<spdlog::logger> logger;
}  // namespace

void enable_log() {
    logger = spdlog::stderr_color_mt("corodemo");
    logger->set_pattern("%n: %^%l%$: %v");
    logger->set_level(spdlog::level::debug);
}

void log_debug(const std::string& message) {
    if (logger) {
        logger->debug(message);
    }
}

}  // namespace corodemo::app
