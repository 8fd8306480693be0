#include "app/process/python.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "app/errors.hpp"
#include "app/listings.hpp"
#include "app/process/spawn.hpp"
#include "core/trace/number.hpp"

namespace corodemo::app {

namespace {

namespace fs = std::filesystem;

constexpr int kOldest = 6;   // 3.6
constexpr int kNewest = 19;  // the last that is looked for by name, to list it

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): single-threaded
    return value != nullptr ? value : "";
}

bool is_program(const fs::path& path) {
    std::error_code missing;
    return fs::is_regular_file(path, missing) && ::access(path.c_str(), X_OK) == 0;
}

/// Where the shell, package managers and installers have programs, in this order.
std::vector<fs::path> folders() {
    std::vector<fs::path> found;
    std::istringstream path(environment("PATH"));
    for (std::string folder; std::getline(path, folder, ':');) {
        found.emplace_back(folder.empty() ? "." : folder);
    }
    found.insert(found.end(), {"/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"});
    return found;
}

/// The folders of pyenv's versions, the newest first.
std::vector<fs::path> pyenv_versions() {
    const std::string root = environment("PYENV_ROOT");
    const fs::path versions =
        (root.empty() ? fs::path(environment("HOME")) / ".pyenv" : fs::path(root)) / "versions";
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(versions, none)) {
        found.push_back(entry.path());
    }
    std::ranges::sort(found, std::greater());
    return found;
}

/// Every place where a command of that name is.
std::vector<std::string> commands(const std::string& name) {
    std::vector<std::string> found;
    for (const fs::path& folder : folders()) {
        if (is_program(folder / name)) {
            found.push_back((folder / name).string());
        }
    }
    for (const fs::path& version : pyenv_versions()) {
        if (is_program(version / "bin" / name)) {
            found.push_back((version / "bin" / name).string());
        }
    }
    return found;
}

/// What the probe answers, line by line; empty if that is no Python.
std::vector<std::string> probe(const std::string& python,
                               std::initializer_list<std::string> arguments = {}) {
    std::vector<std::string> command{python, "-E", "-S", "-c",
                                     std::string(listing("process/probe.py"))};
    command.insert(command.end(), arguments);
    std::istringstream answer(output_of(command));
    std::vector<std::string> lines;
    for (std::string line; std::getline(answer, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// What a program says that it is.
struct Identity {
    std::string implementation;
    std::string version;

    [[nodiscard]] bool is_cpython() const { return implementation == "cpython"; }
    /// Whether the recorder runs on it, as far as its version goes.
    [[nodiscard]] bool is_recent() const {
        const std::size_t dot = version.find('.');
        const std::string minor = version.substr(dot + 1, version.rfind('.') - dot - 1);
        return version.substr(0, dot) == "3" &&
               trace::parse_number<int>(minor).value_or(0) >= kOldest;
    }
    /// "3.12" fits 3.12.1.
    [[nodiscard]] bool fits(const std::string& asked) const {
        return (version + ".").starts_with(asked + ".");
    }
};

std::optional<Identity> identify(const std::string& path) {
    const std::vector<std::string> answer = probe(path);
    const std::size_t space = answer.empty() ? std::string::npos : answer.front().find(' ');
    if (space == std::string::npos) {
        return std::nullopt;
    }
    return Identity{answer.front().substr(0, space), answer.front().substr(space + 1)};
}

/// "3.9.18, 3.12.1": those on which the recorder runs.
Message installed_versions() {
    std::set<std::pair<int, std::string>> versions;
    for (int minor = kOldest; minor <= kNewest; ++minor) {
        for (const std::string& path : commands("python3." + std::to_string(minor))) {
            if (const auto found = identify(path); found && found->is_cpython()) {
                versions.emplace(minor, found->version);
            }
        }
    }
    Message list = std::string();
    for (const auto& [minor, version] : versions) {
        const bool first = list.en.empty();
        list = say(first ? Localized{"{0}{1}", "{0}{1}"} : Localized{"{0}, {1}", "{0}、{1}"},
                   {list, version});
    }
    return versions.empty() ? Message(Localized{"none", "无"}) : list;
}

/// Throws: CommandError with Exit::not_run if the recorder does not run on it.
Python usable(const std::string& path, const std::optional<Identity>& found) {
    if (!found) {
        throw CommandError(Exit::not_run, say({"{0} is no Python", "{0} 不是 Python"}, {path}));
    }
    if (!found->is_cpython()) {
        throw CommandError(Exit::not_run, say({"{0} is {1}: record needs CPython",
                                               "{0} 是 {1}：record 需要 CPython"},
                                              {path, found->implementation}));
    }
    if (!found->is_recent()) {
        throw CommandError(Exit::not_run,
                           say({"{0} is Python {1}: record needs 3.6 or later (there are: {2})",
                                "{0} 是 Python {1}：record 需要 3.6 或更新的版本（现有：{2}）"},
                               {path, found->version, installed_versions()}));
    }
    return {path, found->version};
}

bool is_version(const std::string& text) {
    return text.find_first_not_of("0123456789.") == std::string::npos;
}

[[noreturn]] void fail_to_find(const std::string& asked) {
    throw CommandError(Exit::not_run, say({"there is no {0} (there are: Python {1})",
                                           "找不到 {0}（现有的 Python：{1}）"},
                                          {asked, installed_versions()}));
}

Python find_version(const std::string& version) {
    const std::size_t minor_end = version.find('.', version.find('.') + 1);
    for (const std::string& path : commands("python" + version.substr(0, minor_end))) {
        // What is found may be pyenv's stand-in, which runs another one, or none.
        if (const auto found = identify(path); found && found->fits(version)) {
            return usable(path, found);
        }
    }
    fail_to_find("Python " + version);
}

}  // namespace

Python find_python(const std::string& asked) {
    if (asked.find('/') != std::string::npos) {
        if (!is_program(asked)) {
            fail_to_find(asked);
        }
        return usable(asked, identify(asked));
    }
    if (!asked.empty() && is_version(asked)) {
        return find_version(asked);
    }
    const std::string name = asked.empty() ? "python3" : asked;
    const std::vector<std::string> found = commands(name);
    for (const std::string& path : found) {
        if (const auto identity = identify(path)) {
            return usable(path, identity);
        }
    }
    fail_to_find(name);
}

void check_compiles(const Python& python, const std::string& file) {
    const std::vector<std::string> answer = probe(python.path, {file});
    if (answer.size() < 2) {
        return;
    }
    const std::string line = answer[1].substr(0, answer[1].find(' '));
    const std::string problem = answer[1].substr(line.size() + 1);
    throw CommandError(Exit::not_run, line == "0"
                                          ? say({"{0}: Python {1} does not compile it: {2}",
                                                 "{0}：Python {1} 无法编译：{2}"},
                                                {file, python.version, problem})
                                          : say({"{0}: Python {1} does not compile line {2}: {3}",
                                                 "{0}：Python {1} 无法编译第 {2} 行：{3}"},
                                                {file, python.version, line, problem}));
}

}  // namespace corodemo::app
