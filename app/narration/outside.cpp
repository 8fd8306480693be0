#include "app/narration/outside.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace corodemo::app {

namespace {

constexpr std::size_t kLongest = 40;

/// A word of the trace, and of the languages; what it is about follows.
struct Row {
    std::string_view word;
    Localized text;
};
constexpr std::array kWords{
    Row{"socket", {"socket", "套接字"}},         Row{"pipe", {"pipe", "管道"}},
    Row{"descriptor", {"descriptor", "描述符"}}, Row{"thread", {"thread", "线程"}},
    Row{"process", {"process", "子进程"}},       Row{"executor", {"executor", "执行器"}},
};

}  // namespace

std::string outside_text(trace::Text what, const Style& style) {
    const std::string_view word = what.substr(0, what.find(' '));
    const auto* const row = std::ranges::find(kWords, word, &Row::word);
    const std::string rest = elide(what.substr(word.size()), kLongest, style);
    return row != kWords.end() ? std::string(style(row->text)) + rest
                               : elide(what, kLongest, style);
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
