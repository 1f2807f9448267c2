#pragma once
/// A second opinion in double: formulas evaluated apart from the engine's evaluator, and slopes by central differences.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "engine/expression.hpp"

namespace nn {

inline double call_in_double(std::string_view name, double a, double b) {
    static const std::map<std::string_view, double (*)(double, double)> meanings{
        {"sin", [](double u, double) { return std::sin(u); }},
        {"cos", [](double u, double) { return std::cos(u); }},
        {"tan", [](double u, double) { return std::tan(u); }},
        {"asin", [](double u, double) { return std::asin(u); }},
        {"acos", [](double u, double) { return std::acos(u); }},
        {"atan", [](double u, double) { return std::atan(u); }},
        {"sinh", [](double u, double) { return std::sinh(u); }},
        {"cosh", [](double u, double) { return std::cosh(u); }},
        {"tanh", [](double u, double) { return std::tanh(u); }},
        {"exp", [](double u, double) { return std::exp(u); }},
        {"log", [](double u, double) { return std::log(u); }},
        {"ln", [](double u, double) { return std::log(u); }},
        {"log10", [](double u, double) { return std::log10(u); }},
        {"log2", [](double u, double) { return std::log2(u); }},
        {"sqrt", [](double u, double) { return std::sqrt(u); }},
        {"abs", [](double u, double) { return std::fabs(u); }},
        {"sign", [](double u, double) { return u > 0   ? 1.0
                                               : u < 0 ? -1.0
                                                       : 0.0; }},
        {"min", [](double u, double v) { return std::fmin(u, v); }},
        {"max", [](double u, double v) { return std::fmax(u, v); }},
        {"pow", [](double u, double v) { return std::pow(u, v); }},
        {"atan2", [](double u, double v) { return std::atan2(u, v); }},
        {"hypot", [](double u, double v) { return std::hypot(u, v); }},
    };
    const auto meaning = meanings.find(name);
    REQUIRE_MESSAGE(meaning != meanings.end(), "say here what this means in double: ", name);
    return meaning->second(a, b);
}

inline double in_double(const Expr& f, double x, double y, double kappa = 0) {
    using Op = Expr::Op;
    std::vector<double> stack;
    const auto pop = [&] {
        const double last = stack.back();
        stack.pop_back();
        return last;
    };
    for (const Expr::Instruction& i : f.code()) {
        if (i.op == Op::number) {
            stack.push_back(static_cast<double>(i.number));
        } else if (i.op == Op::x || i.op == Op::y || i.op == Op::kappa) {
            stack.push_back(i.op == Op::x ? x : i.op == Op::y ? y : kappa);
        } else if (i.op == Op::negate) {
            stack.push_back(-pop());
        } else if (i.op == Op::power) {
            stack.push_back(std::pow(pop(), double(i.index)));
        } else if (i.op == Op::call) {
            const Function& function = functions[static_cast<std::size_t>(i.index)];
            const double b = function.arguments == 2 ? pop() : 0, a = pop();
            stack.push_back(call_in_double(function.name, a, b));
        } else {
            const double b = pop(), a = pop();
            stack.push_back(i.op == Op::add        ? a + b
                            : i.op == Op::subtract ? a - b
                            : i.op == Op::multiply ? a * b
                                                   : a / b);
        }
    }
    return stack.empty() ? 0 : stack.back();
}

/// Gradient and Hessian by central differences of `f(x, y)`.
struct Differences {
    double dx, dy, dxx, dxy, dyy;
};

template <class F>
Differences differences(const F& f, double x, double y, double h = 1e-4) {
    return {(f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h),
            (f(x + h, y) - 2 * f(x, y) + f(x - h, y)) / (h * h),
            (f(x + h, y + h) - f(x + h, y - h) - f(x - h, y + h) + f(x - h, y - h)) / (4 * h * h),
            (f(x, y + h) - 2 * f(x, y) + f(x, y - h)) / (h * h)};
}

}  // namespace nn
