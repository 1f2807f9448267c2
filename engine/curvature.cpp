#include "engine/curvature.hpp"

#include <algorithm>
#include <cmath>

#include "engine/network/inside.hpp"
#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::uint32_t start_stream = 0x20000;

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
    return sum;
}

/// Products with the Hessian of one loss, without allocating after the first.
class Hessian {
  public:
    Hessian(Network& network, const Samples& samples, const Pass& pass)
        : in_(network.inside()), samples_(samples), pass_(pass), runner_(in_.setup, in_.plan),
          scale_(1 / network.divisor(samples)), w_(in_.parameters.size()), dw_(in_.parameters.size()) {
        in_.expect("curvature", samples);
    }
    std::size_t size() const { return w_.size(); }

    void times(std::span<const float> v, std::span<float> result) {
        for (std::size_t i = 0; i < w_.size(); ++i) w_[i] = {double(in_.parameters[i]), double(v[i])};
        std::fill(dw_.begin(), dw_.end(), Exact{});
        runner_.loss(w_.data(), samples_, pass_, nullptr, in_.state.data(), scale_, dw_.data(), nullptr);
        for (std::size_t i = 0; i < w_.size(); ++i) result[i] = static_cast<float>(dw_[i].dx);
    }

  private:
    const Network::Inside& in_;
    Samples samples_;
    Pass pass_;
    Runner<Exact> runner_;
    double scale_;
    std::vector<Exact> w_, dw_;
};

/// Takes out of v what lies along the eigenvectors found.
void deflate(std::span<float> v, const std::vector<Eigenpair>& found) {
    for (const Eigenpair& e : found) {
        const double along = dot(v, e.vector);
        for (std::size_t i = 0; i < v.size(); ++i) v[i] -= static_cast<float>(along * double(e.vector[i]));
    }
}

/// The same, and gives it length 1. False: nothing is left.
bool orthonormalize(std::span<float> v, const std::vector<Eigenpair>& found) {
    deflate(v, found);
    const double length = std::sqrt(dot(v, v));
    if (!(length > 1e-12)) return false;
    for (float& x : v) x = static_cast<float>(double(x) / length);
    return true;
}

/// The algebraically largest eigenvalue beside those found. Powers of H run to the one of largest size; where that is
/// negative, or as large as a positive one, powers of H + |H v| run to the largest.
Eigenpair iterate(Hessian& hessian, const std::vector<Eigenpair>& found, const PowerIteration& settings) {
    constexpr double settled = 0.01, mixed = 0.1, rounding = 1e-6;  // changes of |H v| and residuals as shares of it
    const std::size_t n = hessian.size();
    Eigenpair pair;
    std::vector<float> start(n), v, next(n);
    const auto stream = start_stream + static_cast<std::uint32_t>(found.size());
    for (std::size_t i = 0; i < n; ++i) start[i] = normal(settings.seed, stream, i);
    if (!orthonormalize(start, found)) return pair;
    v = start;
    double shift = 0, last = 0;
    while (pair.iterations < settings.most_iterations) {
        hessian.times(v, next);
        deflate(next, found);  // they are eigenvectors within the tolerance only
        ++pair.iterations;
        pair.value = dot(v, next);
        pair.vector = v;
        const double length = std::sqrt(dot(next, next));
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double off = double(next[i]) - pair.value * double(v[i]);
            squares += off * off;
        }
        pair.residual = std::sqrt(squares);
        if (!std::isfinite(pair.value)) break;
        const bool small = pair.residual <= std::max(settings.tolerance * std::fabs(pair.value), rounding * length), down = pair.value < 0;
        const bool lacks_shift = length > (1 + settled) * shift;
        pair.converged = small && !(down && lacks_shift);
        if (pair.converged) break;
        if (lacks_shift && (small || std::fabs(length - last) <= settled * length) && (down || pair.residual > mixed * length)) {
            shift = length;
            if (down) {
                v = start;
                continue;
            }
        }
        last = length;
        for (std::size_t i = 0; i < n; ++i) next[i] += static_cast<float>(shift * double(v[i]));
        if (!orthonormalize(next, found)) break;
        std::swap(v, next);
    }
    return pair;
}

}  // namespace

void hessian_vector(Network& network, const Samples& samples, std::span<const float> v, std::span<float> result,
                    const Pass& pass) {
    Hessian hessian(network, samples, pass);
    for (const std::size_t size : {v.size(), result.size()})
        if (size != hessian.size())
            refuse({"[curvature] got a vector of ", size, " numbers, expected ", hessian.size()});
    hessian.times(v, result);
}

std::vector<Eigenpair> largest_eigenpairs(Network& network, const Samples& samples, const PowerIteration& settings,
                                          const Pass& pass) {
    Hessian hessian(network, samples, pass);
    std::vector<Eigenpair> found;
    while (static_cast<int>(found.size()) < settings.vectors && found.size() < hessian.size()) {
        found.push_back(iterate(hessian, found, settings));
    }
    const auto before = [](const Eigenpair& a, const Eigenpair& b) { return a.value > b.value; };
    for (auto next = found.begin(); next != found.end(); ++next)
        std::rotate(std::upper_bound(found.begin(), next, *next, before), next, next + 1);
    return found;
}

}  // namespace nn
