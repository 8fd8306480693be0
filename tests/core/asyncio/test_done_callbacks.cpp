#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/asyncio/done_callbacks.hpp"
#include "core/asyncio/event_loop.hpp"
#include "core/asyncio/tasks/distinct.hpp"

namespace corodemo::tests {

using namespace asyncio;  // NOLINT(google-build-using-namespace)

namespace {

class Named final : public CallbackObject {
public:
    explicit Named(std::string name)
        : CallbackObject(Owner::program, std::move(name)) {}
    void call(FutureBase* /*future*/) override {}
};

std::string name_of(const DoneCallback& callback) {
    return static_cast<CallbackObject&>(*callback.target).function_name();
}

DoneCallbacks made_of(const std::string& letters) {
    DoneCallbacks callbacks;
    for (const char letter : letters) {
        callbacks.add(
            {DoneCallback::Kind::callback, Ref<RefCounted>(new Named(std::string(1, letter)))});
    }
    return callbacks;
}

std::string taken(DoneCallbacks& callbacks) {
    std::string names;
    callbacks.take_all([&](const DoneCallback& one) { names += name_of(one); });
    return names;
}

}  // namespace

TEST_CASE("done callbacks are taken out once, in the order in which they were added") {
    for (const std::string letters : {"", "a", "ab", "abcdefg"}) {
        DoneCallbacks callbacks = made_of(letters);
        CHECK(taken(callbacks) == letters);
        CHECK(taken(callbacks).empty());
        callbacks.add({DoneCallback::Kind::callback, Ref<RefCounted>(new Named("z"))});
        CHECK(taken(callbacks) == "z");
    }
}

TEST_CASE("chosen callbacks are removed anywhere, and the others keep their order") {
    const std::string all = "abcd";
    for (unsigned chosen = 0; chosen < 16; ++chosen) {
        DoneCallbacks callbacks = made_of(all);
        std::string left;
        for (std::size_t i = 0; i < all.size(); ++i) {
            left += (chosen >> i & 1U) == 0 ? std::string(1, all[i]) : "";
        }
        const std::size_t removed = callbacks.remove_if(
            [&](const DoneCallback& one) { return (chosen >> all.find(name_of(one)) & 1U) != 0; });
        CHECK(removed == all.size() - left.size());
        CHECK(taken(callbacks) == left);
    }
}

TEST_CASE("callbacks that are added while others are taken out stay for the next time") {
    DoneCallbacks callbacks = made_of("ab");
    std::string names;
    callbacks.take_all([&](const DoneCallback& one) {
        names += name_of(one);
        callbacks.add({DoneCallback::Kind::callback, Ref<RefCounted>(new Named("x"))});
    });
    CHECK(names == "ab");
    CHECK(taken(callbacks) == "xx");
}

TEST_CASE(
    "a future that is repeated in a list has the index of its first occurrence, a coroutine its "
    "own") {
    Interpreter::Setup setup;
    Interpreter interpreter(std::move(setup));
    EventLoop loop(interpreter);
    const Future<int> a = loop.create_future<int>();
    const Future<int> b = loop.create_future<int>();
    CHECK(first_occurrences(std::vector{a, b, a, b, a}) == std::vector<std::size_t>{0, 1, 0, 1, 0});
    CHECK(first_occurrences(std::vector<Future<int>>()).empty());
    CHECK(first_occurrences(std::vector<Coro<int>>(3)) == std::vector<std::size_t>{0, 1, 2});
}

}  // namespace corodemo::tests
