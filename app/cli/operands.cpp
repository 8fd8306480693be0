#include "app/cli/operands.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace corodemo::app {

namespace {

/// The commands whose operands are scenarios.
constexpr std::array<std::string_view, 3> kCommands{"compare", "explain", "explore"};
constexpr std::array<std::string_view, 6> kOfScenario{"-n",       "--tasks",     "--delay",
                                                      "--python", "--set-order", "--schedule"};
constexpr std::string_view kFlagOfScenario = "--preset-loop";
/// The commands' own options that take a value.
constexpr std::array<std::string_view, 10> kOfCommand{
    "-o",     "--output", "-f",           "--format", "--theme", "--max-schedules",
    "--lang", "--color",  "--max-memory", "--width"};

bool is_one_of(std::string_view option, const auto& names) {
    return std::ranges::find(names, option) != names.end();
}

bool is_option(std::string_view word) {
    return word.size() > 1 && word.front() == '-';
}

}  // namespace

bool takes_scenarios(std::string_view command) {
    return is_one_of(command, kCommands);
}

bool is_of_scenario(std::string_view word) {
    const std::string_view name = word.substr(0, word.find('='));
    const bool short_with_value = word.size() > 2 && word.starts_with("-n");
    return is_one_of(name, kOfScenario) || name == kFlagOfScenario || short_with_value;
}

namespace {

class Joiner {
public:
    explicit Joiner(std::span<const char* const> typed)
        : typed_(typed.begin(), typed.end()) {}

    std::vector<std::string> join() {
        if (!done()) {
            take();  // the program
        }
        while (!done() && is_option(next()) && next() != "--") {
            take_with_value(kOfCommand);
        }
        if (!done() && takes_scenarios(next())) {
            take();
            join_operands();
        }
        while (!done()) {
            take();
        }
        return joined_;
    }

private:
    [[nodiscard]] bool done() const { return at_ == typed_.size(); }
    [[nodiscard]] const std::string& next() const { return typed_[at_]; }
    void take() { joined_.push_back(typed_[at_++]); }
    void take_with_value(const auto& names) {
        const bool has_value = is_one_of(next(), names);
        take();
        if (has_value && !done()) {
            take();
        }
    }

    void join_operands() {
        std::string waiting;  // options before the first operand
        std::size_t operand = 0;
        while (!done() && next() != "--") {
            if (is_of_scenario(next())) {
                std::string& joined = operand != 0 ? joined_[operand] : waiting;
                const bool has_value = is_one_of(next(), kOfScenario);
                joined += " " + typed_[at_++];
                if (has_value && !done()) {
                    joined += " " + typed_[at_++];
                }
            } else if (is_option(next())) {
                take_with_value(kOfCommand);
            } else {
                operand = joined_.size();
                take();
                joined_[operand] += waiting;
                waiting.clear();
            }
        }
    }

    std::vector<std::string> typed_;
    std::size_t at_ = 0;
    std::vector<std::string> joined_;
};

/// record's own options that take a value.
constexpr std::array<std::string_view, 22> kOfRecord{
    "-o",          "--output",      "-f",          "--format",   "--frames", "--lang",
    "--color",     "--max-memory",  "--width",     "--steps",    "--task",   "--axis",
    "--theme",     "--python",      "--set-order", "--schedule", "--clock",  "--slow",
    "--max-steps", "--max-seconds", "--max-text",  "--include"};
constexpr std::string_view kWriteRecorder = "--write-recorder";

/// Whether the next word is the value of this one: --output x, -o x, -qo x; not -ox, --output=x.
bool takes_next_word(std::string_view word) {
    if (word.starts_with("--")) {
        return is_one_of(word, kOfRecord) || word == kWriteRecorder;
    }
    const std::size_t with_value = word.find_first_of("of", 1);
    return with_value == word.size() - 1;
}

}  // namespace

SplitCommandLine split_off_program(std::span<const char* const> typed) {
    SplitCommandLine split;
    const std::span<const char* const> words = typed;
    std::size_t at = 0;
    const auto take = [&] { split.ours.emplace_back(words[at++]); };
    const auto skip_options = [&] {
        while (at < words.size() && is_option(words[at]) && words[at] != std::string_view("-m") &&
               words[at] != std::string_view("--")) {
            const bool has_value = takes_next_word(words[at]);
            take();
            if (has_value && at < words.size()) {
                take();
            }
        }
    };
    if (!words.empty()) {
        take();  // corodemo
    }
    skip_options();
    if (at < words.size() && words[at] == std::string_view("record")) {
        take();
        skip_options();
        if (at < words.size() && words[at] == std::string_view("--")) {
            ++at;
        }
        split.program.assign(words.begin() + static_cast<std::ptrdiff_t>(at), words.end());
        at = words.size();
    }
    while (at < words.size()) {
        take();
    }
    return split;
}

std::vector<std::string> with_joined_operands(std::span<const char* const> typed) {
    return Joiner(typed).join();
}

}  // namespace corodemo::app
