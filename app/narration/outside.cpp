#include "app/narration/outside.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace corodemo::app {

namespace {

constexpr std::size_t kLongest = 40;

/// How a text of the trace begins, and in the languages; what it is about follows.
struct Row {
    std::string_view begin;
    Localized text;
};
constexpr std::array kBegins{
    Row{"listening socket", {"listening socket", "监听套接字"}},
    Row{"socket", {"socket", "套接字"}},
    Row{"pipe", {"pipe", "管道"}},
    Row{"terminal", {"terminal", "终端"}},
    Row{"device", {"device", "设备"}},
    Row{"file descriptor", {"file descriptor", "文件描述符"}},
    Row{"thread of a library", {"a thread of a library", "某个库的线程"}},
    Row{"thread", {"thread", "线程"}},
    Row{"process", {"process", "子进程"}},
    Row{"job", {"job", "作业"}},
    Row{"a child process", {"a child process", "子进程"}},
    Row{"a signal handler for", {"a signal handler for", "信号处理函数"}},
    Row{"a timer of the process", {"a timer of the process", "进程的定时器"}},
    Row{"a pending operation", {"a pending operation", "未完成的操作"}},
};

}  // namespace

std::string outside_text(trace::Text what, const Style& style) {
    const auto* const row =
        std::ranges::find_if(kBegins, [&](const Row& one) { return what.starts_with(one.begin); });
    if (row == kBegins.end()) {
        return elide(what, kLongest, style);
    }
    return std::string(style(row->text)) + elide(what.substr(row->begin.size()), kLongest, style);
}

std::string outside_texts(std::span<const trace::Text> all, const Style& style) {
    constexpr std::size_t kMost = 4;
    std::string text;
    for (const trace::Text what : all.first(std::min(all.size(), kMost))) {
        text += text.empty() ? "" : style({", ", "、"});
        text += outside_text(what, style);
    }
    if (all.size() > kMost) {
        text += " +" + std::to_string(all.size() - kMost);
    }
    return text;
}

}  // namespace corodemo::app
