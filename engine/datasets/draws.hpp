#pragma once
/// What the generators of data sets share.
#include <memory>

#include "engine/data.hpp"
#include "engine/random.hpp"

namespace nn::datasets {

struct Place {
    double x, y;
};

/// (cos, sin) of an angle in turns, to about 1e-15: by multiplications alone, so every machine gives the same bits.
Place direction(double turns);

/// The random numbers of one data set. Each purpose has its own, so that more noise moves no sample elsewhere.
struct Draws {
    explicit Draws(int from_seed) : seed(static_cast<std::uint32_t>(from_seed)) {}
    std::uint32_t seed;
    enum Purpose : std::uint32_t { place_x = 0x64617461, place_y, noise_x, noise_y, choice, order };

    double uniform(Purpose purpose, int i) const;
    double between(double low, double high, Purpose purpose, int i) const;
    double normal(Purpose purpose, int i) const;
};

/// A function seen without its type, for as long as it lives.
template <class R, class... A>
class Rule {
  public:
    template <class F>
    Rule(const F& f)
        : f_(std::addressof(f)), call_([](const void* g, A... a) -> R { return (*static_cast<const F*>(g))(a...); }) {}
    R operator()(A... a) const { return call_(f_, a...); }

  private:
    const void* f_;
    R (*call_)(const void*, A...);
};

/// Writes the inputs and the targets of sample i.
using WriteSample = Rule<void, int, float*, float*>;

/// Adds `size` rows to data that have none.
Data filled(Data data, int size, WriteSample write);

/// Puts the rows, weights aside, into a random order.
void shuffle_rows(Data& data, const Draws& draws);

}  // namespace nn::datasets
