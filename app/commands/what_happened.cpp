#include "app/commands/what_happened.hpp"

#include <cstddef>

#include "app/narration/narrate.hpp"

namespace corodemo::app {

using trace::Outcome;

StyledText what_happened(const Outcome& outcome, const Style& style) {
    switch (outcome.status) {
        case Outcome::Status::hung:
            return fill(style,
                        {"<bold>hangs</>: the ready queue is empty and no timer is left; a real "
                         "loop would wait forever",
                         "<bold>卡住</>：就绪队列为空，也没有定时器；真实的事件循环会永远等下去"});
        case Outcome::Status::raised: {
            const Outcome::Raised error = outcome.error.value_or(Outcome::Raised());
            return fill(style, {"<bold>raised</> {0}", "<bold>引发</> {0}"},
                        {error_text(error.type, error.message)});
        }
        case Outcome::Status::limit:
            return fill(style, {"<bold>stopped</> at the limit", "到达上限，<bold>停止</>"});
        case Outcome::Status::waiting:
            return fill(style, {"<bold>stopped</> while it waited for something outside",
                                "在等待外部时<bold>停止</>"});
        case Outcome::Status::killed:
            return fill(style, {"<bold>killed</> by {0}", "被 {0} <bold>杀死</>"},
                        {outcome.signal.value_or("")});
        case Outcome::Status::returned:
            break;
    }
    constexpr std::size_t kWidest = 40;
    return outcome.value ? fill(style, {"<bold>returned</> {0}", "<bold>返回</> {0}"},
                                {elide(*outcome.value, kWidest, style)})
                         : fill(style, {"<bold>ended</>", "<bold>结束</>"});
}

}  // namespace corodemo::app
