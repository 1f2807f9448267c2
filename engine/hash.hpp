#pragma once
/// FNV-1a over values' bits: the fingerprint of a run. All NaNs count as one (their bits differ between processors).
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>

namespace nn {

class Hash {
public:
    void add(float value) { add(std::isnan(value) ? 0x7fc00000u : std::bit_cast<std::uint32_t>(value)); }
    void add(std::span<const float> values) {
        for (const float v : values) add(v);
    }
    void add(std::uint32_t bits) {
        for (int i = 0; i < 4; ++i, bits >>= 8) state_ = (state_ ^ (bits & 0xffu)) * 0x100000001b3ull;
    }
    /// 16 hexadecimal digits.
    std::string hex() const {
        char text[17];
        std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state_));
        return text;
    }

private:
    std::uint64_t state_ = 0xcbf29ce484222325ull;
};

} // namespace nn
