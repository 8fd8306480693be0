#include "tests/random/run.hpp"

#include <algorithm>

namespace corodemo::tests {

void Run::create_variables(bool need_loop) {
    for (const Subject& subject : subjects_) {
        if (subject.variables_need_loop == need_loop) {
            subject.create_variables(*this);
        }
    }
}

Coro<int> Run::call(std::size_t function) {
    return Run::function(*this, function, CallSite(functions_[function].name.c_str()));
}

Coro<int> Run::function(Run& run, std::size_t index, CallSite /*call*/) {
    co_await run.block(run.functions_[index].block);
    co_return static_cast<int>(index);
}

std::vector<Coro<int>> Run::call_all(const std::vector<std::size_t>& functions) {
    std::vector<Coro<int>> coroutines;
    for (const std::size_t index : functions) {
        coroutines.push_back(call(index));
    }
    return coroutines;
}

Coro<> Run::block(const std::vector<Statement>& statements, CallSite /*call*/) {
    for (const Statement& statement : statements) {
        ++executed[statement.kind->name];
        const StatementKind& kind = *statement.kind;
        if (const auto* act = std::get_if<StatementKind::Act>(&kind.run)) {
            (*act)(*this, statement);
        } else {
            co_await std::get<StatementKind::Await>(kind.run)(*this, statement,
                                                              CallSite::library(kind.name));
        }
    }
}

std::vector<Task<int>> Run::last_tasks(unsigned count) const {
    const auto first = tasks.size() - std::min<std::size_t>(count, tasks.size());
    return {tasks.begin() + static_cast<std::ptrdiff_t>(first), tasks.end()};
}

}  // namespace corodemo::tests
