#include "app/cli/generate.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "app/cli/manual_page.hpp"
#include "app/listings.hpp"

namespace corodemo::app {

namespace {

constexpr std::array kGenerated{
    Generated{"man", {"the manual page", "手册页"}, print_manual_page},
    Generated{"bash",
              {"completion in bash", "bash 的补全"},
              [](const CLI::App&, Language, std::ostream& out) {
                  out << listing("cli/completions/corodemo.bash");
              }},
    Generated{"zsh",
              {"completion in zsh", "zsh 的补全"},
              [](const CLI::App&, Language, std::ostream& out) {
                  out << listing("cli/completions/_corodemo");
              }},
    Generated{"fish",
              {"completion in fish", "fish 的补全"},
              [](const CLI::App&, Language, std::ostream& out) {
                  out << listing("cli/completions/corodemo.fish");
              }},
};

}  // namespace

std::span<const Generated> generated() {
    return kGenerated;
}

const Generated* find_generated(std::string_view name) {
    const auto* const found = std::ranges::find(kGenerated, name, &Generated::name);
    return found != kGenerated.end() ? found : nullptr;
}

}  // namespace corodemo::app
