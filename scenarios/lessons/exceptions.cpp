#include "scenarios/asyncio_source.hpp"
#include "scenarios/lessons/lessons.hpp"

// Exceptions: where they go.

namespace corodemo::scenarios {

const Lesson gather_exception_lesson{
    .title = {"gather() raises the first error", "gather() 引发第一个异常"},
    .look_for =
        {{"fail() raises in #6; gather()'s future is done with that error in #7, though only 1 of "
          "2 "
          "is done.",
          "fail() 在 #6 引发异常；虽然 2 个中只完成了 1 个，gather() 的 future 在 #7 "
          "就以该异常完成。"},
         {"main() catches it in #8. The other task was not cancelled: it prints in #11, as if "
          "nothing had happened.",
          "main() 在 #8 捕获它。另一个任务没有被取消：它在 #11 照常打印。"},
         {"The mistake: to think that all has ended when gather() raises. If main() returned at "
          "#8, asyncio.run() would cancel the other task in the middle. A TaskGroup cancels it, "
          "and "
          "waits.",
          "常见的错误：以为 gather() 引发异常时一切都结束了。如果 main() 在 #8 返回，"
          "asyncio.run() 就会在半途取消另一个任务。TaskGroup 会取消它并等待。"}},
    .rules =
        {{.source = source::gather_since_3_6("outer.set_exception(exc)"),
          .meaning = {"the first error is that of gather(); what is still running is left alone",
                      "第一个异常就是 gather() 的异常；仍在运行的任务不受影响"}}},
    .next = "corodemo gather-return-exceptions --trace",
};

const Lesson gather_return_exceptions_lesson{
    .title = {"errors as results", "把异常当作结果"},
    .look_for =
        {{"fail() raises in #6, but gather() goes on waiting: 1 of 2 done, #7.",
          "fail() 在 #6 引发异常，gather() 却继续等待：2 个中已完成 1 个，见 #7。"},
         {"When all are done, #11, the list has a value and an exception object. Nothing is "
          "raised.",
          "全部完成后，见 #11，列表里有一个值和一个异常对象。什么也没有引发。"},
         {"The mistake: not to look. An error in the list is silent: check each result with "
          "isinstance(result, BaseException).",
          "常见的错误：不检查。列表里的异常悄无声息：应对每个结果检查 isinstance(result, "
          "BaseException)。"}},
    .rules = {{.source = source::gather_since_3_6("if not return_exceptions:"),
               .meaning = {"with return_exceptions an error completes nothing: it is a result like "
                           "any other",
                           "用 return_exceptions 时，异常并不使 gather() 完成：它和其他结果一样"}}},
    .next = "corodemo gather-exception --trace",
};

}  // namespace corodemo::scenarios
