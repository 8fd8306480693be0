#include "app/files/file_error.hpp"

#include <string>
#include <system_error>

#include "app/errors.hpp"

namespace corodemo::app {

namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

}  // namespace

void throw_cannot_read(const Message& name, int error) {
    throw FileError(say({"cannot read {0}: {1}", "无法读取 {0}：{1}"}, {name, reason(error)}));
}

void throw_cannot_write(const Message& name, int error) {
    throw FileError(say({"cannot write {0}: {1}", "无法写入 {0}：{1}"}, {name, reason(error)}));
}

}  // namespace corodemo::app
