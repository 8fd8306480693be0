#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "core/trace/input_error.hpp"
#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"

// A trace as JSON, in both directions: docs/trace-format.md.

namespace corodemo::trace {

/// What this program writes, and the only thing that it reads.
inline constexpr std::string_view kSchema = "corodemo.trace";
inline constexpr int kVersion = 1;

/// A text that is no trace.
class FormatError : public InputError {
public:
    using InputError::InputError;
};

/// One object: {"schema": "corodemo.trace", "version": 1, ...}, an event a line.
void write_json(const Trace& trace, std::ostream& out);

/// The same, one object a line: the header, the events, the outcome.
void write_jsonl(const Trace& trace, std::ostream& out);

/// One event as a JSON object, on one line, without an end of line.
std::string to_json(const Event& event);

/// Reads either form; which of the two it is shows in the text itself.
/// Throws: FormatError.
Trace read_json(const std::string& text);

}  // namespace corodemo::trace
