// error: .*run.. takes a coroutine: run.amain...

#include "core/asyncio/runners.hpp"

namespace corodemo::tests {

asyncio::Coro<> amain() {
    co_return;
}

/// The function, not what it returns when it is called.
void runs() {
    asyncio::run(amain);
}

}  // namespace corodemo::tests
