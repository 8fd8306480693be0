#include "tests/random/random_program.hpp"

#include <algorithm>
#include <random>
#include <sstream>

#include "tests/random/python_text.hpp"
#include "tests/random/run.hpp"

namespace corodemo::tests {

/// Makes the choices.
class ProgramMaker {
public:
    ProgramMaker(std::uint64_t seed, RandomProgram& program)
        : random_(seed),
          program_(program) {}

    void make() {
        choose_subjects();
        choose_main();
        program_.functions_.resize(2 + below(5));
        for (std::size_t i = 0; i < program_.functions_.size(); ++i) {
            program_.functions_[i].name = "b" + std::to_string(i);
        }
        // Functions are made from the last, since each calls only later ones: so every program ends
        // (or hangs).
        for (function_ = program_.functions_.size(); function_-- > 0;) {
            program_.functions_[function_].block = make_block(1 + below(6), 0);
        }
        start_some_tasks();
    }

private:
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    /// Rare things happen where there is little else: contention for locks, or many cancellations.
    void choose_subjects() {
        for (const Subject& subject : subjects()) {
            const std::string_view name = subject.name;
            if (subject.exists_in(program_.version_) &&
                (name == "blocks" || name == "tasks" || below(2) == 0)) {
                program_.subjects_.push_back(subject);
            }
        }
        main_subject_ = below(static_cast<unsigned>(program_.subjects_.size()));
    }

    void choose_main() {
        do {
            program_.main_ = &main_programs()[below(static_cast<unsigned>(main_programs().size()))];
        } while (!program_.main_->exists_in(program_.version_));
    }

    std::vector<Statement> make_block(unsigned count, unsigned depth) {
        std::vector<Statement> block;
        for (; count > 0; --count) {
            Statement statement = make_statement(choose_kind(depth), depth);
            if (depth == 0 && below(2) == 0 && statement.kind != try_except_) {
                statement = make_guarded(std::move(statement));
            }
            block.push_back(std::move(statement));
        }
        return block;
    }

    const StatementKind& choose_kind(unsigned depth) {
        for (;;) {
            const std::size_t subject =
                below(2) == 0 ? main_subject_
                              : below(static_cast<unsigned>(program_.subjects_.size()));
            const auto statements = program_.subjects_[subject].statements;
            const StatementKind& kind = statements[below(static_cast<unsigned>(statements.size()))];
            const bool last_function = function_ + 1 == program_.functions_.size();
            if (kind.exists_in(program_.version_) && !(last_function && kind.calls()) &&
                !(depth == kDeepest && kind.has("{block}"))) {
                return kind;
            }
        }
    }

    Statement make_statement(const StatementKind& kind, unsigned depth) {
        Statement statement{.kind = &kind,
                            .n = below(6),
                            .variant = below(3),
                            .quarters = below(2) == 0 ? 0 : 1 + below(5),
                            .flag = below(2) == 0};
        if (kind.calls()) {
            const auto later = static_cast<unsigned>(program_.functions_.size() - function_ - 1);
            for (unsigned calls = 1 + below(3); calls > 0; --calls) {
                statement.calls.push_back(function_ + 1 + below(later));
            }
        }
        if (kind.has("{block}")) {
            statement.block = make_block(1 + below(3), depth + 1);
        }
        if (kind.has("{then}")) {
            statement.then = make_block(1, depth + 1);
        }
        return statement;
    }

    [[nodiscard]] Statement make_guarded(Statement statement) const {
        Statement guarded{.kind = try_except_};
        guarded.block.push_back(std::move(statement));
        return guarded;
    }

    /// Many statements need a task, and locks need several.
    void start_some_tasks() {
        const StatementKind* create_task = find_kind("create_task");
        std::vector<Statement>& first = program_.functions_.front().block;
        std::vector<Statement> tasks;
        const auto count = below(2) == 0 ? 1 : program_.functions_.size() - 1;
        for (std::size_t i = 1; i <= count; ++i) {
            tasks.push_back({.kind = create_task, .calls = {i}});
        }
        first.insert(first.begin(), std::make_move_iterator(tasks.begin()),
                     std::make_move_iterator(tasks.end()));
    }

    static const StatementKind* find_kind(std::string_view name) {
        for (const Subject& subject : subjects()) {
            for (const StatementKind& kind : subject.statements) {
                if (kind.name == name) {
                    return &kind;
                }
            }
        }
        throw std::logic_error("no such statement");
    }

    static constexpr unsigned kDeepest = 2;

    std::mt19937_64 random_;
    RandomProgram& program_;
    const StatementKind* try_except_ = find_kind("try_except");
    std::size_t main_subject_ = 0;
    std::size_t function_ = 0;  // that is being made
};

RandomProgram::RandomProgram(std::uint64_t seed, PythonVersion python)
    : version_(python) {
    ProgramMaker(seed, *this).make();
}

std::string RandomProgram::python() const {
    constexpr const char* kBeginning = R"(import asyncio

current_task = asyncio.current_task if hasattr(asyncio, "current_task") else asyncio.Task.current_task


def last(items, count):
    return items[-count:] if count else []


)";
    std::ostringstream out;
    out << kBeginning;
    for (const Subject& subject : subjects_) {
        out << subject.functions;
    }
    out << python_text(functions_) << python_text(*main_, subjects_);
    return out.str();
}

RandomProgram::Result RandomProgram::run(trace::Sink& sink, trace::Choices& choices) const {
    Result result;
    trace::Outcome& outcome = result.outcome;
    Interpreter interpreter({version_, &choices, &sink, nullptr, false,
                             [&](trace::Stream stream, std::string_view line) {
                                 if (stream == trace::Stream::out) {
                                     outcome.output += line;
                                 }
                             }});
    Run run(functions_, subjects_);
    ++run.executed[main_->name];
    try {
        main_->run(run);
        outcome.status = trace::Outcome::Status::returned;
    } catch (const LoopHung&) {
        outcome.status = trace::Outcome::Status::hung;
    } catch (...) {
        outcome.status = trace::Outcome::Status::raised;
        const Described error = describe(std::current_exception());
        outcome.error = {error.type, error.message};
    }
    interpreter.stop_reporting();  // C++ and Python destroy what is left in different orders
    outcome.value = interpreter.last_value;
    outcome.time = interpreter.now().count();
    outcome.iterations = interpreter.iterations();
    result.executed = std::move(run.executed);
    return result;
}

std::vector<std::string_view> statement_names(PythonVersion python) {
    std::vector<std::string_view> names;
    for (const MainProgram& main : main_programs()) {
        if (main.exists_in(python)) {
            names.emplace_back(main.name);
        }
    }
    for (const Subject& subject : subjects()) {
        for (const StatementKind& kind : subject.statements) {
            if (kind.exists_in(python)) {
                names.emplace_back(kind.name);
            }
        }
    }
    return names;
}

}  // namespace corodemo::tests
