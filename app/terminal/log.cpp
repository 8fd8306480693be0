#include "app/terminal/log.hpp"

#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace corodemo::app {

namespace {
// Made only when it is asked for: a run without -v does not pay for it.
std::unique_ptr<spdlog::logger> logger;
Language language_of_log = Language::en;
}  // namespace

void enable_log(Language language) {
    language_of_log = language;
    // Not by spdlog's functions: its registry makes a logger for standard output, and a name may
    // be taken there but once.
    logger = std::make_unique<spdlog::logger>(
        "corodemo", std::make_shared<spdlog::sinks::stderr_color_sink_st>());
    logger->set_pattern("%n: %^%l%$: %v");
    logger->set_level(spdlog::level::debug);
    logger->set_error_handler([](const std::string& /*what*/) {});  // there is nobody to tell
}

void log_debug(const Message& message) {
    if (logger) {
        logger->debug(message.in(language_of_log));
    }
}

}  // namespace corodemo::app
