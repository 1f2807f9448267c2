#include "engine/lane_math.hpp"

#include <bit>
#include <cstdint>

namespace nn {

// ---- exponentials, logarithms, the error function -------------------------------------------------------------------

namespace {

using Bits = xsimd::batch<std::int32_t>;

Bits bits_of(Lane x) { return xsimd::bitwise_cast<std::int32_t>(x); }
Lane from_bits(Bits i) { return xsimd::bitwise_cast<float>(i); }
Lane power_of_2(Bits exponent) { return from_bits((exponent + Bits(127)) << 23); }

/// e^x = (1 + m) 2^high 2^low with m = e^r - 1, |r| <= ln 2 / 2: two factors, because one cannot reach every float.
struct Exponential {
    Lane m;
    Bits high, low;
};
/// For x from -104 (below which e^x is 0) to 89 (above which it is infinite).
inline Exponential exponential(Lane x) {
    const lane::ExpTable& t = lane::exp_table;
    const Lane to_whole = t.to_whole();
    const Lane shifted = x * t.per_ln2() + to_whole, n = shifted - to_whole;
    const Lane r = (x - n * t.ln2_high()) - n * t.ln2_low();
    const Bits exponent = bits_of(shifted) - bits_of(to_whole), high = exponent >> 1;
    Lane p = t.p[0]();
    p = p * r + t.p[1]();
    p = p * r + t.p[2]();
    p = p * r + t.p[3]();
    p = p * r + t.p[4]();
    return {r + r * r * p, high, exponent - high};
}

inline Lane exponential_of(Lane x) {
    const lane::ExpTable& t = lane::exp_table;
    const Exponential e = exponential(at_least(at_most(x, t.most()), t.least()));
    const Lane high = power_of_2(e.high);
    return (e.m * high + high) * power_of_2(e.low);
}

/// log(x) for a positive x that is neither subnormal nor infinite.
inline Lane logarithm(Bits bits, Lane scaled_by) {
    const lane::LogTable& t = lane::log_table;
    const Lane one = t.one(), ln2_high = lane::exp_table.ln2_high(), ln2_low = lane::exp_table.ln2_low();
    const Bits exponent = (bits - Bits(0x3f3504f3)) >> 23;  // sqrt(1/2) <= x / 2^exponent < sqrt(2)
    const Lane f = from_bits(bits - (exponent << 23)) - one;
    const Lane n = xsimd::to_float(exponent) - scaled_by;
    const Lane s = f / (t.two() + f), z = s * s;
    Lane p = t.p[0]();
    p = p * z + t.p[1]();
    p = p * z + t.p[2]();
    return n * ln2_high + (f - (s * (f - z * p) - n * ln2_low));
}

}  // namespace

Lane exp(Lane x) { return exponential_of(x); }

Lane expm1(Lane x) {
    const lane::ExpTable& t = lane::exp_table;
    const Exponential e = exponential(at_least(at_most(x, t.most()), t.least_minus_one()));
    const Lane high = power_of_2(e.high), one = power_of_2(Bits(0) - e.low);
    return (e.m * high + (high - one)) * power_of_2(e.low);
}

Lane log(Lane x) {
    const Lane infinity(std::numeric_limits<float>::infinity());
    const auto subnormal = x < Lane(std::numeric_limits<float>::min());
    const Lane y = logarithm(bits_of(select(subnormal, x * Lane(0x1p23f), x)), select(subnormal, Lane(23.f), Lane(0.f)));
    const Lane outside = select(x < Lane(0.f), Lane(std::numeric_limits<float>::quiet_NaN()), x);
    return select(x > Lane(0.f), select(x < infinity, y, x), select(x == Lane(0.f), -infinity, outside));
}

Lane log1p(Lane x) {
    const Lane u = Lane(1.f) + x, lost = (x - (u - Lane(1.f))) / u;
    return log(u) + select(u > Lane(0.f) && u < Lane(0x1p30f), lost, Lane(0.f));
}

/// log(1 + e^-|x|) is log1p of what lies from 0 to 1, which needs no exceptions; NaN comes through the other term.
Lane softplus(Lane x) {
    const Lane share = exponential_of(-abs(x)), one = lane::log_table.one(), u = one + share;
    return at_least(x, Lane(0.f)) + (logarithm(bits_of(u), Lane(0.f)) + (share - (u - one)) / u);
}

Lane erf(Lane x) {
    const Lane a = abs(x), s = a * a;
    Lane p = Lane(-0.00060903904f);
    p = p * s + Lane(0.0050119696f);
    p = p * s + Lane(-0.026778914f);
    p = p * s + Lane(0.11282141f);
    p = p * s + Lane(-0.37612523f);
    p = p * s + Lane(0.12837915f);
    const Lane far = at_most(a, Lane(4.f));
    Lane q = Lane(-0.0001971816503f);  // log(1 - erf) there
    q = q * far + Lane(0.0030556068f);
    q = q * far + Lane(-0.022277084f);
    q = q * far + Lane(0.10403735f);
    q = q * far + Lane(0.63705976f);
    q = q * far + Lane(1.1277496f);
    q = q * far + Lane(0.00017749549f);
    const Lane one(1.f), y = one - exp(-q);
    return select(a < Lane(0.9f), x + x * p, select(x < Lane(0.f), -y, y));
}

// ---- angles ---------------------------------------------------------------------------------------------------------

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
