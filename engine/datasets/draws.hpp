#pragma once
/// What the generators of data sets share.
#include <cmath>

#include "engine/data.hpp"
#include "engine/permutation.hpp"
#include "engine/random.hpp"

namespace nn::datasets {

struct Place {
    double x, y;
};

/// (cos, sin) of an angle in turns, to about 1e-15: by multiplications alone, so every machine gives the same bits.
Place direction(double turns);

/// The random numbers of one data set. Each purpose has its own, so that more noise moves no sample elsewhere.
struct Draws {
    std::uint32_t seed;
    enum Purpose : std::uint32_t { place_x = 0x64617461, place_y, noise_x, noise_y, choice, order };

    double uniform(Purpose purpose, int i) const { return double(nn::uniform(seed, purpose, std::uint64_t(i))); }
    double between(double low, double high, Purpose purpose, int i) const {
        return low + (high - low) * uniform(purpose, i);
    }
    double normal(Purpose purpose, int i) const { return double(nn::normal(seed, purpose, std::uint64_t(i))); }
};

/// Puts the rows, weights aside, into a random order.
void shuffle_rows(Data& data, const Draws& draws);

}  // namespace nn::datasets
