#include "tests/random/python_text.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

#include "core/asyncio/repr.hpp"

namespace corodemo::tests {

namespace {

class Writer {
public:
    explicit Writer(const std::vector<Function>& functions)
        : functions_(functions) {}

    std::string text() {
        for (std::size_t i = 0; i < functions_.size(); ++i) {
            out_ << "async def " << functions_[i].name << "():\n";
            write(functions_[i].block, "    ");
            out_ << "    return " << i << "\n\n\n";
        }
        return out_.str();
    }

private:
    void write(const std::vector<Statement>& block, const std::string& indent) {
        for (const Statement& statement : block) {
            std::istringstream lines(statement.kind->python);
            for (std::string line; std::getline(lines, line);) {
                const std::string spaces = line.substr(0, line.find_first_not_of(' '));
                const std::string rest = line.substr(spaces.size());
                if (rest == "{block}" || rest == "{then}") {
                    write(rest == "{block}" ? statement.block : statement.then, indent + spaces);
                } else {
                    out_ << indent << spaces << filled_in(rest, statement) << '\n';
                }
            }
        }
    }

    /// Replaces what is in braces.
    [[nodiscard]] std::string filled_in(const std::string& line, const Statement& statement) const {
        std::string text;
        std::size_t end = 0;
        for (std::size_t begin = 0; (begin = line.find('{', end)) != std::string::npos;) {
            text += line.substr(end, begin - end);
            end = line.find('}', begin) + 1;
            text += value(line.substr(begin + 1, end - begin - 2), statement);
        }
        return text + line.substr(end);
    }

    [[nodiscard]] std::string value(const std::string& name, const Statement& statement) const {
        constexpr const char* kWhen[] = {"ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"};
        const std::string n = std::to_string(statement.n);
        if (name == "n") {
            return n;
        }
        if (name == "call") {
            return functions_[statement.calls.front()].name + "()";
        }
        if (name == "calls" || name == "functions") {
            return functions(statement, name == "calls" ? "()" : "");
        }
        if (name == "task") {
            return "tasks[" + n + " % len(tasks)]";
        }
        if (name == "tasks") {
            return "last(tasks, " + n + ")";
        }
        if (name == "future") {
            return "futures[" + n + " % len(futures)]";
        }
        if (name == "callback") {
            return "callback" + std::to_string(statement.variant);
        }
        if (name == "queue") {
            return "queues[" + std::to_string(statement.variant) + "]";
        }
        if (name == "variable") {
            return std::string("context_vars[") + (statement.flag ? "1]" : "0]");
        }
        if (name == "delay") {
            return asyncio::repr(0.25 * statement.n);
        }
        if (name == "timeout") {
            return statement.quarters == 0 ? "None" : asyncio::repr(0.25 * statement.quarters);
        }
        if (name == "when") {
            return std::string("asyncio.") + kWhen[statement.variant];
        }
        if (name == "flag") {
            return statement.flag ? "True" : "False";
        }
        throw std::logic_error("no such thing in a statement: " + name);
    }

    [[nodiscard]] std::string functions(const Statement& statement,
                                        const std::string& suffix) const {
        std::string text;
        for (const std::size_t index : statement.calls) {
            text += (text.empty() ? "" : ", ") + functions_[index].name + suffix;
        }
        return text;
    }

    const std::vector<Function>& functions_;
    std::ostringstream out_;
};

/// The lines that create the variables of these subjects, of those that need a loop or of the
/// others.
std::string variables_of(const std::vector<Subject>& subjects, bool need_loop) {
    std::string text;
    for (const Subject& subject : subjects) {
        if (subject.variables_need_loop == need_loop) {
            text += subject.variables;
        }
    }
    return text;
}

/// "global loop, tasks, ...": the names to which these lines assign.
std::string global_statement(const std::string& variables) {
    std::string text = "global loop";
    std::istringstream lines(variables);
    for (std::string line; std::getline(lines, line);) {
        text += ", " + line.substr(0, line.find(' '));
    }
    return text + "\n";
}

}  // namespace

std::string python_text(const MainProgram& main, const std::vector<Subject>& subjects) {
    const std::map<std::string, std::string> parts = {
        {"{variables}", variables_of(subjects, false)},
        {"{loop variables}", variables_of(subjects, true)},
        {"{global}",
         global_statement(variables_of(subjects, false) + variables_of(subjects, true))}};
    std::string text;
    std::istringstream lines(main.python);
    for (std::string line; std::getline(lines, line);) {
        const std::string spaces =
            line.substr(0, std::min(line.find_first_not_of(' '), line.size()));
        const auto part = parts.find(line.substr(spaces.size()));
        std::istringstream replaced(part != parts.end() ? part->second
                                                        : line.substr(spaces.size()) + "\n");
        for (std::string each; std::getline(replaced, each);) {
            text += (each.empty() ? "" : spaces) + each + "\n";
        }
    }
    return text;
}

std::string python_text(const std::vector<Function>& functions) {
    return Writer(functions).text();
}

}  // namespace corodemo::tests
