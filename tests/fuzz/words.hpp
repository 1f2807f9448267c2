#pragma once
/// Fuzzing finds grammar sooner when a byte can stand for a word.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

/// The input as it is; or, where its first byte is odd, with each later byte above 127 standing for a word.
inline std::string spelled(std::span<const std::uint8_t> data, std::span<const std::string_view> words) {
    if (data.empty()) return {};
    const bool literal = data[0] % 2 == 0;
    std::string text;
    for (const std::uint8_t byte : data.subspan(1))
        if (literal || byte < 128)
            text += static_cast<char>(byte);
        else
            text += words[byte % words.size()];
    return text;
}

inline void require(bool claim) {
    if (!claim) std::abort();
}
