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

}  // namespace corodemo::scenarios
