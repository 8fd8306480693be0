#include "scenarios/quotation.hpp"

namespace corodemo::scenarios {

std::string where(const Quotation& quotation) {
    const auto& [first, last] = quotation.versions;
    std::string text(quotation.place);
    if (quotation.versions != Versions()) {
        text += ", 3." + std::to_string(first);
        text += first == last ? "" : "-3." + std::to_string(last);
    }
    return text;
}

}  // namespace corodemo::scenarios
