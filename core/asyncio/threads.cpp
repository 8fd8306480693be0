#include "core/asyncio/threads.hpp"

namespace corodemo::asyncio::detail {

void check_has_to_thread() {
    if (!interpreter().python().has(Behaviour::to_thread)) {
        throw AttributeError(std::string(PythonVersion::text(Behaviour::to_thread)));
    }
}

}  // namespace corodemo::asyncio::detail
