#pragma once
/// Adam and its relatives: m is the running average of the gradient, v that of its square, both corrected for their
/// start from zero.
#include <optional>

#include "engine/optimizers/rule.hpp"

namespace nn {
namespace declare {

template <class S, class Decay>
constexpr auto adam(Decay decay) {
    return std::tuple{lr(&S::lr),
                      share("beta1", &S::beta1, "Memory of the gradient",
                            "Share of the average gradient that is kept: more is smoother and turns later."),
                      share("beta2", &S::beta2, "Memory of the square",
                            "Share of the average squared gradient that is kept: more is steadier and adapts later."),
                      eps(&S::eps), decay};
}

} // namespace declare

/// The family's scalars in one step: c1 * m and c2 * sqrt(v) are corrected.
struct Averages {
    float lr, b1, a1, b2, a2, c1, c2, eps;

    /// Takes the clock's products 0 and 1, of the betas.
    template <class S>
    Averages(const S& s, Clock& clock)
        : lr(f32(clock.rate(s.lr))), b1(f32(s.beta1)), a1(f32(1 - s.beta1)), b2(f32(s.beta2)), a2(f32(1 - s.beta2)),
          c1(f32(1 / (1 - clock.product_of_beta1(0, s.beta1)))), c2(f32(1 / std::sqrt(1 - clock.product(1, s.beta2)))),
          eps(f32(s.eps)) {}

    template <class V>
    void update(V dw, V& m, V& v) const {
        m = b1 * m + a1 * dw;
        v = b2 * v + a2 * dw * dw;
    }
};

struct Adam {
    static constexpr std::string_view key = "adam", label = "Adam";
    static constexpr std::string_view paper = "Kingma and Ba 2015, arXiv:1412.6980";
    static constexpr std::size_t slots = 2;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0;

    static constexpr auto params() { return declare::adam<Adam>(declare::weight_decay(&Adam::weight_decay)); }
    auto rule(Clock& clock) const {
        return [k = Averages(*this, clock)](auto dw, auto& m, auto& v) {
            k.update(dw, m, v);
            return Move{k.c1 * m, k.lr / (k.c2 * sqrt(v) + k.eps)};
        };
    }
};

/// The divisor never shrinks: `top` is the largest v so far.
struct AmsGrad {
    static constexpr std::string_view key = "amsgrad", label = "AMSGrad";
    static constexpr std::string_view paper = "Reddi, Kale and Kumar 2018, arXiv:1904.09237";
    static constexpr std::size_t slots = 3;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0;

    static constexpr auto params() { return declare::adam<AmsGrad>(declare::weight_decay(&AmsGrad::weight_decay)); }
    auto rule(Clock& clock) const {
        return [k = Averages(*this, clock)](auto dw, auto& m, auto& v, auto& top) {
            k.update(dw, m, v);
            top = larger(top, v);
            return Move{k.c1 * m, k.lr / (k.c2 * sqrt(top) + k.eps)};
        };
    }
};

struct AdamW {
    static constexpr std::string_view key = "adamw", label = "AdamW";
    static constexpr std::string_view paper = "Loshchilov and Hutter 2019, arXiv:1711.05101";
    static constexpr std::size_t slots = 2;
    static constexpr bool decoupled = true;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0.01;

    static constexpr auto params() { return declare::adam<AdamW>(declare::decoupled_decay(&AdamW::weight_decay)); }
    auto rule(Clock& clock) const {
        return [k = Averages(*this, clock)](auto dw, auto& m, auto& v) {
            k.update(dw, m, v);
            return Move{k.c1 * m, k.lr / (k.c2 * sqrt(v) + k.eps)};
        };
    }
};

struct NAdam {
    static constexpr std::string_view key = "nadam", label = "NAdam";
    static constexpr std::string_view paper = "Dozat 2016";
    static constexpr std::size_t slots = 2;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0, momentum_decay = 0.004;

    static constexpr auto params() {
        return std::tuple_cat(
            declare::adam<NAdam>(declare::weight_decay(&NAdam::weight_decay)),
            std::tuple{real("momentum-decay", &NAdam::momentum_decay, 0, 1, linear_scale, "Warm-up of beta1",
                            "Momentum grows from half of beta1 to all of it: larger gets there sooner.")
                           .advanced()});
    }
    /// How much of this gradient and of the average make up the direction.
    struct Mix {
        float of_dw, of_m;
    };
    /// Takes the clock's products 2 and 3.
    Mix mix(Clock& clock) const {
        const double fade = std::pow(0.96, momentum_decay), faded = clock.product(2, fade);
        const double mu = beta1 * (1 - 0.5 * faded), next = beta1 * (1 - 0.5 * faded * fade);
        const double mu_t = clock.product(3, mu);
        return {f32((1 - mu) / (1 - mu_t)), f32(next / (1 - mu_t * next))};
    }
    auto rule(Clock& clock) const {
        return [mix = mix(clock), k = Averages(*this, clock)](auto dw, auto& m, auto& v) {
            k.update(dw, m, v);
            return Move{mix.of_dw * dw + mix.of_m * m, k.lr / (k.c2 * sqrt(v) + k.eps)};
        };
    }
};

/// Plain momentum until the average of squares (over `rho` effective samples) can be trusted.
struct RAdam {
    static constexpr std::string_view key = "radam", label = "RAdam";
    static constexpr std::string_view paper = "Liu et al. 2020, arXiv:1908.03265";
    static constexpr std::size_t slots = 2;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0;

    static constexpr auto params() { return declare::adam<RAdam>(declare::weight_decay(&RAdam::weight_decay)); }
    /// The rate in a step whose products the clock has; nothing: the average of squares cannot be trusted yet.
    std::optional<float> rectified(const Clock& clock) const {
        const double b2t = clock.numbers[1], end = 2 / (1 - beta2) - 1, rho = end - 2 * clock.t * b2t / (1 - b2t);
        if (!(rho > 5)) return {};
        return f32(clock.rate(lr) * std::sqrt((rho - 4) * (rho - 2) * end / ((end - 4) * (end - 2) * rho) * (1 - b2t)));
    }
    auto rule(Clock& clock) const {
        const Averages k(*this, clock);
        return [k, rate = rectified(clock)](auto dw, auto& m, auto& v) {
            k.update(dw, m, v);
            return rate ? Move{k.c1 * m, *rate / (sqrt(v) + k.eps)} : Move{k.c1 * m, k.lr};
        };
    }
};

/// The divisor u is the largest gradient lately, not an average.
struct Adamax {
    static constexpr std::string_view key = "adamax", label = "Adamax";
    static constexpr std::string_view paper = "Kingma and Ba 2015, arXiv:1412.6980, section 7";
    static constexpr std::size_t slots = 2;
    double lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0;

    static constexpr auto params() { return declare::adam<Adamax>(declare::weight_decay(&Adamax::weight_decay)); }
    auto rule(Clock& clock) const {
        return [k = Averages(*this, clock)](auto dw, auto& m, auto& u) {
            m = k.b1 * m + k.a1 * dw;
            u = larger(k.b2 * u, abs(dw) + k.eps);
            return Move{k.c1 * m, k.lr / u};
        };
    }
};

} // namespace nn
