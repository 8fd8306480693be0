#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "core/trace/input_error.hpp"
#include "core/trace/sink.hpp"
#include "core/trace/trace.hpp"

// A trace as JSON, in both directions: docs/trace-format.md.

namespace corodemo::trace {

/// The format that this program writes. It also reads the earlier versions, whose events lack some
/// fields and kinds.
inline constexpr std::string_view kSchema = "corodemo.trace";
inline constexpr int kVersion = 2;

/// A text that is not a trace.
class FormatError : public InputError {
public:
    using InputError::InputError;
};

/// One object: {"schema": "corodemo.trace", "version": 2, ...}, with one event per line.
void write_json(const Trace& trace, std::ostream& out);

/// The same, one object per line: the header, the events, the outcome.
void write_jsonl(const Trace& trace, std::ostream& out);

/// One event as a JSON object, on one line, without an end of line.
std::string to_json(const Event& event);

/// Reads either form, which it recognizes from the text. With `if_cut_off`, `text` has the JSONL
/// form, and whoever wrote it may not have come to its end: without an outcome the trace gets this
/// one, with the time, the iterations and the output that its events tell; a last line that is
/// incomplete is ignored.   Throws: FormatError.
Trace read_json(const std::string& text, const Outcome* if_cut_off = nullptr);

}  // namespace corodemo::trace
