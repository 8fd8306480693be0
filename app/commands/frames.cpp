#include "app/commands/frames.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "app/errors.hpp"
#include "app/files/file_error.hpp"
#include "app/files/output.hpp"
#include "app/files/system_error.hpp"
#include "app/narration/playback.hpp"
#include "core/trace/number.hpp"

namespace corodemo::app {

namespace {

std::uint64_t count_snapshots(const trace::Trace& trace) {
    Playback playback(trace);
    std::uint64_t count = 0;
    while (playback.next() != nullptr) {
        ++count;
    }
    return count;
}

/// Throws if the folder has frames of an earlier, longer playback, which would follow the last of
/// this one.
void check_no_more_frames(const std::string& folder, std::uint64_t count) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().stem().string();
        const auto number = trace::parse_number<std::uint64_t>(name);
        if (entry.path().extension() == ".svg" && number && *number >= count) {
            throw FileError(say({"{0} has frames of a longer playback, such as {1}: empty it first",
                                 "{0} 里有更长的影片的图，如 {1}：请先清空"},
                                {folder, entry.path().filename().string()}));
        }
    }
}

}  // namespace

void write_frames(const trace::Trace& trace, const RenderOptions& options,
                  const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw FileError(say({"cannot make the folder {0}: {1}", "无法建立目录 {0}：{1}"},
                            {folder, system_error(error.value())}));
    }
    const std::uint64_t count = count_snapshots(trace);
    const std::size_t digits = std::max<std::size_t>(3, std::to_string(count).size());
    try {
        check_no_more_frames(folder, count);
    } catch (const std::filesystem::filesystem_error& unreadable) {
        throw_cannot_read(folder, unreadable.code().value());
    }
    render_frames(trace, options.style.lang, options.picture,
                  [&](std::uint64_t number, const std::string& svg) {
                      std::string name = std::to_string(number);
                      name.insert(0, digits - std::min(digits, name.size()), '0');
                      write_file((std::filesystem::path(folder) / (name + ".svg")).string(),
                                 [&](std::ostream& out) { out << svg; });
                  });
}

}  // namespace corodemo::app
