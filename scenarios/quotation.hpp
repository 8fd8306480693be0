#pragma once

#include <string>
#include <string_view>

#include "core/asyncio/python_version.hpp"

namespace corodemo::scenarios {

/// Some versions of CPython: from one minor number to another, both included.
struct Versions {
    int first = asyncio::PythonVersion::kOldest;
    int last = asyncio::PythonVersion::kNewest;

    static constexpr Versions since(int minor) { return {.first = minor}; }
    static constexpr Versions until(int minor) { return {.last = minor}; }

    [[nodiscard]] bool contains(asyncio::PythonVersion python) const {
        return first <= python.minor() && python.minor() <= last;
    }
    bool operator==(const Versions&) const = default;
};

/// Lines of CPython's source, and the versions in which they stand there.
struct Quotation {
    std::string_view place;  ///< "asyncio/tasks.py, gather"
    std::string_view code;   ///< verbatim; `...` for lines that are left out
    Versions versions = {};
};

/// "asyncio/tasks.py, gather, 3.7-3.14"; without versions if all have it.
std::string where(const Quotation& quotation);

}  // namespace corodemo::scenarios
