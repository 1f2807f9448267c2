#include "engine/lane_math.hpp"

#include <bit>
#include <cstdint>

namespace nn {
namespace lane {
namespace {

constexpr Spread spread(float c) { return {{c, c, c, c}}; }

}  // namespace

const TanhTable tanh_table{
    spread(0x1.1cce78p+3f),  // where the sum of the terms is 1 to the last bit
    spread(-0x1.1cce78p+3f),
    spread(0x1.195aa2p-6f),
    {spread(0x1.e6bca6p+3f), spread(0x1.d909eap+10f), spread(0x1.8dc0e6p+8f), spread(0x1.6d2b3cp+14f)},
    {spread(0x1.024bc4p+2f), spread(0x1.8d021ap+5f), spread(0x1.8c4bdp+4f), spread(0x1.b8353ap+5f)}};

}  // namespace lane

namespace {

/// x = quadrant * pi/2 + rest, |rest| <= pi/4 a little more; of the quadrant only the last two bits count.
struct Angle {
    double rest;
    unsigned quadrant;
};

/// Any float from 2^23 on: a whole number m of 24 bits times 2^shift, times 2/pi from the first bit that counts on.
Angle reduce_large(float x) {
    static constexpr std::uint32_t two_over_pi[] = {0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0,
                                                    0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561};
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint64_t m = (bits & 0x7fffff) | 0x800000;
    const int skip = static_cast<int>(bits >> 23 & 255) - 150 - 2;  // bits of 2/pi that give whole turns
    const auto word = [&](int i) -> std::uint64_t {                 // 32 bits from bit skip + 32 i on
        const int from = skip + 32 * i;
        if (from < 0) return two_over_pi[0] >> -from;
        const std::uint64_t two = std::uint64_t{two_over_pi[from / 32]} << 32 | two_over_pi[from / 32 + 1];
        return two << (from % 32) >> 32;
    };
    const std::uint64_t turns = ((m * word(0)) << 32) + m * word(1) + ((m * word(2)) >> 32);  // 2^64 is a whole turn
    const std::uint64_t quadrant = (turns + (std::uint64_t{1} << 61)) >> 62;
    const double rest =
        static_cast<double>(static_cast<std::int64_t>(turns - (quadrant << 62))) * 0x1.921fb54442d18p-62;
    if (bits >> 31) return {-rest, static_cast<unsigned>(-quadrant)};
    return {rest, static_cast<unsigned>(quadrant)};
}

Angle reduce(float x) {
    if (std::fabs(x) >= 0x1p23f) return reduce_large(x);
    const double to_whole = 0x1.8p52;  // a sum with it has no room for a fraction
    const double shifted = double(x) * 0.6366197723675814 + to_whole, n = shifted - to_whole;
    const double rest = (double(x) - n * 0x1.921fb5p0) - n * 1.5893254773528196e-08;
    return {rest, static_cast<unsigned>(std::bit_cast<std::uint64_t>(shifted))};
}

float sin_of(float x, unsigned quadrants_ahead) {
    if (!(std::fabs(x) < std::numeric_limits<float>::infinity())) return x - x;
    const Angle angle = reduce(x);
    const double r = angle.rest, s = r * r;
    const unsigned quadrant = angle.quadrant + quadrants_ahead;
    const double y =
        quadrant & 1
            ? 1 + s * (-0.5 + s * (0.04166666661945361 + s * (-0.0013888883496851216 + s * 2.4799459308174825e-05)))
            : r * (1 + s * (-0.16666666640776273 +
                            s * (0.008333329302420252 + s * (-0.00019839311486190137 + s * 2.718114124028059e-06))));
    return static_cast<float>(quadrant & 2 ? -y : y);
}

Lane each(Lane x, unsigned quadrants_ahead) {
    alignas(16) float lane[4];
    x.store_aligned(lane);
    for (float& v : lane) v = sin_of(v, quadrants_ahead);
    return Lane::load_aligned(lane);
}

}  // namespace

Lane sin(Lane x) { return each(x, 0); }
Lane cos(Lane x) { return each(x, 1); }

}  // namespace nn
