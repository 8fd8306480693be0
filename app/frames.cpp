#include "app/frames.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "app/errors.hpp"
#include "app/output.hpp"
#include "app/render/step.hpp"

namespace corodemo::app {

void write_frames(const trace::Trace& trace, const RenderOptions& options,
                  const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw FileError(say({"cannot make the folder {0}: {1}", "无法建立目录 {0}：{1}"},
                            {folder, error.message()}));
    }
    const std::size_t digits =
        std::max<std::size_t>(3, std::to_string(count_steps(trace) + 1).size());
    render_frames(trace, options.style.lang, options.look,
                  [&](std::uint64_t number, const std::string& svg) {
                      std::string name = std::to_string(number);
                      name.insert(0, digits - std::min(digits, name.size()), '0');
                      write_file((std::filesystem::path(folder) / (name + ".svg")).string(),
                                 [&](std::ostream& out) { out << svg; });
                  });
}

}  // namespace corodemo::app
