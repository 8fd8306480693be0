#include "app/narration/python_source.hpp"

#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

namespace corodemo::app {

namespace {

constexpr std::string_view kNone{};
constexpr std::string_view kOpening = "([{";
constexpr std::string_view kClosing = ")]}";

bool is_part_of_name(char letter) {
    return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
}

std::size_t indentation(std::string_view line) {
    return std::min(line.find_first_not_of(" \t"), line.size());
}

std::string_view without_indentation(std::string_view line) {
    return line.substr(indentation(line));
}

/// The lines of a program, up to and with the given one.
std::vector<std::string_view> first_lines(std::string_view program, std::uint32_t amount) {
    std::vector<std::string_view> lines;
    while (!program.empty() && lines.size() < amount) {
        const std::size_t length = std::min(program.find('\n'), program.size());
        lines.push_back(program.substr(0, length));
        program.remove_prefix(std::min(length + 1, program.size()));
    }
    return lines.size() == amount ? lines : std::vector<std::string_view>();
}

std::optional<Definition> definition_in(std::string_view line) {
    Definition found;
    found.coroutine = line.starts_with("async ");
    if (found.coroutine) {
        line = without_indentation(line.substr(line.find(' ')));
    }
    if (!line.starts_with("def ")) {
        return std::nullopt;
    }
    line = without_indentation(line.substr(line.find(' ')));
    found.name = {line.begin(), std::ranges::find_if_not(line, is_part_of_name)};
    return found;
}

/// Where the bracket that opens at `open` closes, or npos.
std::size_t closing_bracket(std::string_view line, std::size_t open) {
    std::size_t depth = 0;
    char quote = '\0';
    for (std::size_t at = open; at < line.size(); ++at) {
        const char letter = line[at];
        if (quote != '\0') {
            at += letter == '\\' ? 1 : 0;
            quote = letter == quote ? '\0' : quote;
        } else if (letter == '"' || letter == '\'') {
            quote = letter;
        } else if (kOpening.find(letter) != std::string_view::npos) {
            ++depth;
        } else if (kClosing.find(letter) != std::string_view::npos && --depth == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::string_view line_of(std::string_view program, std::uint32_t line) {
    const std::vector<std::string_view> lines = first_lines(program, line);
    return lines.empty() ? kNone : without_indentation(lines.back());
}

std::optional<Definition> definition_around(std::string_view program, std::uint32_t line) {
    const std::vector<std::string_view> lines = first_lines(program, line);
    if (lines.empty()) {
        return std::nullopt;
    }
    std::size_t inner = indentation(lines.back());
    for (const std::string_view one : std::views::reverse(lines)) {
        const std::string_view text = without_indentation(one);
        if (text.empty() || text.starts_with('#') || indentation(one) >= inner) {
            continue;
        }
        inner = indentation(one);
        if (const auto definition = definition_in(text)) {
            return definition;
        }
    }
    return std::nullopt;
}

std::uint32_t definition_of(std::string_view program, std::string_view function) {
    struct Scope {
        std::size_t indentation = 0;
        std::string prefix;  // of the qualified names within
    };
    std::vector<Scope> scopes;  // around the line
    for (std::uint32_t number = 1; !program.empty(); ++number) {
        const std::size_t length = std::min(program.find('\n'), program.size());
        const std::string_view line = program.substr(0, length);
        program.remove_prefix(std::min(length + 1, program.size()));
        const std::string_view text = without_indentation(line);
        if (text.empty() || text.starts_with('#')) {
            continue;
        }
        while (!scopes.empty() && scopes.back().indentation >= indentation(line)) {
            scopes.pop_back();
        }
        std::string name = scopes.empty() ? std::string() : scopes.back().prefix;
        if (const auto definition = definition_in(text)) {
            name += definition->name;
            if (name == function) {
                return number;
            }
            scopes.push_back({indentation(line), name + ".<locals>."});
        } else if (text.starts_with("class ")) {
            const std::string_view rest = without_indentation(text.substr(text.find(' ')));
            name.append(rest.begin(), std::ranges::find_if_not(rest, is_part_of_name));
            scopes.push_back({indentation(line), name + "."});
        }
    }
    return 0;
}

std::string_view call_in(std::string_view line, std::string_view function) {
    for (std::size_t at = line.find(function); at != std::string_view::npos;
         at = line.find(function, at + 1)) {
        const std::size_t open = at + function.size();
        if (function.empty() || open >= line.size() || line[open] != '(' ||
            (at > 0 && is_part_of_name(line[at - 1]))) {
            continue;
        }
        std::size_t begin = at;
        while (begin > 0 && (is_part_of_name(line[begin - 1]) || line[begin - 1] == '.')) {
            --begin;
        }
        const std::size_t close = closing_bracket(line, open);
        return close == std::string_view::npos ? kNone : line.substr(begin, close + 1 - begin);
    }
    return kNone;
}

}  // namespace corodemo::app
