#include "app/narration/summary.hpp"

#include <algorithm>
#include <utility>

namespace corodemo::app {

namespace {

constexpr Localized kComma{", ", "，"};
constexpr Localized kEach{"each ", "分别"};
constexpr Localized kPrint{"print ", "打印 "};

bool counts(Saying saying) {
    return saying == Saying::gather_counts || saying == Saying::gather_counts_all ||
           saying == Saying::wait_counts || saying == Saying::wait_counts_all;
}

bool counts_alike(Saying one, Saying next) {
    using enum Saying;
    return (one == gather_counts && (next == gather_counts || next == gather_counts_all)) ||
           (one == wait_counts && (next == wait_counts || next == wait_counts_all));
}

const Clause* find_print(const Account& account) {
    const auto print = std::ranges::find(account.clauses, Saying::prints, &Clause::saying);
    return print == account.clauses.end() ? nullptr : &*print;
}

bool both_await(const Account& one, const Account& next) {
    const auto awaits = [](const Account& account) {
        return !account.end || account.end->saying == Saying::awaits ||
               account.end->saying == Saying::awaits_done;
    };
    return awaits(one) && awaits(next);
}

// Steps that print in between other things can't be told at once: the order would be lost.
bool is_tellable_at_once(const Account& account) {
    const auto mixes = [](const Clause& clause) {
        return clause.saying == Saying::blocks || clause.saying == Saying::starts_eagerly ||
               is_aside(clause.saying);
    };
    return std::ranges::count(account.clauses, Saying::prints, &Clause::saying) < 2 &&
           std::ranges::none_of(account.clauses, mixes) && account.consequences.empty() &&
           !account.why;
}

bool same_but_for_text(const Clause& one, const Clause& next) {
    return one == next || (one.saying == Saying::prints && next.saying == Saying::prints);
}

}  // namespace

Summary::Summary(Account account)
    : account_(std::move(account)) {
    if (account_.why && account_.why->saying != Saying::sleep_order) {
        account_.why.reset();
    }
    std::erase_if(account_.clauses,
                  [](const Clause& clause) { return clause.saying == Saying::starts_loop; });
    if (const Clause* print = find_print(account_)) {
        printed_.push_back(std::get<Quoted>(print->arguments.front()));
    }
}

bool Summary::add(const Account& next) {
    Summary other(next);
    std::vector<Argument>& ours = account_.begin.arguments;
    std::vector<Argument>& theirs = other.account_.begin.arguments;
    auto* who = ours.empty() ? nullptr : std::get_if<Named>(&ours.front());
    const auto* others = theirs.empty() ? nullptr : std::get_if<Named>(&theirs.front());
    if (who == nullptr || others == nullptr) {
        return false;
    }
    const bool both_count = counts_alike(account_.begin.saying, other.account_.begin.saying) &&
                            account_.clauses.empty();
    if (!is_tellable_at_once(account_) || !is_tellable_at_once(other.account_)) {
        return false;
    }
    const bool same_rest = ours.size() == theirs.size() &&
                           std::equal(ours.begin() + 1, ours.end(), theirs.begin() + 1);
    const bool same =
        account_.begin.saying == other.account_.begin.saying && same_rest &&
        std::ranges::equal(account_.clauses, other.account_.clauses, same_but_for_text) &&
        (account_.end == other.account_.end || both_await(account_, other.account_));
    if (!both_count && !same) {
        return false;
    }
    if (account_.end != other.account_.end) {
        account_.end.reset();
    }
    who->ids.insert(who->ids.end(), others->ids.begin(), others->ids.end());
    if (both_count) {  // the last count is that of all
        theirs.front() = std::move(ours.front());
        account_ = std::move(other.account_);
    }
    std::ranges::move(other.printed_, std::back_inserter(printed_));
    ++amount_;
    return true;
}

StyledText Summary::text(const Wording& wording, const Style& style) const {
    if (amount_ == 1) {
        return wording.sentence(account_);
    }
    StyledText text = wording.clause(account_.begin);
    const bool each = !counts(account_.begin.saying);
    const auto add = [&](const Clause& clause) {
        text.add(style(kComma));
        const bool differ =
            clause.saying == Saying::prints &&
            std::ranges::adjacent_find(printed_, std::ranges::not_equal_to()) != printed_.end();
        if (differ) {
            text.add(style(kPrint));
            Quoted all;
            for (const Quoted& one : printed_) {
                all.lines.insert(all.lines.end(), one.lines.begin(), one.lines.end());
            }
            text.add(wording.quoted(all));
        } else {
            text.add(each ? style(kEach) : "").add(wording.clause(clause));
        }
    };
    for (const Clause& clause : account_.clauses) {
        add(clause);
    }
    if (account_.end) {
        add(*account_.end);
    }
    return text;
}

}  // namespace corodemo::app
