#include "app/narration/pairing.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "app/narration/orders.hpp"
#include "app/narration/playback.hpp"
#include "core/trace/alignment.hpp"

namespace corodemo::app {

namespace {

/// A text that is the same where the same coroutine does the same.
class Key {
public:
    Key(const Account& account, const TaskPositions& positions)
        : positions_(positions) {
        add(account.begin.saying);
        for (const Argument& argument : account.begin.arguments) {
            add(argument);
        }
        // How the program prepares its runs is no question of order: only what it prints counts.
        const bool of_program = account.begin.saying == Saying::program;
        for (const Clause& clause : account.clauses) {
            if (!of_program || clause.saying == Saying::prints) {
                add_deed(clause);
            }
        }
        if (account.end) {
            add_deed(*account.end);
        }
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void add(Saying saying) { text_ += std::to_string(static_cast<unsigned>(saying)) + ' '; }

    void add(const Argument& argument) {
        if (const auto* named = std::get_if<Named>(&argument)) {
            for (const trace::Id id : named->ids) {
                const auto position = positions_.find(id.number);
                const bool task = id.letter == trace::Id::kTask && position != positions_.end();
                text_ += id.letter + (task ? std::to_string(position->second) : "") + ' ';
            }
        } else if (const auto* code = std::get_if<Code>(&argument)) {
            text_ += code->text + '\n';
        }
    }

    // Whom it creates or schedules depends on how many there are.
    void add_deed(const Clause& deed) {
        add(deed.saying);
        for (const Argument& argument : deed.arguments) {
            if (const auto* quoted = std::get_if<Quoted>(&argument)) {
                for (const PrintedLine& line : quoted->lines) {
                    text_ += line.text + '\n';
                }
            } else if (const auto* deeds = std::get_if<std::vector<Clause>>(&argument)) {
                for (const Clause& one : *deeds) {
                    add_deed(one);
                }
            } else if (std::holds_alternative<Code>(argument)) {
                add(argument);
            }
        }
    }

    const TaskPositions& positions_;
    std::string text_;
};

/// What two snapshots are compared by.
struct Trait {
    std::pair<std::uint32_t, std::uint32_t> place;  ///< run and iteration, ascending
    std::uint32_t key = 0;                          ///< equal for equal Keys
};

class TraitReader {
public:
    std::vector<Trait> read(const trace::Trace& trace) {
        constexpr auto kLast = std::numeric_limits<std::uint32_t>::max();
        const TaskPositions positions = positions_of(trace);
        std::vector<Trait> traits;
        std::uint32_t run = 0;
        Playback playback(trace);
        while (const Snapshot* snapshot = playback.next()) {
            const Step& step = snapshot->step;
            Trait& trait = traits.emplace_back();
            run = step.run != 0 ? step.run : run;
            // What the program does outside of any run comes after the run before it.
            trait.place = {run, step.run != 0 ? step.it : kLast};
            trait.place = snapshot->last ? std::pair(kLast, kLast) : trait.place;
            const Key key(snapshot->account, positions);
            const auto number = static_cast<std::uint32_t>(numbers_.size());
            trait.key = numbers_.try_emplace(key.text(), number).first->second;
        }
        return traits;
    }

private:
    std::unordered_map<std::string, std::uint32_t> numbers_;  // of the keys of both
};

std::vector<SnapshotPair> pair_by_iteration(const std::vector<Trait>& left,
                                            const std::vector<Trait>& right) {
    std::vector<SnapshotPair> pairs;
    for (std::size_t i = 0, j = 0; i < left.size() || j < right.size();) {
        const bool only_left =
            j == right.size() || (i < left.size() && left[i].place < right[j].place);
        const bool only_right =
            i == left.size() || (j < right.size() && right[j].place < left[i].place);
        if (only_left) {
            pairs.push_back({i++, {}, true});
        } else if (only_right) {
            pairs.push_back({{}, j++, true});
        } else {
            pairs.push_back({i, j, left[i].key != right[j].key});
            ++i;
            ++j;
        }
    }
    return pairs;
}

std::vector<SnapshotPair> pair_by_event(const std::vector<Trait>& left,
                                        const std::vector<Trait>& right) {
    const auto keys_of = [](const std::vector<Trait>& traits) {
        std::vector<std::uint32_t> keys;
        keys.reserve(traits.size());
        for (const Trait& trait : traits) {
            keys.push_back(trait.key);
        }
        return keys;
    };
    auto alike = trace::align(keys_of(left), keys_of(right));
    alike.emplace_back(left.size(), right.size());
    std::vector<SnapshotPair> pairs;
    std::size_t i = 0;
    std::size_t j = 0;
    for (const auto& [next_left, next_right] : alike) {
        while (i < next_left) {
            pairs.push_back({i++, {}, true});
        }
        while (j < next_right) {
            pairs.push_back({{}, j++, true});
        }
        if (i < left.size() && j < right.size()) {
            pairs.push_back({i++, j++, false});
        }
    }
    return pairs;
}

}  // namespace

std::vector<SnapshotPair> pair_snapshots(const trace::Trace& left, const trace::Trace& right,
                                         PairedBy by) {
    TraitReader reader;
    const std::vector<Trait> one = reader.read(left);
    const std::vector<Trait> other = reader.read(right);
    return by == PairedBy::iteration ? pair_by_iteration(one, other) : pair_by_event(one, other);
}

}  // namespace corodemo::app
