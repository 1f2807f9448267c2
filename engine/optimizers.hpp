#pragma once
/// Optimizers: rules that walk downhill, agreeing with PyTorch's definitions (torch 1.13; Lion with its paper).
///
/// A rule is a plain struct of hyper-parameters; `Descent` is one rule at work on n parameters. To add a rule, write
/// its struct (engine/optimizers/rule.hpp says how) and put it in the list below: there is nothing else to edit.
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/bytes.hpp"
#include "engine/optimizers/adam.hpp"
#include "engine/optimizers/adaptive.hpp"
#include "engine/optimizers/lbfgs.hpp"
#include "engine/optimizers/momentum.hpp"
#include "engine/optimizers/sign.hpp"

namespace nn {

/// In the order of teaching.
using Optimizer = std::variant<Sgd, Momentum, Nesterov, Adagrad, Adadelta, RmsProp, Adam, AmsGrad, AdamW, NAdam, RAdam,
                               Adamax, Rprop, Lion, Lbfgs>;

/// One optimizer at work on n parameters. Counts steps, never seconds; owns its memory, not the parameters. Copyable:
/// a copy is a snapshot that goes on bit for bit. A step does not allocate, but for L-BFGS while its history fills.
/// Numbers that overflow stay in w as inf or NaN: divergence is the caller's to see. Subnormal numbers (below 1.2e-38),
/// parameters too, become 0.
class Descent {
public:
    /// Where not `watched`, direction and rate are not recorded: two floats per parameter less, for large n.
    Descent(Optimizer optimizer, std::size_t n, bool watched = true);

    /// One step from w in place; lr_factor multiplies the learning rate, and `momentum` stands in for the rule's own
    /// momentum or beta1 in this step, where it has one (schedules). Returns the loss before the step. Throws
    /// std::invalid_argument where w has not n values.
    float step(std::span<float> w, const Evaluate& evaluate, double lr_factor = 1, const std::optional<double>& momentum = {});

    /// The same where the caller has the gradient at w already, and keeps it (one copy more than above, unless it
    /// stands in `room_for_gradient()`). Throws where w or dw has not n values, and for L-BFGS: it has to evaluate on
    /// its way.
    void step(std::span<float> w, std::span<const float> dw, double lr_factor = 1, const std::optional<double>& momentum = {});

    /// Where a caller may write the gradient of the next step. Steps leave there what gradient() says.
    std::span<float> room_for_gradient() { return part(0); }

    /// Goes on with other settings: the same rule keeps its memory and its clock (L-BFGS not, where its history gets
    /// another size), another rule starts with none.
    void retune(Optimizer optimizer);

    int steps() const { return clock_.t; }
    /// Gradients used so far: one per step, but several for L-BFGS.
    long evaluations() const { return clock_.evaluations; }

    /// The gradient at the start of the last step, L2 weight decay included; 0 before the first step.
    std::span<const float> gradient() const { return part(0); }

    /// What the last step moved along: the velocity for momentum, the corrected average gradient for Adam and its
    /// relatives, a sign for Rprop and Lion, H dw (with the estimated inverse Hessian H) for L-BFGS, dw for rules that
    /// do not average it. Except for L-BFGS the step is -rate(i) * direction()[i], decoupled weight decay aside.
    /// Empty unless watched.
    std::span<const float> direction() const { return watched_ ? part(1) : std::span<const float>{}; }

    /// Effective learning rate of parameter i in the last step, the factor in front of its direction: lr for gradient
    /// descent, momentum and Lion, lr / (sqrt(G) + eps) for Adagrad, lr / (sqrt(v) + eps) with the corrected v for
    /// Adam, the step length for Rprop. For L-BFGS |step / gradient|, 0 where the gradient is 0. 0 unless watched.
    float rate(std::size_t i) const { return watched_ ? part(2)[i] : 0.f; }

    /// Back to before the first step: forgets all but the settings.
    void reset();

    /// All but the settings as bytes: one that has the same rule and n goes on as this would, bit for bit.
    void save(ByteWriter& to) const;
    /// Throws std::invalid_argument, and changes nothing, where the bytes are not of this rule and n.
    void restore(ByteReader& from);

    const Optimizer& optimizer() const { return optimizer_; }

private:
    std::span<float> part(std::size_t k) { return {state_.data() + k * apart_, n_}; }
    std::span<const float> part(std::size_t k) const { return {state_.data() + k * apart_, n_}; }
    void expect(std::string_view what, std::size_t size) const {
        if (size != n_) refuse_size(what, size);
    }
    [[noreturn]] void refuse_size(std::string_view what, std::size_t size) const;
    void start_step(double lr_factor, const std::optional<double>& momentum);
    std::size_t memory() const;
    std::size_t parts() const { return watched_ ? 3 : 1; } ///< before the rule's memory
    void keep_gradient(const float* dw, const float* w, float l2);
    void move(float* w, const float* dw, const std::optional<double>& momentum);
    template <class Rule>
    void move(const Rule& rule, float* w, const float* dw);
    float search(const Lbfgs& rule, std::span<float> w, const Evaluate& evaluate);

    Optimizer optimizer_;
    std::size_t n_, apart_; ///< apart: n in whole lanes
    bool watched_;
    Clock clock_;
    std::vector<float> state_; ///< parts, one every `apart` numbers: dw; direction and rate where watched; then the rule's memory
};

inline std::string_view key_of(const Optimizer& optimizer) {
    return std::visit([](const auto& rule) { return rule.key; }, optimizer);
}
inline double learning_rate(const Optimizer& optimizer) {
    return std::visit([](const auto& rule) { return rule.lr; }, optimizer);
}

} // namespace nn
