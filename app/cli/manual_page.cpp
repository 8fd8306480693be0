#include "app/cli/manual_page.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <ostream>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/help.hpp"
#include "app/terminal/unicode_width.hpp"
#include "scenarios/scenario.hpp"

namespace corodemo::app {

namespace {

struct Row {
    std::string_view name;
    Localized what;
};

constexpr Localized kPurpose{"show, step by step, what an asyncio event loop does",
                             "一步一步展示 asyncio 的事件循环在做什么"};
constexpr std::array kDescription{
    Localized{
        "Scenarios are small asyncio programs, from hello to races and deadlocks. Each runs on "
        "a scheduler that behaves exactly as the one of CPython, from 3.6 to 3.14, does.",
        "场景是一些小的 asyncio 程序，从 hello 到竞争与死锁。运行它们的调度器，行为与 CPython "
        "3.6 到 3.14 的完全一致。"},
    Localized{"Time is virtual: a sleep of 10 s takes none, and every run is the same.",
              "时间是虚拟的：sleep 10 秒也不用等，每次运行都一样。"},
    Localized{
        "A run prints what the Python program prints. Its trace, every step and why it runs, "
        "is shown as text, written as JSON, or drawn as pictures and pages. Programs of your "
        "own are recorded on real CPython into the same trace.",
        "运行场景会输出 Python 程序所输出的内容。它的跟踪记录，即每一步以及为什么运行，可以显示为"
        "文本、写成 JSON，或画成图片与网页。你自己的程序则在真实的 CPython 上运行，记录成同样的跟踪"
        "记录。"}};

constexpr std::array kExits{
    Row{"0",
        {"Done, even if the scenario raises or hangs, as it is meant to.",
         "完成；场景有意引发异常或卡住，也算完成。"}},
    Row{"1",
        {"A difference was found (compare, diff, claims --check), or a trace is not valid (check).",
         "发现了差异（compare、diff、claims --check），或跟踪记录无效（check）。"}},
    Row{"2", {"Wrong usage.", "用法有误。"}},
    Row{"3",
        {"A file that could not be read or written, or too little memory.",
         "文件无法读写，或内存不足。"}},
    Row{"4", {"A program could not be recorded.", "程序无法记录。"}},
    Row{"130", {"explore was interrupted by Ctrl-C.", "explore 被 Ctrl-C 中断。"}},
};
constexpr Localized kExitOfRecord{
    "record otherwise ends with the exit status of the program that it runs.",
    "除此之外，record 以它所运行的程序的退出状态结束。"};

constexpr std::array kEnvironment{
    Row{"NO_COLOR",
        {"If set, no colours, unless --color says otherwise.",
         "若已设置，则不用颜色，除非 --color 另有指定。"}},
    Row{"PAGER",
        {"Shows texts that are longer than the terminal (default: less).",
         "用于显示超过一屏的文本（默认：less）。"}},
    Row{"LC_ALL, LC_MESSAGES, LANG",
        {"The language, unless --lang says otherwise; whether the terminal shows Unicode.",
         "语言，除非 --lang 另有指定；以及终端能否显示 Unicode。"}},
    Row{"PATH, PYENV_ROOT", {"Where record looks for Pythons.", "record 在这些位置寻找 Python。"}},
    Row{"TMPDIR", {"Where record puts temporary files.", "record 存放临时文件的位置。"}},
};

/// What roff would not show as it is.
constexpr std::array kEscapes{std::pair{'\\', "\\e"},   std::pair{'-', "\\-"},
                              std::pair{'\'', "\\(aq"}, std::pair{'"', "\\(dq"},
                              std::pair{'^', "\\(ha"},  std::pair{'~', "\\(ti"},
                              std::pair{'`', "\\(ga"}};
/// Text as roff shows it verbatim. A line may be broken between Chinese characters, too.
std::string escaped(std::string_view text) {
    constexpr std::string_view kNothing = "\\&";
    constexpr std::string_view kBreak = "\\:";
    const std::vector<std::size_t> breaks = breaks_of(text);
    auto next_break = breaks.begin();
    std::string roff(text.starts_with(".") ? kNothing : "");
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (next_break != breaks.end() && *next_break == at) {
            roff += text[at] != ' ' ? kBreak : "";
            ++next_break;
        }
        const auto* const known =
            std::ranges::find(kEscapes, text[at], &decltype(kEscapes)::value_type::first);
        roff += known != kEscapes.end() ? std::string(known->second) : std::string(1, text[at]);
    }
    return roff;
}

class ManualPage {
public:
    ManualPage(const CLI::App& app, Language language, std::ostream& out)
        : app_(app),
          language_(language),
          out_(out) {}

    void print() {
        out_ << R"(.TH CORODEMO 1 "" "corodemo )" << CORODEMO_VERSION << "\"\n.ad l\n";
        section({"NAME", "名称"});
        out_ << "corodemo \\- " << escaped(in(kPurpose)) << '\n';
        print_synopsis();
        section({"DESCRIPTION", "描述"});
        for (const Localized& paragraph : kDescription) {
            out_ << ".PP\n" << escaped(in(paragraph)) << '\n';
        }
        section({"EXAMPLES", "示例"});
        print_examples("");
        print_commands();
        print_scenarios();
        section({"OPTIONS OF EVERY COMMAND", "所有命令共有的选项"});
        print_options(common_options(app_));
        print_rows({"EXIT STATUS", "退出状态"}, kExits);
        out_ << ".PP\n" << escaped(in(kExitOfRecord)) << '\n';
        print_rows({"ENVIRONMENT", "环境变量"}, kEnvironment);
        section({"SEE ALSO", "另见"});
        out_ << ".BR python3 (1)\n";
    }

private:
    static bool is_not_help(const CLI::Option* option) { return !option->check_lname("help"); }
    /// "-f,--format FORMAT", as in --help.
    static std::string signature(const CLI::Option& option) {
        const bool operand = option.get_positional();
        const std::string type = option.get_type_name();
        return option.get_name(operand, !operand) + (type.empty() ? "" : " " + type);
    }

    [[nodiscard]] std::string_view in(const Localized& text) const { return text.in(language_); }

    void section(const Localized& title) { out_ << ".SH " << escaped(in(title)) << '\n'; }
    void subsection(std::string_view title) { out_ << ".SS \"" << escaped(title) << "\"\n"; }
    /// A name in bold, and what stands beside it, or below it if the name is longer than `indent`.
    void item(std::string_view name, std::string_view what, int indent = 7) {
        out_ << ".TP " << indent << "n\n.B \"" << escaped(name) << "\"\n" << escaped(what) << '\n';
    }

    void print_rows(const Localized& title, std::span<const Row> rows) {
        section(title);
        for (const auto& [name, what] : rows) {
            item(name, in(what));
        }
    }

    void print_synopsis() {
        section({"SYNOPSIS", "概要"});
        out_ << ".B corodemo\n.I " << in({"SCENARIO", "场景"}) << '\n'
             << ".RI [ " << in({"OPTIONS", "选项"}) << "]\n.br\n"
             << ".B corodemo\n.I " << in({"COMMAND", "命令"}) << '\n'
             << ".RI [ " << in({"OPTIONS", "选项"}) << "]\n";
    }

    void print_examples(const std::string& command) {
        for (const auto& [line, what] : examples_of(command)) {
            item("corodemo " + line, in(what));
        }
    }

    void print_scenarios() {
        section({"SCENARIOS", "场景"});
        for (const scenarios::Scenario& scenario : scenarios::catalog()) {
            if (&scenario == &scenarios::catalog().front() ||
                scenario.place.group != (&scenario - 1)->place.group) {
                subsection(in(title_of(scenario.place.group)));
            }
            constexpr int kLongestName = 27;
            item(scenario.name, in(scenario.lesson->title), kLongestName);
        }
        subsection(in({"Options of a scenario", "场景的选项"}));
        print_options_of_scenarios();
    }

    void print_commands() {
        section({"COMMANDS", "命令"});
        for (const CLI::App* command : commands_of(app_, kCommands, language_)) {
            std::string usage = command->get_name();
            for (const CLI::Option* option : command->get_options()) {
                if (option->get_positional()) {
                    const std::string operand = option->get_name(true);
                    usage += option->get_required() ? " " + operand : " [" + operand + "]";
                }
            }
            subsection(usage);
            out_ << escaped(command->get_description()) << in({".", "。"}) << '\n';
            print_options(command->get_options(is_not_help));
            print_examples(command->get_name());
        }
    }

    /// The options of all scenarios. What is not the same for each of them, such as a default,
    /// stands in parentheses there, and is left out here.
    void print_options_of_scenarios() {
        std::map<std::string, std::set<std::string>> descriptions;
        std::vector<const CLI::Option*> options;
        for (const CLI::App* scenario : commands_of(app_, kScenarios, language_)) {
            for (const CLI::Option* option : scenario->get_options(is_not_help)) {
                auto& known = descriptions[option->get_name(false, true)];
                if (known.empty()) {
                    options.push_back(option);
                }
                known.insert(option->get_description());
            }
        }
        for (const CLI::Option* option : options) {
            const std::string what = option->get_description();
            const bool same = descriptions[option->get_name(false, true)].size() == 1;
            item(signature(*option), same ? what : what.substr(0, what.find(in({" (", "（"}))));
        }
    }

    void print_options(const std::vector<const CLI::Option*>& options) {
        for (const CLI::Option* option : options) {
            item(signature(*option), option->get_description());
        }
    }

    const CLI::App& app_;
    Language language_;
    std::ostream& out_;
};

}  // namespace

void print_manual_page(const CLI::App& app, Language language, std::ostream& out) {
    ManualPage(app, language, out).print();
}

}  // namespace corodemo::app
