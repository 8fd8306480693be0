// error: .*only a Coro, a Future, a Task or sleep.. can be awaited here

#include "core/coro/coro.hpp"

namespace corodemo::tests {

/// Nobody would ever resume it.
coro::Coro<> suspends_for_ever() {
    co_await std::suspend_always();
}

}  // namespace corodemo::tests
