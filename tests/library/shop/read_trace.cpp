// Prints how many events a trace has: read_trace < trace.json

#include <corodemo/trace.hpp>
#include <iostream>
#include <iterator>

int main() {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    std::cout << corodemo::trace::read_json(text).events().size() << '\n';
}
