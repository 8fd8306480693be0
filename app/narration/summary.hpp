#pragma once

#include <vector>

#include "app/narration/account.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

/// What several steps in a row did alike, told at once: `T1 T2 T3 start, each prints "Hello!"`.
/// Left out are why they ran, and what they await if that differs; errors, cancellations and what
/// was printed are always told.
class Summary {
public:
    explicit Summary(Account account);

    /// Adds the account of the step that follows, if it did the same. Otherwise returns false, and
    /// changes nothing.
    bool add(const Account& next);

    /// Whether there is nothing to tell.
    [[nodiscard]] bool empty() const { return account_.empty(); }
    [[nodiscard]] StyledText text(const Wording& wording, const Style& style) const;

private:
    Account account_;  // of the first, with all who acted
    std::size_t amount_ = 1;
    std::vector<Quoted> printed_;  // by each, in order
};

}  // namespace corodemo::app
