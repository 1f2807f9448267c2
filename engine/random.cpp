#include "engine/random.hpp"

namespace nn {

namespace {

template <std::size_t n>
double polynomial(const double (&coefficients)[n], double x) {
    double sum = 0;
    for (std::size_t i = n; i-- > 0;) sum = sum * x + coefficients[i];
    return sum;
}

constexpr double a[] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
constexpr double b[] = {1,
                        42.313330701600911252,
                        687.18700749205790830,
                        5394.1960214247511077,
                        21213.794301586595867,
                        39307.895800092710610,
                        28729.085735721942674,
                        5226.4952788528545610};
constexpr double c[] = {1.42343711074968357734,    4.63033784615654529590,   5.76949722146069140550,
                        3.64784832476320460504,    1.27045825245236838258,   0.241780725177450611770,
                        2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double d[] = {1,
                        2.05319162663775882187,
                        1.67638483018380384940,
                        0.689767334985100004550,
                        0.148103976427480074590,
                        1.51986665636164571966e-2,
                        5.47593808499534494600e-4,
                        1.05075007164441684324e-9};
constexpr double e[] = {6.65790464350110377720,    5.46378491116411436990,    1.78482653991729133580,
                        0.296560571828504891230,   2.65321895265761230930e-2, 1.24266094738807843860e-3,
                        2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double f[] = {1,
                        0.599832206555887937690,
                        0.136929880922735805310,
                        1.48753612908506148525e-2,
                        7.86869131145613259100e-4,
                        1.84631831751005468180e-5,
                        1.42151175831644588870e-7,
                        2.04426310338993978564e-15};

}  // namespace

double normal_quantile(double p) {
    const double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    const double r = std::sqrt(-portable_log(q < 0 ? p : 1 - p));
    const double z =
        r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
    return q < 0 ? -z : z;
}

float normal(std::uint32_t seed, std::uint32_t stream, std::uint64_t index) {
    const auto bits =
        philox({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32), 1, 0}, {seed, stream});
    return static_cast<float>(normal_quantile((bits[0] + 0.5) * 0x1p-32));
}

}  // namespace nn
