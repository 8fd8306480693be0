// The trace of a random program, with the program's Python text in it: random_trace SEED VERSION
// SET-ORDER

#include <iostream>
#include <string>

#include "core/trace/json/json.hpp"
#include "core/trace/recorder.hpp"
#include "tests/random/random_program.hpp"

int main(int argc, char** argv) {
    using namespace corodemo;  // NOLINT(google-build-using-namespace)
    if (argc != 4) {
        return 2;
    }
    const std::string seed = argv[1];
    const auto python = asyncio::PythonVersion::parse(argv[2]);
    const tests::RandomProgram program(std::stoull(seed));
    trace::Trace trace;
    trace.header.name = "random-" + seed;
    trace.header.python = {{"random_" + seed + ".py", program.python()}};
    trace.header.python_version = argv[2];
    trace.header.set_order = argv[3];
    trace::Choices choices(argv[3]);
    trace::Recorder recorder(trace);
    trace.outcome = program.run(recorder, python.value(), choices);
    trace::write_json(trace, std::cout);
}
