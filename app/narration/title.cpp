#include "app/narration/title.hpp"

#include "scenarios/scenario.hpp"

namespace corodemo::app {

std::string_view title_of(const trace::Header& header, Language language) {
    const scenarios::Scenario* scenario = scenarios::find_scenario(header.name);
    const bool ours = scenario != nullptr && scenario->lesson->title.en == header.title;
    return ours && language == Language::zh ? scenario->lesson->title.zh
                                            : std::string_view(header.title);
}

}  // namespace corodemo::app
