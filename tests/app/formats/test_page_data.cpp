#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
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
        if (found.is_array() && found.at(0).is_number()) {
            return sentence(found, language);
        }
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

bool has_chinese(std::string_view text) {
    constexpr unsigned char kFirst = 0xE3;  // as the first byte of a character
    constexpr unsigned char kLast = 0xEF;
    return std::ranges::any_of(text, [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return kFirst <= byte && byte <= kLast;
    });
}

/// Whether a text is in the language it should be in; names and values are the same in both.
bool is_in(Language language, std::string_view text) {
    return language == Language::en ? !has_chinese(text) : !is_untranslated(text);
}

void check_texts(const PageData& page, Language language) {
    const auto check = [&](const Json& text) {
        CAPTURE(page.text(text, language));
        CHECK(is_in(language, page.text(text, language)));
    };
    check(page.head()["title"]);
    for (std::size_t i = 0; i < page.count(); ++i) {
        const Json& snapshot = page.snapshot(i);
        const std::string sentence = page.sentence(snapshot["s"], language);
        CAPTURE(sentence);
        CHECK(has_chinese(sentence) == (language == Language::zh));
        for (const Json& text : snapshot["v"]) {
            check(text);
        }
        for (const Json& task : snapshot.value("T", Json::array())) {
            check(task.at(5));
        }
        const Json queue = snapshot.contains("q") ? snapshot["q"].at(1) : Json::array();
        for (const Json& handle : queue) {
            check(handle.at(3));
            check(handle.at(4));
        }
    }
    for (const Json& advice : page.tail()["advice"]) {
        CHECK(has_chinese(page.sentence(advice.at(2), language)) == (language == Language::zh));
    }
}

/// The last that the page learns of each task.
std::map<int, Json> last_of_tasks(const PageData& page) {
    std::map<int, Json> tasks;
    for (std::size_t i = 0; i < page.count(); ++i) {
        const Json& snapshot = page.snapshot(i);
        const Json& changes = snapshot.contains("K") ? snapshot["K"] : snapshot;
        for (const Json& task : changes.value("T", Json::array())) {
            tasks[task.at(0)] = task;
        }
    }
    return tasks;
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

TEST_CASE("all texts of a page are in English, and in Chinese") {
    for (const Language language : {Language::en, Language::zh}) {
        for (const scenarios::Scenario& scenario : scenarios::catalog()) {
            CAPTURE(scenario.name);
            check_texts(PageData(record(scenario.name)), language);
        }
        check_texts(PageData(motley()), language);
    }
}

TEST_CASE("equal sentences of different tasks share their template, and their arguments") {
    const PageData page(record("gather"));
    CHECK(page.snapshot(2)["s"].at(0) == page.snapshot(1)["s"].at(0));
    CHECK(page.snapshot(2)["s"].size() == 1 + 4);  // T2, Hello world!, sleep(1), 9
}

TEST_CASE("a task stands at its function's definition until it starts") {
    const PageData page(record("lock-order-deadlock"));
    const Json& created = page.snapshot(1)["T"].at(1);
    CHECK(created.at(0) == 2);
    CHECK(created.at(2) == 6);
    CHECK(created.at(3) == 7);
    CHECK(created.at(4) == 0);
    const Json& started = page.snapshot(2)["T"].at(0);
    CHECK(started.at(2) == 7);
    CHECK(started.at(3) == 9);
    CHECK(started.at(4) == 1);
}

TEST_CASE("what a task awaits is known until it runs again") {
    const PageData page(record("gather", 1));
    const auto awaits = [&](std::size_t snapshot) {
        return page.text(page.snapshot(snapshot)["T"].at(0).at(5), Language::zh);
    };
    CHECK(awaits(1) == "sleep(1)");
    CHECK(awaits(3) == "sleep(1)");  // its timer has expired
    CHECK(awaits(4).empty());
}

TEST_CASE("the page learns how tasks ended") {
    const PageData page(motley());
    const std::map<int, Json> tasks = last_of_tasks(page);
    CHECK(tasks.at(1).at(7).at(0) == 1);
    CHECK(page.text(tasks.at(1).at(7).at(1), Language::zh) == "ValueError: too big");
    CHECK(tasks.at(2).at(7) == Json{2, ""});

    Script script;
    script.make_task(1);
    script.add(trace::TaskDestroyed{task(1)});
    const std::map<int, Json> destroyed = last_of_tasks(PageData(script.take()));
    CHECK(destroyed.at(1).at(1) == 3);
    CHECK(destroyed.at(1).at(7) == Json{3, ""});
}

TEST_CASE("the head says what a page must know before it has read all") {
    const PageData gather(record("gather"));
    CHECK(gather.head()["end"] == kSecond);
    CHECK(gather.head()["last"] == kSecond);
    CHECK(gather.head()["bay"] == false);
    CHECK(gather.head()["clock"] == "virtual");
    CHECK(PageData(record("lock-order-deadlock")).head()["bay"] == true);
}

TEST_CASE("a printed line has its place in both listings") {
    const PageData page(record("gather"));
    CHECK(page.snapshot(1)["o"].at(0) == Json{page.snapshot(1)["o"].at(0).at(0), 1, 0, 8, 8});
}

TEST_CASE("a task that awaits stands at its await, whatever ran before in other functions") {
    const PageData page(record("event"));
    const Json& sets = page.snapshot(6);  // main() printed in runner(), which it awaited
    REQUIRE(page.sentence(sets["s"], Language::en).ends_with("at line 18."));
    CHECK(sets["l"] == Json{18, 19});
    CHECK(page.snapshot(7)["l"] == Json{8, 9});  // where one has ended
}

TEST_CASE("a handle remembers in which step it joined the ready queue") {
    const PageData page(record("gather", 1));
    CHECK(page.snapshot(0)["K"]["Q"].at(0).at(5) == 0);  // the program scheduled it
    CHECK(page.snapshot(2)["q"].at(1).at(0).at(5) == 2);
}

TEST_CASE("the page learns which variables change, and which become stale") {
    const scenarios::Scenario& lost_update = *scenarios::find_scenario("lost-update");
    const PageData page(scenarios::record(lost_update, scenarios::default_options(lost_update)));
    CHECK(page.snapshot(0)["K"]["X"] == Json{{0, "balance", "0", 0}});
    std::map<int, Json> changed;
    for (std::size_t i = 0; i < page.count(); ++i) {
        if (page.snapshot(i).contains("x")) {
            changed[page.snapshot(i)["n"]] = page.snapshot(i)["x"];
        }
    }
    CHECK(changed == std::map<int, Json>{
                         {6, {{2, "seen", "0", 0}}},
                         {9, {{3, "seen", "0", 0}}},
                         {11, {{0, "balance", "10", 0}, {2, "seen", "", 0}, {3, "seen", "0", 1}}},
                         {15, {{3, "seen", "", 0}}},
                     });
}

}  // namespace corodemo::tests
