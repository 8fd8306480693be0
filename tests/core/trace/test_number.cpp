#include <cstdint>

#include <doctest/doctest.h>

#include "core/trace/number.hpp"

using corodemo::trace::parse_number;

TEST_CASE("a number has to be the whole text") {
    CHECK(parse_number<std::uint32_t>("42") == 42);
    CHECK(parse_number<std::uint32_t>("007") == 7);
    CHECK(parse_number<int>("-3") == -3);
    CHECK(parse_number<double>("1e-3") == 0.001);
    for (const char* text : {"", " ", "1 ", " 1", "+1", "1x", "x", "0x10", "1,", "-"}) {
        CAPTURE(text);
        CHECK(parse_number<std::uint32_t>(text) == std::nullopt);
        CHECK(parse_number<int>(text) == std::nullopt);
    }
}

TEST_CASE("a number that its type cannot hold is rejected") {
    CHECK(parse_number<std::uint8_t>("255") == 255);
    CHECK(parse_number<std::uint8_t>("256") == std::nullopt);
    CHECK(parse_number<std::uint8_t>("-1") == std::nullopt);
    CHECK(parse_number<std::uint64_t>("18446744073709551616") == std::nullopt);
    CHECK(parse_number<double>("1e999") == std::nullopt);
}
