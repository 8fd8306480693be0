#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "scenarios/localized.hpp"

namespace corodemo::app {

/// What the program does, in one sentence.
inline constexpr Localized kWhat{"corodemo shows, step by step, what an asyncio event loop does.",
                                 "corodemo 一步一步展示 asyncio 的事件循环在做什么。"};

/// A command line, without "corodemo", and what it is for.
struct Example {
    std::string command;
    Localized what;
};

/// Of a command or scenario; of the program, if `name` is empty.
std::vector<Example> examples_of(const std::string& name);

/// `corodemo --help`: what matters first, on one screen of 24 lines.
std::string overview(const CLI::App& app, Language language);
/// `corodemo gather --help`: examples, options, and the options of `app` that every command takes.
std::string help_of(CLI::App& command, const CLI::App& app, Language language);

/// Those that every command takes.
std::vector<const CLI::Option*> common_options(const CLI::App& app);
/// The commands, or the scenarios, in their order.
std::vector<const CLI::App*> commands_of(const CLI::App& app, const Localized& group,
                                         Language language);

inline constexpr Localized kScenarios{"Scenarios", "场景"};
inline constexpr Localized kCommands{"Commands", "命令"};

}  // namespace corodemo::app
