#pragma once

#include <vector>

#include "scenarios/claims/predicates.hpp"

namespace corodemo::scenarios {

// The claims of each section of the tutorial, in its order.

std::vector<Claim> claims_of_section_1();
std::vector<Claim> claims_of_section_2();
std::vector<Claim> claims_of_section_3();
std::vector<Claim> claims_of_section_4();

}  // namespace corodemo::scenarios
