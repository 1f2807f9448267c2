#include "engine/jobs/walk_on_gpu.hpp"

#include <array>
#include <cstdio>

#include "engine/optimizers/element_wise.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

/// An operand: a plain number or the name of a dual one.
struct Operand {
    std::string text;
    bool is_dual;
    std::string dual() const { return is_dual ? text : "vec3f(" + text + ", 0.0, 0.0)"; }
};

std::string literal(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
    return value < 0 ? sentence({"(", text, "f)"}) : std::string(text) + "f";
}

class Printer {
public:
    std::string print(const Expr& expression) {
        for (const Expr::Instruction& i : expression.code()) take(i);
        const std::string result = stack_.empty() ? "vec3f(0.0)" : stack_.back().dual();
        return sentence({"fn formula(x: vec3f, y: vec3f, kappa: f32) -> vec3f {\n", lines_, "    return ", result, ";\n}\n"});
    }

private:
    using Op = Expr::Op;

    Operand pop() {
        Operand last = std::move(stack_.back());
        stack_.pop_back();
        return last;
    }
    void push(std::initializer_list<Word> words, bool is_dual = true) {
        std::string name = sentence({"t", ++names_});
        lines_ += sentence({"    let ", name, " = ", sentence(words), ";\n"});
        stack_.push_back({std::move(name), is_dual});
    }
    void sum(const char* sign) {
        const Operand b = pop(), a = pop();
        if (a.is_dual == b.is_dual) push({a.text, sign, b.text}, a.is_dual);
        else push({a.dual(), sign, b.dual()});
    }
    void multiply() {
        const Operand b = pop(), a = pop();
        if (a.is_dual && b.is_dual) push({"dual_multiply(", a.text, ", ", b.text, ")"});
        else push({a.text, " * ", b.text}, a.is_dual || b.is_dual);
    }
    void divide() {
        const Operand b = pop(), a = pop();
        if (b.is_dual) push({"dual_divide(", a.dual(), ", ", b.text, ")"});
        else push({a.text, " / ", b.text}, a.is_dual);
    }
    void call(const Function& f) {
        const Operand last = pop();
        if (f.arguments == 1) return push({"dual_", f.name, "(", last.dual(), ")"});
        const Operand first = pop();
        push({"dual_", f.name, "(", first.dual(), ", ", last.dual(), ")"});
    }
    void take(const Expr::Instruction& i) {
        switch (i.op) {
        case Op::number: return stack_.push_back({literal(i.number), false});
        case Op::x: return stack_.push_back({"x", true});
        case Op::y: return stack_.push_back({"y", true});
        case Op::kappa: return stack_.push_back({"kappa", false});
        case Op::negate: {
            const Operand a = pop();
            return push({"-", a.text}, a.is_dual);
        }
        case Op::add: return sum(" + ");
        case Op::subtract: return sum(" - ");
        case Op::multiply: return multiply();
        case Op::divide: return divide();
        case Op::power: {
            const Operand a = pop();
            if (i.index == 2) return push({"dual_square(", a.dual(), ")"});
            return push({"dual_power(", a.dual(), ", ", int{i.index}, ")"});
        }
        case Op::call: return call(functions[static_cast<std::size_t>(i.index)]);
        }
    }

    std::vector<Operand> stack_;
    std::string lines_;
    int names_ = 0;
};

// ---- rules -----------------------------------------------------------------------------------------------------------

using Scalars = std::array<float, 10>;

Scalars of(const Averages& k, float one = 0, float two = 0) { return {k.lr, k.b1, k.a1, k.b2, k.a2, k.c1, k.c2, k.eps, one, two}; }

template <class Rule>
    requires requires(const Rule& r) { r.beta2, r.eps; }
Scalars scalars(const Rule& r, Clock& c) {
    const Averages k(r, c);
    if constexpr (std::is_same_v<Rule, NAdam>) {
        const NAdam::Mix mix = r.mix(c);
        return of(k, mix.of_dw, mix.of_m);
    } else if constexpr (std::is_same_v<Rule, RAdam>) {
        const auto rate = r.rectified(c);
        return of(k, rate ? 1 : 0, rate.value_or(0));
    } else
        return of(k);
}
Scalars scalars(const Sgd& r, const Clock& c) { return {f32(c.rate(r.lr))}; }
Scalars scalars(const Momentum& r, const Clock& c) { return {f32(c.rate(r.lr)), f32(r.momentum), f32(c.first() || r.momentum == 0 ? 1 : 1 - r.dampening)}; }
Scalars scalars(const Nesterov& r, const Clock& c) { return {f32(c.rate(r.lr)), f32(r.momentum)}; }
Scalars scalars(const Adagrad& r, const Clock& c) { return {f32(c.rate(r.lr) / (1 + (c.t - 1) * r.lr_decay)), f32(r.initial_accumulator_value), f32(r.eps)}; }
Scalars scalars(const Adadelta& r, const Clock& c) { return {f32(c.rate(r.lr)), f32(r.rho), f32(1 - r.rho), f32(r.eps)}; }
Scalars scalars(const RmsProp& r, const Clock& c) {
    return {f32(c.rate(r.lr)), f32(r.alpha), f32(1 - r.alpha), f32(r.momentum), r.centered ? 1.f : 0.f, f32(r.eps)};
}
Scalars scalars(const Rprop& r, const Clock& c) { return {f32(c.rate(r.lr)), f32(r.eta_minus), f32(r.eta_plus), f32(r.step_min), f32(r.step_max)}; }
Scalars scalars(const Lion& r, const Clock& c) { return {f32(c.rate(r.lr)), f32(r.beta1), f32(1 - r.beta1), f32(r.beta2), f32(1 - r.beta2)}; }

} // namespace

std::string formula_wgsl(const Expr& expression) { return Printer().print(expression); }

std::vector<float> rule_numbers(const Optimizer& optimizer, int steps) {
    std::vector<float> numbers;
    std::visit(
        [&]<class Rule>(const Rule& rule) {
            if constexpr (ElementWise<Rule>) {
                Clock clock;
                for (clock.t = 1; clock.t <= steps; ++clock.t) {
                    const Decay decay = decay_of(rule, clock);
                    const Scalars own = scalars(rule, clock);
                    numbers.insert(numbers.end(), {decay.l2, decay.keep});
                    numbers.insert(numbers.end(), own.begin(), own.end());
                }
            }
        },
        optimizer);
    return numbers;
}

} // namespace nn
