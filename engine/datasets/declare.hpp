#pragma once
/// Declarations of parameters that several data sets share.
#include <string_view>

#include "engine/data.hpp"
#include "engine/params.hpp"

namespace nn::datasets::declare {

template <class S>
constexpr auto size(int S::*m) {
    return integer("size", m, 10, 100000, log_scale, "Samples", "More samples leave less room for chance.");
}
template <class S>
constexpr auto noise(double S::*m, std::string_view help, double max = 3) {
    return real("noise", m, 0, max, linear_scale, "Noise", help);
}
template <class S>
constexpr auto spread(double S::*m) {
    return noise(m, "Deviation of what is added to both coordinates: more mixes the classes.");
}
template <class S>
constexpr auto error(double S::*m) {
    return noise(m, "Deviation of what is added to the target: no network can err less.");
}
/// Class sizes fall geometrically from the first to the last (Cui et al. 2019, arXiv:1901.05555, section 5.1).
template <class S>
constexpr auto imbalance(double S::*m) {
    return real("imbalance", m, 1, 1000, log_scale, "Imbalance",
                "So many times the first class outnumbers the last: a rare class is easily ignored.")
        .advanced();
}
template <class S>
constexpr auto seed(int S::*m) {
    return integer("seed", m, 0, 2147483647, linear_scale, "Seed", "Another seed draws other samples.").advanced();
}
template <class S>
constexpr auto classes(int S::*m) {
    return integer("classes", m, 2, 5, linear_scale, "Classes", "More classes need more boundaries.");
}

}  // namespace nn::datasets::declare
