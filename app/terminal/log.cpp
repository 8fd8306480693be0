#include "app/terminal/log.hpp"

#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace corodemo::app {

namespace {
// Created on demand: a run without -v does not pay for it.
std::unique_ptr<spdlog::logger> logger;
Language language_of_log = Language::en;
}  // namespace

void enable_log(Language language) {
    language_of_log = language;
    // Not through spdlog's factory functions: the registry creates a logger for standard output,
    // and rejects a name that is already taken.
    logger = std::make_unique<spdlog::logger>(
        "corodemo", std::make_shared<spdlog::sinks::stderr_color_sink_st>());
    logger->set_pattern("%n: %^%l%$: %v");
    logger->set_level(spdlog::level::debug);
    logger->set_error_handler([](const std::string& /*what*/) {});  // nobody to report it to
}

void log_debug(const Message& message) {
    if (logger) {
        logger->debug(message.in(language_of_log));
    }
}

}  // namespace corodemo::app
