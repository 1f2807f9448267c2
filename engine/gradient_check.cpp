#include "engine/gradient_check.hpp"

#include <algorithm>
#include <cmath>

#include "engine/network/inside.hpp"

namespace nn {

GradientCheck check_gradient(Network& network, const Samples& samples, const Pass& pass, double step, std::size_t most) {
    Network::Inside& in = network.inside();
    in.expect("check", samples);
    const std::size_t n = in.parameters.size();
    const double divisor = network.divisor(samples);
    std::vector<float> gradient(n);
    in.runner.loss(in.parameters.data(), samples, pass, nullptr, in.state.data(), 1 / divisor, gradient.data(), nullptr);

    std::vector<Exact> w(n);
    std::transform(in.parameters.begin(), in.parameters.end(), w.begin(), [](float x) { return Exact{double(x), 0}; });
    Runner<Exact> runner(in.setup, in.plan);
    const auto loss = [&] {
        return runner.loss(w.data(), samples, pass, nullptr, in.state.data(), 1, nullptr, nullptr) / divisor;
    };
    double squares = 0;
    for (const float g : gradient) squares += double(g) * double(g);
    const double typical = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(n, 1)));

    GradientCheck result;
    result.checked = std::min(n, most);
    double worst = -1;
    for (std::size_t k = 0; k < result.checked; ++k) {
        const std::size_t i = n <= most ? k : k * n / most;
        double& x = w[i].x;
        const double before = x, h = step * std::max(1.0, std::fabs(before));
        x = before + h;
        const double up = loss();
        x = before - h;
        const double difference = (up - loss()) / (2 * h);
        x = before;
        const double scale = std::fabs(difference) + typical, error = std::fabs(double(gradient[i]) - difference);
        const double relative = error == 0 ? 0 : error / scale;
        if (relative <= worst) continue;
        worst = relative;
        const auto part = std::find_if(in.plan.parts.begin(), in.plan.parts.end(),
                                       [&](const Part& p) { return i < p.offset + p.size; });
        result.worst = relative;
        result.part = part->name;
        result.index = i - part->offset;
        result.gradient = gradient[i];
        result.difference = difference;
    }
    return result;
}

}  // namespace nn
