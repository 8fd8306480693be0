// random_trace SEED VERSION SET-ORDER: the trace of a random program, with the program's Python
// text in it, and how often each of its statements was executed. random_trace VERSION: the names of
// all statements.

#include <iostream>
#include <string>

#include "core/trace/json/json.hpp"
#include "core/trace/recorder.hpp"
#include "tests/random/random_program.hpp"

using namespace corodemo;  // NOLINT(google-build-using-namespace)

namespace {

void write_trace(const std::string& seed, asyncio::PythonVersion python, const std::string& order) {
    const tests::RandomProgram program(std::stoull(seed), python);
    trace::Trace trace;
    trace.header.name = "random-" + seed;
    trace.header.python = {{"random_" + seed + ".py", program.python()}};
    trace.header.python_version = to_string(python);
    trace.header.set_order = order;
    trace::Choices choices(order);
    trace::Recorder recorder(trace);
    const auto [outcome, executed] = program.run(recorder, choices);
    trace.outcome = outcome;
    std::cout << "{\"executed\": {";
    for (const char* separator = ""; const auto& [name, times] : executed) {
        std::cout << separator << '"' << name << "\": " << times;
        separator = ", ";
    }
    std::cout << "}, \"trace\": ";
    trace::write_json(trace, std::cout);
    std::cout << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 4) {
        write_trace(argv[1], asyncio::PythonVersion::parse(argv[2]).value(), argv[3]);
    } else if (argc == 2) {
        for (const auto name :
             tests::statement_names(asyncio::PythonVersion::parse(argv[1]).value())) {
            std::cout << name << '\n';
        }
    } else {
        return 2;
    }
}
