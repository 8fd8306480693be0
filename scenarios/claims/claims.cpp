#include <algorithm>

#include "scenarios/claims/sections.hpp"

namespace corodemo::scenarios {

std::span<const Claim> claims() {
    static const std::vector<Claim> all = [] {
        std::vector<Claim> claims;
        for (auto* section :
             {claims_of_section_1, claims_of_section_2, claims_of_section_3, claims_of_section_4}) {
            for (Claim& claim : section()) {
                claims.push_back(claim);
            }
        }
        return claims;
    }();
    return all;
}

const Quotation* source_on(const Claim& claim, asyncio::PythonVersion python) {
    const auto found = std::ranges::find_if(claim.source, [&](const Quotation& quotation) {
        return quotation.versions.contains(python);
    });
    return found != claim.source.end() ? &*found : nullptr;
}

}  // namespace corodemo::scenarios
