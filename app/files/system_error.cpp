#include "app/files/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace corodemo::app {

namespace {

struct Row {
    int error;
    Localized text;
};

/// Errors that files can have. The English is the C library's; its Chinese exists only where that
/// locale is installed.
constexpr auto kErrors = std::to_array<Row>({
    {EACCES, {"Permission denied", "权限不够"}},
    {EBADF, {"Bad file descriptor", "文件描述符未打开"}},
    {EBUSY, {"Device or resource busy", "设备或资源忙"}},
    {EDQUOT, {"Disk quota exceeded", "超出磁盘配额"}},
    {EEXIST, {"File exists", "文件已存在"}},
    {EFBIG, {"File too large", "文件过大"}},
    {EIO, {"Input/output error", "输入/输出错误"}},
    {EISDIR, {"Is a directory", "是一个目录"}},
    {ELOOP, {"Too many levels of symbolic links", "符号链接的层数过多"}},
    {EMFILE, {"Too many open files", "打开的文件过多"}},
    {ENAMETOOLONG, {"File name too long", "文件名过长"}},
    {ENFILE, {"Too many open files in system", "系统中打开的文件过多"}},
    {ENODEV, {"No such device", "没有那个设备"}},
    {ENOENT, {"No such file or directory", "没有那个文件或目录"}},
    {ENOMEM, {"Cannot allocate memory", "无法分配内存"}},
    {ENOSPC, {"No space left on device", "设备上没有空间"}},
    {ENOTDIR, {"Not a directory", "不是目录"}},
    {ENXIO, {"No such device or address", "没有那个设备或地址"}},
    {EPERM, {"Operation not permitted", "不允许的操作"}},
    {EROFS, {"Read-only file system", "只读文件系统"}},
    {ETXTBSY, {"Text file busy", "文件正在执行"}},
});

}  // namespace

Message system_error(int error) {
    const auto* const row = std::ranges::find(kErrors, error, &Row::error);
    if (row != kErrors.end()) {
        return row->text;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): single-threaded
    return {std::strerror(error), "系统错误 " + std::to_string(error)};
}

}  // namespace corodemo::app
