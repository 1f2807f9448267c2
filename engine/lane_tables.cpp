#include "engine/lane_math.hpp"

// Apart from the functions: where the compiler sees the numbers, it puts them into the code again.
namespace nn::lane {
namespace {

constexpr Spread spread(float c) { return {{c, c, c, c}}; }

}  // namespace

const TanhTable tanh_table{
    spread(0x1.1cce78p+3f),  // where the sum of the terms is 1 to the last bit
    spread(-0x1.1cce78p+3f),
    spread(0x1.195aa2p-6f),
    {spread(0x1.e6bca6p+3f), spread(0x1.d909eap+10f), spread(0x1.8dc0e6p+8f), spread(0x1.6d2b3cp+14f)},
    {spread(0x1.024bc4p+2f), spread(0x1.8d021ap+5f), spread(0x1.8c4bdp+4f), spread(0x1.b8353ap+5f)}};

const ExpTable exp_table{
    spread(89.f), spread(-104.f), spread(-25.f), spread(0x1.715476p0f),
    spread(0x1.8p23f),  // a sum with it has no room for a fraction
    spread(0x1.63p-1f), spread(-0x1.bd0106p-13f),  // ln 2 in two parts: a whole number below 2^15 times the first is exact
    {spread(0.0013882521f), spread(0.0083665206f), spread(0.0416672f), spread(0.16666544f), spread(0.5f)}};

const LogTable log_table{spread(1.f), spread(2.f), {spread(0.29870938f), spread(0.39977574f), spread(0.66666776f)}};

}  // namespace nn::lane
