#include "app/terminal/log.hpp"

#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace corodemo::app {

namespace {
// Made only when it is asked for: a run without -v does not pay for it.
std::unique_ptr<spdlog::logger> logger;
}  // namespace

void enable_log() {
    // Not by spdlog's functions: its registry makes a logger for standard output, and a name may
    // be taken there but once.
    logger = std::make_unique<spdlog::logger>(
        "corodemo", std::make_shared<spdlog::sinks::stderr_color_sink_st>());
    logger->set_pattern("%n: %^%l%$: %v");
    logger->set_level(spdlog::level::debug);
    logger->set_error_handler([](const std::string& /*what*/) {});  // there is nobody to tell
}

void log_debug(const std::string& message) {
    if (logger) {
        logger->debug(message);
    }
}

}  // namespace corodemo::app
