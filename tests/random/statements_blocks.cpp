#include "tests/random/run.hpp"

namespace corodemo::tests {

namespace {

constexpr StatementKind kStatements[] = {
    {"try_except",
     "try:\n"
     "    {block}\n"
     "except (Exception, asyncio.CancelledError) as error:\n"
     "    print(type(error).__name__, error)",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         std::optional<Described> error;
         try {
             co_await run.block(statement.block);
         } catch (...) {
             error = describe(std::current_exception());
         }
         if (error) {
             print(error->type, error->message);
         }
     }},
    {"try_finally",
     "try:\n"
     "    {block}\n"
     "finally:\n"
     "    {then}",
     [](Run& run, const Statement& statement, CallSite) -> Coro<> {
         std::exception_ptr thrown;
         try {
             co_await run.block(statement.block);
         } catch (...) {
             thrown = std::current_exception();
         }
         co_await run.block(statement.then);
         if (thrown) {
             std::rethrow_exception(thrown);
         }
     }},
};

}  // namespace

Subject about_blocks() {
    return {.name = "blocks", .statements = kStatements};
}

}  // namespace corodemo::tests
