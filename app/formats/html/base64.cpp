#include "app/formats/html/base64.hpp"

#include <algorithm>
#include <cstdint>

namespace corodemo::app {

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    while (!bytes.empty()) {
        std::uint32_t bits = 0;  // of up to three bytes
        for (std::size_t i = 0; i < 3; ++i) {
            const auto byte = i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
            bits = (bits << 8U) | byte;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= bytes.size() ? kDigits[(bits >> (18U - (6U * i))) & 63U] : '=';
        }
        bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()));
    }
    return text;
}

}  // namespace corodemo::app
