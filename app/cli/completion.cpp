#include "app/cli/completion.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/generate.hpp"
#include "app/cli/help.hpp"
#include "app/cli/operands.hpp"
#include "app/cli/options.hpp"
#include "scenarios/claims/claim.hpp"

namespace corodemo::app {

namespace {

/// A type, as --help names it, and one of its values; one that begins with ":" stands for files.
struct Value {
    std::string_view type;
    std::string_view value;
};

constexpr std::array kValues{
    Value{"LANG", "en"},
    Value{"LANG", "zh"},
    Value{"WHEN", "auto"},
    Value{"WHEN", "always"},
    Value{"WHEN", "never"},
    Value{"[=HOW]", "brief"},
    Value{"[=HOW]", "steps"},
    Value{"[=HOW]", "full"},
    Value{"AXIS", "step"},
    Value{"AXIS", "time"},
    Value{"THEME", "light"},
    Value{"THEME", "dark"},
    Value{"CLOCK", "auto"},
    Value{"CLOCK", "virtual"},
    Value{"CLOCK", "real"},
    Value{"ORDER", "tutorial"},
    Value{"ORDER", "argument"},
    Value{"ORDER", "seed:"},
    Value{"FILE", ":files"},
    Value{"FOLDER", ":folders"},
    Value{"TRACE", ":files .json .jsonl"},
    Value{"SIDE", ":files .json .jsonl .py"},
    Value{"[ARGUMENTS]", ":files .py"},
};

class Completer {
public:
    Completer(const CLI::App& app, Language language, std::ostream& out)
        : app_(app),
          language_(language),
          out_(out) {}

    void complete(std::span<const std::string> typed) {
        for (const std::string& word : typed.first(typed.size() - 1)) {
            read(word);
        }
        word_ = typed.back();
        if (is_recorded()) {
            out_ << ":files\n";  // an argument of the program that is recorded
        } else if (option_ != nullptr) {
            add_values(*option_);
        } else if (word_.starts_with("-") && !only_operands_) {
            add_options();
        } else if (command_ == nullptr) {
            add_commands();
        } else {
            add_operands();
        }
    }

private:
    /// Whether the word belongs to the program that `record` runs, rather than to corodemo.
    [[nodiscard]] bool is_recorded() const {
        return command_ != nullptr && command_->get_name() == "record" && !operands_.empty();
    }

    /// Reads a word before the one that is completed.
    void read(const std::string& word) {
        if (is_recorded()) {
            return;
        }
        if (option_ != nullptr) {
            option_ = nullptr;  // its value
        } else if (word == "--") {
            only_operands_ = true;
        } else if (word.starts_with("-") && word != "-" && !only_operands_) {
            const bool is_module = word == "-m" && command_ != nullptr;
            if (is_module) {
                operands_.push_back(word);
            }
            const CLI::Option* option = option_named(word);
            option_ = option != nullptr && takes_value(*option) ? option : nullptr;
        } else if (command_ == nullptr) {
            command_ = command_named(word);
        } else {
            operands_.push_back(word);
        }
    }

    [[nodiscard]] const CLI::App* command_named(const std::string& name) const {
        const auto found =
            app_.get_subcommands([&](const CLI::App* one) { return one->check_name(name); });
        return found.empty() ? nullptr : found.front();
    }

    static bool takes_value(const CLI::Option& option) {
        return option.get_items_expected_min() > 0;
    }

    /// The commands whose options may stand here: the one that was typed, the scenario that is its
    /// last operand, and what all take.
    [[nodiscard]] std::vector<const CLI::App*> commands() const {
        std::vector<const CLI::App*> found;
        if (command_ != nullptr) {
            found.push_back(command_);
            if (takes_scenarios(command_->get_name()) && !operands_.empty()) {
                if (const CLI::App* scenario = command_named(operands_.back())) {
                    found.push_back(scenario);
                }
            }
        }
        found.push_back(&app_);
        return found;
    }

    /// Whether the option may stand there, if it is one of that command.
    [[nodiscard]] bool may_stand(const CLI::App& command, const CLI::Option& option) const {
        const bool is_of_operand = &command != command_ && &command != &app_;
        return !option.get_positional() && (!is_of_operand || is_of_scenario(option.get_name()));
    }

    [[nodiscard]] const CLI::Option* option_named(const std::string& name) const {
        for (const CLI::App* command : commands()) {
            const auto found = command->get_options([&](const CLI::Option* option) {
                return option->check_name(name) && may_stand(*command, *option);
            });
            if (!found.empty()) {
                return found.front();
            }
        }
        return nullptr;
    }

    void add(std::string_view word, std::string_view what = {}) {
        if (!word.starts_with(word_)) {
            return;
        }
        out_ << word;
        if (!what.empty()) {
            out_ << '\t' << what;
        }
        out_ << '\n';
    }

    void add_options() {
        if (const std::size_t equals = word_.find('='); equals != std::string::npos) {
            if (const CLI::Option* option = option_named(word_.substr(0, equals))) {
                add_values(*option, word_.substr(0, equals + 1));
            }
            return;
        }
        for (const CLI::App* command : commands()) {
            const bool only_common = command == &app_ && command_ != nullptr;
            for (const CLI::Option* option :
                 only_common ? common_options(app_) : command->get_options()) {
                if (may_stand(*command, *option)) {
                    add_option(*option);
                }
            }
        }
    }

    void add_option(const CLI::Option& option) {
        for (const std::string& name : option.get_lnames()) {
            add("--" + name, option.get_description());
        }
        if (word_ == "-") {
            for (const std::string& name : option.get_snames()) {
                add("-" + name, option.get_description());
            }
        }
    }

    void add_values(const CLI::Option& option, const std::string& before = {}) {
        const std::string type = option.get_type_name();
        if (type == "FORMAT") {
            add_formats(before);
        } else if (type == "VERSION" || type == "PYTHON") {
            add_pythons(before);
        } else if (type == "SCENARIO" || type == "SIDE") {
            add_scenarios();
        } else if (type == "NUMBER") {
            add_claims();
        } else if (type == "KIND") {
            for (const Generated& kind : generated()) {
                add(kind.name, kind.what.in(language_));
            }
        }
        for (const auto& [of, value] : kValues) {
            if (of == type && value.starts_with(":")) {
                out_ << value << '\n';
            } else if (of == type) {
                add(before + std::string(value));
            }
        }
    }

    void add_formats(const std::string& before) {
        const bool of_comparison = command_ != nullptr && command_->get_name() == "compare";
        for (const Format& format : formats()) {
            if (!of_comparison || has_comparison(format)) {
                add(before + std::string(format.name), format.purpose.in(language_));
            }
        }
    }

    void add_pythons(const std::string& before) {
        const scenarios::Scenario* scenario =
            command_ != nullptr ? scenarios::find_scenario(command_->get_name()) : nullptr;
        using asyncio::PythonVersion;
        for (int minor = PythonVersion::kOldest; minor <= PythonVersion::kNewest; ++minor) {
            if (scenario == nullptr || scenario->runs_on(PythonVersion(minor))) {
                add(before + "3." + std::to_string(minor));
            }
        }
    }

    void add_scenarios() {
        for (const scenarios::Scenario& scenario : scenarios::catalog()) {
            add(scenario.name, scenario.lesson->title.in(language_));
        }
    }

    void add_claims() {
        std::size_t number = 0;
        for (const scenarios::Claim& claim : scenarios::claims()) {
            add(std::to_string(++number), claim.sentence.in(language_));
        }
    }

    void add_commands() {
        for (const CLI::App* command : app_.get_subcommands({})) {
            add(command->get_name(), command->get_description());
        }
    }

    void add_operands() {
        const auto operands = command_->get_options(
            [](const CLI::Option* option) { return option->get_positional(); });
        if (operands_.size() < operands.size()) {
            add_values(*operands[operands_.size()]);
        }
    }

    const CLI::App& app_;
    Language language_;
    std::ostream& out_;
    const CLI::App* command_ = nullptr;
    const CLI::Option* option_ = nullptr;  // whose value comes next
    bool only_operands_ = false;           // after --
    std::vector<std::string> operands_;
    std::string word_;
};

}  // namespace

void print_completions(const CLI::App& app, std::span<const std::string> typed, Language language,
                       std::ostream& out) {
    if (!typed.empty()) {
        Completer(app, language, out).complete(typed);
    }
}

}  // namespace corodemo::app
