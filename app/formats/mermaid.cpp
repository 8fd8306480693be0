#include "app/formats/mermaid.hpp"

#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "app/message.hpp"
#include "app/narration/account.hpp"
#include "app/narration/playback.hpp"
#include "app/narration/wording.hpp"

namespace corodemo::app {

namespace {

constexpr std::size_t kMostCharacters = 48'000;
constexpr std::size_t kParticipant = 100;  // bytes of a participant's line, usually less
constexpr std::size_t kLongestText = 60;

/// A text that can't be mistaken for Mermaid syntax: special characters are written as entities.
std::string safe(std::string_view text) {
    std::string out;
    bool word = false;  // the previous character belongs to a word
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const bool plain = (letter >= '0' && letter <= '9') || letter == ' ' || letter == '.' ||
                           letter == ',' || letter == '(' || letter == ')' || letter == '=' ||
                           letter == '/' || letter == '_' || letter == '!' || letter == '?' ||
                           static_cast<unsigned char>(letter) >= 0x80;
        const bool alphabetic =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (!word && text.substr(at, 3) == "end") {  // would close a block of the diagram
            out += "#101;";
        } else if (plain || alphabetic) {
            out += letter;
        } else {
            out += "#" + std::to_string(static_cast<unsigned char>(letter)) + ";";
        }
        word = alphabetic || letter == '_';
    }
    return out;
}

class MermaidWriter {
public:
    MermaidWriter(const trace::Trace& trace, Language language)
        : style_{.lang = language},
          playback_(trace),
          wording_(style_, playback_.steps().names(), kLongestShown) {}

    void write(std::ostream& out) {
        const std::string body = tell_all();
        out << "sequenceDiagram\n    participant L as " << safe(style_({"event loop", "事件循环"}))
            << "\n";
        for (const trace::TaskState& task : playback_.state().tasks()) {
            if (tasks_.contains(task.id.number)) {
                out << "    participant T" << task.id.number << " as T" << task.id.number << " "
                    << safe(elide(label_of(task), kLongestText, style_)) << "\n";
            }
        }
        out << body;
    }

private:
    // Its name, even where all are the same.
    [[nodiscard]] std::string_view label_of(const trace::TaskState& task) const {
        const std::string_view name = playback_.steps().names().name(task.id);
        return name.empty() ? task.coro : name;
    }

    [[nodiscard]] std::string tell_all() {
        std::string body;
        std::uint64_t left_out = 0;
        while (const Snapshot* snapshot = playback_.next()) {
            const std::size_t participants = tasks_.size() * kParticipant;
            if (left_out != 0 || body.size() + participants > kMostCharacters) {
                left_out += snapshot->step.is_decision() ? 1U : 0U;
                continue;
            }
            if (snapshot->step.is_decision()) {
                body += iteration_note(snapshot->step);
            }
            body += describe(*snapshot);
        }
        return left_out == 0 ? body
                             : body + note(say({"... {0} more steps", "……还有 {0} 步"},
                                               {std::to_string(left_out)}));
    }

    [[nodiscard]] std::string note(const Message& text) const {
        return "    Note over L: " + safe(text.in(style_.lang)) + "\n";
    }

    /// A note if a new iteration begins with this step; otherwise empty.
    [[nodiscard]] std::string iteration_note(const Step& step) {
        if (step.it == iteration_ && step.run == run_) {
            return {};
        }
        iteration_ = step.it;
        run_ = step.run;
        const Localized several{"run {1}, iteration {0}", "第 {1} 次运行，第 {0} 轮"};
        const Localized one{"iteration {0}", "第 {0} 轮"};
        return note(
            say(run_ > 1 ? several : one, {std::to_string(iteration_), std::to_string(run_)}));
    }

    // A task's step: the loop runs it, what it does, and where it stands afterwards.
    [[nodiscard]] std::string describe(const Snapshot& snapshot) {
        const std::string number = std::to_string(snapshot.number);
        const Account& account = snapshot.account;
        if (snapshot.lane != 0) {
            tasks_.insert(snapshot.lane);
            const std::string task = "T" + std::to_string(snapshot.lane);
            Account begins;
            begins.begin = account.begin;
            begins.why = account.why;
            Account ends;
            ends.begin.saying = Saying::program;
            ends.end = account.end;
            ends.consequences = account.consequences;
            std::string text = "    L->>+" + task + ": " + number + " " +
                               safe(wording_.sentence(begins).text()) + "\n";
            for (const Clause& clause : account.clauses) {
                text += "    Note right of " + task + ": " + safe(wording_.clause(clause).text()) +
                        "\n";
            }
            const std::string end = account.end ? wording_.sentence(ends).text() : "...";
            return text + "    " + task + "-->>-L: " + safe(end) + "\n";
        }
        const bool loop = snapshot.step.is_decision() && snapshot.step.kind != StepKind::jump;
        const std::string step = snapshot.step.is_decision() ? number + " " : "";
        return (loop ? "    L->>L: " : "    Note over L: ") + step +
               safe(wording_.sentence(account).text()) + "\n";
    }

    Style style_;
    Playback playback_;
    Wording wording_;
    std::uint32_t iteration_ = 0;
    std::uint32_t run_ = 0;
    std::set<std::uint32_t> tasks_;  // that appear in the diagram
};

}  // namespace

void render_mermaid(const trace::Trace& trace, Language language, std::ostream& out) {
    MermaidWriter(trace, language).write(out);
}

}  // namespace corodemo::app
