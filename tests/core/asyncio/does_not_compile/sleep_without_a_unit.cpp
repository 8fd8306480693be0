// error: .*sleep.. takes a duration: sleep.1s., sleep.500ms. or sleep.seconds.0.5..

#include <unistd.h>

#include "core/asyncio/tasks/sleep.hpp"

namespace corodemo::tests {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

/// As in Python, where the unit is the second. POSIX has a sleep(unsigned), which blocks.
Coro<> sleeps() {
    co_await sleep(1);
}

}  // namespace corodemo::tests
