// error: .*only a Coro, a Future, a Task or sleep.. can be awaited here

#include "core/coro/coro.hpp"

namespace corodemo::tests {

/// Nothing would ever resume it.
coro::Coro<> suspends_forever() {
    co_await std::suspend_always();
}

}  // namespace corodemo::tests
