#include "app/guide.hpp"

#include <array>
#include <ostream>

#include "app/page.hpp"

namespace corodemo::app {

namespace {

constexpr std::array kGuide{
    Words{"<bold>corodemo</> shows what Python's event loop does, one step at a time.",
          "<bold>corodemo</> 一步一步展示 Python 的事件循环在做什么。"},
    Words{"Time is virtual: a sleep of 10 s takes none, and every run is the same.",
          "时间是虚拟的：sleep 10 秒也不用等，每次运行都一样。"},
    Words{"", ""},
    Words{"  <run>corodemo gather                 </>run it: prints what Python prints",
          "  <run>corodemo gather                 </>运行：输出与 Python 相同"},
    Words{"  <run>corodemo gather --trace         </>see each step, and why",
          "  <run>corodemo gather --trace         </>看每一步，以及为什么"},
    Words{
        "  <run>corodemo explain gather         </>the program in Python and C++, and what to look "
        "for",
        "  <run>corodemo explain gather         </>程序的 Python 与 C++ 对照，以及看点"},
    Words{"", ""},
    Words{"<bold>Scenarios, in teaching order</>", "<bold>场景，按教学顺序</>"},
};
constexpr Words kHint = {
    "<dim>corodemo list tells more of each. corodemo NAME --help lists its options.</>",
    "<dim>corodemo list 介绍每个场景，corodemo 名称 --help 列出它的选项。</>"};

}  // namespace

void print_guide(const Style& style, std::ostream& out) {
    for (const Words& line : kGuide) {
        put(fill(style, line), style, out);
    }
    Styled names;
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        names.add(names.empty() ? "" : " ").add(scenario.name);
    }
    while (!names.empty()) {
        put(Styled("  ").add(names.take_line(static_cast<std::size_t>(style.width) - 2)), style,
            out);
    }
    out << '\n';
    put(fill(style, kHint), style, out);
}

}  // namespace corodemo::app
