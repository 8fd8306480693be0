#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "core/trace/trace.hpp"

namespace corodemo::app {

/// Where the functions of a trace's program are defined, in its listings. Keeps a reference to the
/// header.
class Definitions {
public:
    explicit Definitions(const trace::Header& header);

    /// The line of a function's `def`, and that of its definition in C++; 0 where it isn't known.
    [[nodiscard]] const trace::Frame& of(std::string_view function);

private:
    [[nodiscard]] trace::Frame find(std::string_view function) const;

    const trace::Header& header_;
    std::unordered_map<std::string, trace::Frame> found_;
};

}  // namespace corodemo::app
