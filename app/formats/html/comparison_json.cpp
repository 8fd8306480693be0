#include "app/formats/html/comparison_json.hpp"

#include <cstddef>
#include <optional>
#include <ostream>
#include <vector>

#include "app/formats/html/page_json.hpp"
#include "app/terminal/unicode_width.hpp"

namespace corodemo::app {

namespace {

using Json = nlohmann::ordered_json;

/// Of what the user typed, too.
Json safe_json(const Message& text) {
    return text_json({escape_unsafe(text.en), escape_unsafe(text.zh)});
}

Json index_json(std::optional<std::size_t> index) {
    return index ? Json(*index) : Json();
}

}  // namespace

void write_comparison(const PageComparison& comparison, const trace::Trace& left,
                      const trace::Trace& right, std::ostream& out) {
    Json aligned = Json::array();
    Json differs = Json::array();
    for (const SnapshotPair& pair : pair_snapshots(left, right, comparison.paired_by)) {
        if (pair.differs) {
            differs.push_back(aligned.size());
        }
        aligned.push_back(Json::array({index_json(pair.left), index_json(pair.right)}));
    }
    const Json first = differs.empty() ? Json() : differs.front();
    out << page_json({{"verdict", safe_json(comparison.verdict)},
                      {"rule", safe_json(comparison.rule)},
                      {"aligned", std::move(aligned)},
                      {"differs", std::move(differs)},
                      {"first", first}})
        << '\n';
}

}  // namespace corodemo::app
