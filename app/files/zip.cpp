#include "app/files/zip.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace corodemo::app {

namespace {

// APPNOTE.TXT, "ZIP File Format Specification": 4.3.7, 4.3.12 and 4.3.16.
constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint16_t kVersionNeeded = 20;
constexpr std::uint16_t kStored = 0;         // the method: no compression
constexpr std::uint16_t kMidnight = 0;       // the time
constexpr std::uint16_t kFirstDay = 0x0021;  // the date: 1980-01-01

constexpr std::array<std::uint32_t, 256> crc_table() {
    constexpr std::uint32_t kPolynomial = 0xEDB88320;
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit) {
            remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? kPolynomial : 0);
        }
        table.at(byte) = remainder;
    }
    return table;
}

std::uint32_t crc32(std::string_view text) {
    static constexpr auto kTable = crc_table();
    std::uint32_t crc = UINT32_MAX;
    for (const char character : text) {
        const auto byte = static_cast<std::uint8_t>(character);
        crc = (crc >> 8U) ^ kTable.at((crc ^ byte) & 0xFFU);
    }
    return ~crc;
}

/// Appends numbers, the lowest byte first.
template <class... Numbers>
void append(std::string& out, Numbers... numbers) {
    const auto append_one = [&](auto number) {
        for (std::size_t byte = 0; byte < sizeof number; ++byte) {
            out += static_cast<char>(number >> (8 * byte) & 0xFFU);
        }
    };
    (append_one(numbers), ...);
}

/// What both headers of a file say of it.
void append_description(std::string& out, std::string_view name, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    constexpr std::uint16_t kFlags = 0;
    constexpr std::uint16_t kExtraSize = 0;
    append(out, kVersionNeeded, kFlags, kStored, kMidnight, kFirstDay, crc32(text), size, size,
           static_cast<std::uint16_t>(name.size()), kExtraSize);
}

}  // namespace

std::string zip(std::span<const std::pair<std::string_view, std::string_view>> files) {
    std::string archive;
    std::string directory;
    for (const auto& [name, text] : files) {
        constexpr std::uint16_t kCommentSize = 0;
        constexpr std::uint16_t kDisk = 0;
        constexpr std::uint16_t kInternalAttributes = 0;
        constexpr std::uint32_t kExternalAttributes = 0;
        append(directory, kCentralHeader, kVersionNeeded);
        append_description(directory, name, text);
        append(directory, kCommentSize, kDisk, kInternalAttributes, kExternalAttributes,
               static_cast<std::uint32_t>(archive.size()));
        directory += name;
        append(archive, kLocalHeader);
        append_description(archive, name, text);
        archive.append(name).append(text);
    }
    const auto count = static_cast<std::uint16_t>(files.size());
    const auto begin = static_cast<std::uint32_t>(archive.size());
    const auto size = static_cast<std::uint32_t>(directory.size());
    constexpr std::uint32_t kDisks = 0;
    constexpr std::uint16_t kCommentSize = 0;
    archive += directory;
    append(archive, kEnd, kDisks, count, count, size, begin, kCommentSize);
    return archive;
}

}  // namespace corodemo::app
