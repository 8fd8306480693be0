#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace corodemo::app {

/// An archive of files, given by name and contents, that Python can run and import from. Nothing is
/// compressed, and every date is that of the format's beginning, so the same files give the same
/// bytes.   Requires: names in ASCII, with `/` between folders; less than 4 GB in all.
std::string zip(std::span<const std::pair<std::string_view, std::string_view>> files);

}  // namespace corodemo::app
