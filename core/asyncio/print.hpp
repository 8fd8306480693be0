#pragma once

#include <string>

#include "core/asyncio/interpreter.hpp"
#include "core/asyncio/repr.hpp"

namespace corodemo::asyncio {

/// The first argument of print(), and the location of the call, which print() itself cannot
/// capture: a parameter pack is not deduced unless it comes last.
class FirstValue {
public:
    template <class Value>
    // NOLINTNEXTLINE(google-explicit-constructor): meant to convert implicitly
    FirstValue(const Value& value, SourceLocation place = SourceLocation::current())
        : text(str(value)),
          where(place) {}

    std::string text;
    SourceLocation where;
};

/// Prints its arguments with spaces between them, as Python's print() does.
template <class... Values>
void print(const FirstValue& first, const Values&... values) {
    here(first.where);
    std::string line = first.text;
    ((line += ' ', line += str(values)), ...);
    interpreter().print(line);
}

}  // namespace corodemo::asyncio
