#include "app/formats/formats.hpp"

#include <algorithm>
#include <array>

#include "app/formats/asciicast.hpp"
#include "app/formats/html/html.hpp"
#include "app/formats/mermaid.hpp"
#include "app/formats/perfetto.hpp"
#include "core/trace/json/json.hpp"

namespace corodemo::app {

namespace {

constexpr std::array kFormats{
    Format{"text",
           ".txt",
           {"the step-by-step trace, to read and to grep", "逐步的跟踪，供阅读和 grep"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_text(trace, options.style, options.detail, out, options.part);
           }},
    Format{"json",
           ".json",
           {"the whole trace as one document, one event per line",
            "完整的跟踪，一个 JSON 文档，每行一个事件"},
           [](const trace::Trace& trace, const RenderOptions& /*options*/, std::ostream& out) {
               trace::write_json(trace, out);
           }},
    Format{
        "jsonl",
        ".jsonl",
        {"the same, one object per line, for any length", "同上，每行一个 JSON 对象，跟踪可任意长"},
        [](const trace::Trace& trace, const RenderOptions& /*options*/, std::ostream& out) {
            trace::write_jsonl(trace, out);
        }},
    Format{"svg",
           ".svg",
           {"a picture of the whole run, for a slide or a page",
            "整个运行过程的一张图，用于幻灯片或网页"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_svg(trace, options.style.lang, options.picture, out);
           }},
    Format{"html",
           ".html",
           {"a self-contained page to step through it", "可以一步一步播放的网页，单个文件"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_html(trace, options.style.lang, out);
           }},
    Format{"mermaid",
           ".mmd",
           {"a sequence diagram, for GitHub, Obsidian, Slidev",
            "Mermaid 时序图，用于 GitHub、Obsidian、Slidev"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_mermaid(trace, options.style.lang, out);
           }},
    Format{"perfetto",
           ".perfetto.json",
           {"Chrome trace events, for ui.perfetto.dev", "Chrome 跟踪事件，用 ui.perfetto.dev 打开"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_perfetto(trace, options.style.lang, out);
           }},
    Format{"asciicast",
           ".cast",
           {"a playback of the text on a terminal, for asciinema",
            "终端动画形式的逐步跟踪，用 asciinema 播放"},
           [](const trace::Trace& trace, const RenderOptions& options, std::ostream& out) {
               render_asciicast(trace, options.style, out);
           }},
};

}  // namespace

std::span<const Format> formats() {
    return kFormats;
}

const Format* find_format(std::string_view name) {
    const auto* found = std::ranges::find(kFormats, name, &Format::name);
    return found != kFormats.end() ? found : nullptr;
}

const Format* format_of_file(std::string_view path) {
    const Format* found = nullptr;  // longest extension wins: .perfetto.json is not .json
    for (const Format& format : kFormats) {
        if (path.ends_with(format.ending) &&
            (found == nullptr || format.ending.size() > found->ending.size())) {
            found = &format;
        }
    }
    return found;
}

}  // namespace corodemo::app
