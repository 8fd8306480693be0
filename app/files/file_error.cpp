#include "app/files/file_error.hpp"

#include "app/errors.hpp"
#include "app/files/system_error.hpp"

namespace corodemo::app {

void throw_cannot_read(const Message& name, int error) {
    throw FileError(
        say({"cannot read {0}: {1}", "无法读取 {0}：{1}"}, {name, system_error(error)}));
}

void throw_cannot_write(const Message& name, int error) {
    throw FileError(
        say({"cannot write {0}: {1}", "无法写入 {0}：{1}"}, {name, system_error(error)}));
}

}  // namespace corodemo::app
