#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "app/formats/html/playback_json.hpp"
#include "app/narration/advice_wording.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/wording.hpp"
#include "tests/app/texts.hpp"

// What the page gets of a playback, as playback_json.hpp describes it.

namespace corodemo::tests {

using Json = nlohmann::ordered_json;

namespace {

/// A playback as the page reads it.
class PageData {
public:
    explicit PageData(const trace::Trace& trace) {
        std::stringstream lines;
        app::write_playback(trace, Language::en, lines);
        for (std::string line; std::getline(lines, line);) {
            lines_.push_back(Json::parse(line));
        }
    }

    [[nodiscard]] const Json& head() const { return lines_.front(); }
    [[nodiscard]] const Json& tail() const { return lines_.back(); }
    [[nodiscard]] std::size_t count() const { return lines_.size() - 2; }
    [[nodiscard]] const Json& snapshot(std::size_t index) const { return lines_.at(index + 1); }

    [[nodiscard]] std::string text(const Json& text, Language language) const {
        const Json& found = text.is_number() ? tail()["texts"].at(text.get<std::size_t>()) : text;
        return found.is_array() ? found.at(language == Language::en ? 0 : 1) : found;
    }
    [[nodiscard]] std::string sentence(const Json& sentence, Language language) const {
        const Json& in_both = tail()["sentences"].at(sentence.at(0).get<std::size_t>());
        return rendered(in_both.at(language == Language::en ? 0 : 1), sentence, language);
    }

private:
    [[nodiscard]] std::string rendered(const Json& pieces, const Json& sentence,
                                       Language language) const {
        std::string all;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Json& piece = pieces[i];
            if (piece.is_number()) {
                all += text(sentence.at(1 + piece.get<std::size_t>()), language);
            } else if (piece.is_string()) {
                all += piece.get<std::string>();
            } else {
                all += rendered(Json(piece.begin() + 1, piece.end()), sentence, language);
            }
        }
        return all;
    }

    std::vector<Json> lines_;
};

void check_sentences(const trace::Trace& trace, Language language) {
    const PageData page(trace);
    app::Playback playback(trace);
    const app::Style style{.lang = language};
    const app::Wording wording(style, playback.steps().names(), app::kLongestShown);
    for (std::size_t i = 0; i < page.count(); ++i) {
        const app::Snapshot* const snapshot = playback.next();
        REQUIRE(snapshot != nullptr);
        CHECK(page.sentence(page.snapshot(i)["s"], language) ==
              wording.prose(snapshot->account).text());
    }
    CHECK(playback.next() == nullptr);
    for (std::size_t i = 0; i < playback.findings().size(); ++i) {
        CHECK(page.sentence(page.tail()["advice"].at(i).at(2), language) ==
              app::advice_text(playback.findings()[i], wording, style).text());
    }
}

}  // namespace

TEST_CASE("a template with its arguments is the sentence, in both languages") {
    for (const Language language : {Language::en, Language::zh}) {
        for (const scenarios::Scenario& scenario : scenarios::catalog()) {
            CAPTURE(scenario.name);
            check_sentences(record(scenario.name), language);
        }
        check_sentences(motley(), language);
    }
}

}  // namespace corodemo::tests
