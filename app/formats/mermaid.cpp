#include "app/formats/mermaid.hpp"

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "app/message.hpp"
#include "app/narration/narrate.hpp"
#include "app/narration/playback.hpp"

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
          playback_(trace, style_) {}

    void write(std::ostream& out) {
        const std::string body = tell_all();
        out << "sequenceDiagram\n    participant L as " << safe(style_({"the loop", "循环"}))
            << "\n";
        for (const trace::TaskState& task : playback_.state().tasks()) {
            if (tasks_.contains(task.id.number)) {
                out << "    participant T" << task.id.number << " as T" << task.id.number << " "
                    << safe(elide(task.coro, kLongestText, style_)) << "\n";
            }
        }
        out << body;
    }

private:
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

    [[nodiscard]] std::string describe(const Snapshot& snapshot) {
        const std::string number = std::to_string(snapshot.number);
        std::string text;
        if (snapshot.lane != 0) {
            tasks_.insert(snapshot.lane);
            const std::string task = "T" + std::to_string(snapshot.lane);
            text += "    L->>+" + task + ": " + number + " " + safe(begins(snapshot.step)) + "\n";
            text += notes(snapshot, task);
            text += "    " + task + "-->>-L: " + safe(ends(snapshot.step)) + "\n";
        } else if (snapshot.step.kind == StepKind::jump) {
            text += "    Note over L: " +
                    safe(number + " " + snapshot.label[0] + " " + snapshot.label[1]) + "\n";
        } else if (snapshot.step.is_decision()) {
            text +=
                "    L->>L: " + safe(number + " " + snapshot.label[0] + " " + snapshot.label[1]) +
                "\n";
            text += notes(snapshot, "L");
        } else {
            text += "    Note over L: " +
                    safe(elide(snapshot.sentence.text(), 2 * kLongestText, style_)) + "\n";
            text += notes(snapshot, "L");
        }
        return text;
    }

    [[nodiscard]] std::string notes(const Snapshot& snapshot, const std::string& beside) const {
        std::string text;
        for (const std::string& line : snapshot.printed) {
            text += "    Note right of " + beside + ": “" +
                    safe(elide(line, kLongestText, style_)) + "”\n";
        }
        return text;
    }

    [[nodiscard]] std::string begins(const Step& step) const {
        if (step.started != nullptr && step.started->thrown.data() != nullptr) {
            return say({"gets {0}", "收到 {0}"},
                       {elide(step.started->thrown, kLongestText, style_)})
                .in(style_.lang);
        }
        const bool first = step.started != nullptr && step.started->first;
        return std::string(
            style_(first ? Localized{"starts", "开始"} : Localized{"wakes", "醒来"}));
    }

    [[nodiscard]] std::string ends(const Step& step) const {
        if (step.finished == nullptr) {
            return "...";
        }
        switch (step.finished->end) {
            case trace::End::returned:
                return say({"returns {0}", "返回 {0}"},
                           {elide(step.finished->value, kLongestText, style_)})
                    .in(style_.lang);
            case trace::End::raised:
                return say({"raises {0}", "抛出 {0}"},
                           {elide(step.finished->error.type, kLongestText, style_)})
                    .in(style_.lang);
            case trace::End::cancelled:
                return std::string(style_({"cancelled", "已取消"}));
            case trace::End::yielded:
                return std::string(style_({"gives way", "让出"}));
            case trace::End::suspended:
                break;
        }
        const std::string what = step.awaits == "sleep" ? "sleep(" + seconds(step.sleep) + ")"
                                                        : to_string(step.finished->waiting_on);
        return say({"waits for {0}", "等待 {0}"}, {what}).in(style_.lang);
    }

    Style style_;
    Playback playback_;
    std::uint32_t iteration_ = 0;
    std::uint32_t run_ = 0;
    std::set<std::uint32_t> tasks_;  // that appear in the diagram
};

}  // namespace

void render_mermaid(const trace::Trace& trace, Language language, std::ostream& out) {
    MermaidWriter(trace, language).write(out);
}

}  // namespace corodemo::app
