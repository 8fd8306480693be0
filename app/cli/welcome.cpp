#include "app/cli/welcome.hpp"

#include <array>
#include <ostream>

#include "app/terminal/paragraph.hpp"

namespace corodemo::app {

namespace {

constexpr std::array kLines{
    Localized{"<bold>corodemo</> shows what Python's event loop does, one step at a time.",
              "<bold>corodemo</> 一步一步展示 Python 的事件循环在做什么。"},
    Localized{"Time is virtual: a sleep of 10 s takes none, and every run is the same.",
              "时间是虚拟的：sleep 10 秒也不用等，每次运行都一样。"},
    Localized{"", ""},
    Localized{"  <run>corodemo gather                 </>run it: prints what Python prints",
              "  <run>corodemo gather                 </>运行：输出与 Python 相同"},
    Localized{"  <run>corodemo gather --trace         </>show every step, and why it runs",
              "  <run>corodemo gather --trace         </>显示每一步，以及为什么运行"},
    Localized{"  <run>corodemo explain gather         </>Python beside C++, and what to look for",
              "  <run>corodemo explain gather         </>程序的 Python 与 C++ 对照，以及观察要点"},
    Localized{"  <run>corodemo record --trace shop.py </>a program of your own, on real Python",
              "  <run>corodemo record --trace shop.py </>你自己的程序，用真实的 Python 运行"},
    Localized{"", ""},
    Localized{"<bold>Scenarios, in teaching order</>", "<bold>场景，按教学顺序</>"},
};
constexpr Localized kHint = {
    "<dim>corodemo list describes each; corodemo NAME --help lists its options.</>",
    "<dim>corodemo list 介绍每个场景；corodemo 名称 --help 列出它的选项。</>"};

}  // namespace

void print_welcome(const Style& style, std::ostream& out) {
    for (const Localized& line : kLines) {
        print_line(fill(style, line), style, out);
    }
    StyledText names;
    for (const scenarios::Scenario& scenario : scenarios::catalog()) {
        names.add(names.empty() ? "" : " ").add(scenario.name);
    }
    while (!names.empty()) {
        print_line(StyledText("  ").add(names.take_line(static_cast<std::size_t>(style.width) - 2)),
                   style, out);
    }
    out << '\n';
    print_line(fill(style, kHint), style, out);
}

}  // namespace corodemo::app
