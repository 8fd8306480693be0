// The floor of startup: a static program that prints one line.

#include <cstdio>

int main() {
    return std::puts("Hello world!") < 0 ? 1 : 0;
}
