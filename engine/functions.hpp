#pragma once
/// The functions that formulas are made of, each with its slope and curvature. To add one, write its struct and put it
/// in the table below: the parser, the derivatives and the shader follow.
///
/// One argument: f(a), df(a, f), ddf(a, f, df), where f and df are the values already computed.
/// Two arguments: f(a, b), partials(a, b, f).
/// `glsl` names the function in GLSL ES 3.00; where that language lacks it, or leaves it undefined, `helper` defines
/// it.
#include <array>
#include <cmath>
#include <string_view>

#include "engine/dual.hpp"

namespace nn {

struct Sin {
    static constexpr std::string_view name = "sin", glsl = "sin", helper = "";
    static float f(float a) { return std::sin(a); }
    static float df(float a, float) { return std::cos(a); }
    static float ddf(float, float f, float) { return -f; }
};

struct Cos {
    static constexpr std::string_view name = "cos", glsl = "cos", helper = "";
    static float f(float a) { return std::cos(a); }
    static float df(float a, float) { return -std::sin(a); }
    static float ddf(float, float f, float) { return -f; }
};

struct Tan {
    static constexpr std::string_view name = "tan", glsl = "tan", helper = "";
    static float f(float a) { return std::tan(a); }
    static float df(float, float f) { return 1 + f * f; }
    static float ddf(float, float f, float df) { return 2 * f * df; }
};

struct Asin {
    static constexpr std::string_view name = "asin", glsl = "asin", helper = "";
    static float f(float a) { return std::asin(a); }
    static float df(float a, float) { return 1 / std::sqrt((1 - a) * (1 + a)); }
    static float ddf(float a, float, float df) { return a * df * df * df; }
};

struct Acos {
    static constexpr std::string_view name = "acos", glsl = "acos", helper = "";
    static float f(float a) { return std::acos(a); }
    static float df(float a, float) { return -1 / std::sqrt((1 - a) * (1 + a)); }
    static float ddf(float a, float, float df) { return a * df * df * df; }
};

struct Atan {
    static constexpr std::string_view name = "atan", glsl = "atan", helper = "";
    static float f(float a) { return std::atan(a); }
    static float df(float a, float) { return 1 / (1 + a * a); }
    static float ddf(float a, float, float df) { return -2 * a * df * df; }
};

struct Sinh {
    static constexpr std::string_view name = "sinh", glsl = "sinh", helper = "";
    static float f(float a) { return std::sinh(a); }
    static float df(float a, float) { return std::cosh(a); }
    static float ddf(float, float f, float) { return f; }
};

struct Cosh {
    static constexpr std::string_view name = "cosh", glsl = "cosh", helper = "";
    static float f(float a) { return std::cosh(a); }
    static float df(float a, float) { return std::sinh(a); }
    static float ddf(float, float f, float) { return f; }
};

struct Tanh {
    static constexpr std::string_view name = "tanh", glsl = "surface_tanh",
                                      helper = "float surface_tanh(float a) { return tanh(clamp(a, -20.0, 20.0)); }\n";
    static float f(float a) { return std::tanh(a); }
    static float df(float, float f) { return 1 - f * f; }
    static float ddf(float, float f, float df) { return -2 * f * df; }
};

struct Exp {
    static constexpr std::string_view name = "exp", glsl = "exp", helper = "";
    static float f(float a) { return std::exp(a); }
    static float df(float, float f) { return f; }
    static float ddf(float, float f, float) { return f; }
};

/// Natural logarithm.
struct Log {
    static constexpr std::string_view name = "log", glsl = "surface_log",
                                      helper = "float surface_log(float a) { return a < 0.0 ? uintBitsToFloat(0x7fc00000u) : log(a); }\n";
    static float f(float a) { return std::log(a); }
    static float df(float a, float) { return 1 / a; }
    static float ddf(float, float, float df) { return -df * df; }
};

struct Ln : Log {
    static constexpr std::string_view name = "ln";
};

struct Log10 {
    static constexpr std::string_view name = "log10", glsl = "surface_log10",
                                      helper = "float surface_log10(float a) { return a < 0.0 ? uintBitsToFloat(0x7fc00000u) : 0.4342944819 * log(a); }\n";
    static float f(float a) { return std::log10(a); }
    static float df(float a, float) { return 0.4342944819f / a; }
    static float ddf(float a, float, float df) { return -df / a; }
};

struct Log2 {
    static constexpr std::string_view name = "log2", glsl = "surface_log2",
                                      helper = "float surface_log2(float a) { return a < 0.0 ? uintBitsToFloat(0x7fc00000u) : log2(a); }\n";
    static float f(float a) { return std::log2(a); }
    static float df(float a, float) { return 1.442695041f / a; }
    static float ddf(float a, float, float df) { return -df / a; }
};

struct Sqrt {
    static constexpr std::string_view name = "sqrt", glsl = "surface_sqrt",
                                      helper = "float surface_sqrt(float a) { return a < 0.0 ? uintBitsToFloat(0x7fc00000u) : sqrt(a); }\n";
    static float f(float a) { return std::sqrt(a); }
    static float df(float a, float f) { return a == 0 ? 0 : 0.5f / f; }
    static float ddf(float a, float, float df) { return a == 0 ? 0 : -0.5f * df / a; }
};

struct Abs {
    static constexpr std::string_view name = "abs", glsl = "abs", helper = "";
    static float f(float a) { return std::fabs(a); }
    static float df(float a, float) { return float(a > 0) - float(a < 0); }
    static float ddf(float, float, float) { return 0; }
};

struct Sign {
    static constexpr std::string_view name = "sign", glsl = "sign", helper = "";
    static float f(float a) { return float(a > 0) - float(a < 0); }
    static float df(float, float) { return 0; }
    static float ddf(float, float, float) { return 0; }
};

/// The smaller one's slope; at a tie half of each, as torch.minimum.
struct Min {
    static constexpr std::string_view name = "min", glsl = "min", helper = "";
    static float f(float a, float b) { return a < b ? a : b; }
    static Partials partials(float a, float b, float) {
        const float share = a == b ? 0.5f : float(a < b);
        return {share, 1 - share};
    }
};

struct Max {
    static constexpr std::string_view name = "max", glsl = "max", helper = "";
    static float f(float a, float b) { return a > b ? a : b; }
    static Partials partials(float a, float b, float) {
        const float share = a == b ? 0.5f : float(a > b);
        return {share, 1 - share};
    }
};

/// a^b for an exponent that is not a whole number known beforehand. A negative base has a value where b is whole; the
/// slope by b, which does not exist there, counts as 0, and so does that of 0^b.
struct Pow {
    static constexpr std::string_view name = "pow", glsl = "surface_power",
                                      helper =
                                          "float surface_power(float a, float b) {\n"
                                          "    if (b == 0.0) return 1.0;\n"
                                          "    float p = pow(abs(a), b);\n"
                                          "    if (a >= 0.0) return p;\n"
                                          "    if (b != floor(b)) return uintBitsToFloat(0x7fc00000u);\n"
                                          "    return mod(b, 2.0) == 0.0 ? p : -p;\n"
                                          "}\n";
    static float f(float a, float b) { return std::pow(a, b); }
    static Partials partials(float a, float b, float f) {
        const bool kink = a == 0 && b < 1, flat = a == 0 && b < 2;
        const float log_a = a > 0 ? std::log(a) : 0;
        const float below = kink || b == 0 ? 0 : std::pow(a, b - 1);
        return {b * below, f * log_a, flat || b == 0 || b == 1 ? 0 : b * (b - 1) * std::pow(a, b - 2),
                a > 0 ? below * (1 + b * log_a) : 0, f * log_a * log_a};
    }
};

/// The angle of the point (b, a) in radians, from -pi to pi.
struct Atan2 {
    static constexpr std::string_view name = "atan2", glsl = "atan", helper = "";
    static float f(float a, float b) { return std::atan2(a, b); }
    static Partials partials(float a, float b, float) {
        const float r2 = a * a + b * b;
        if (r2 == 0) return {0, 0};
        const float s = a / r2, c = b / r2;
        return {c, -s, -2 * s * c, (s - c) * (s + c), 2 * s * c};
    }
};

/// sqrt(a^2 + b^2).
struct Hypot {
    static constexpr std::string_view name = "hypot", glsl = "surface_hypot",
                                      helper = "float surface_hypot(float a, float b) { return length(vec2(a, b)); }\n";
    static float f(float a, float b) { return std::hypot(a, b); }
    static Partials partials(float a, float b, float f) {
        if (f == 0) return {0, 0};
        const float s = a / f, c = b / f;
        return {s, c, c * c / f, -s * c / f, s * s / f};
    }
};

// ---- applying -----------------------------------------------------------------------------------------------------

template <class F, Number T>
T apply(const T& a) {
    const float v = value_of(a), f = F::f(v);
    if constexpr (std::same_as<T, float>) {
        return f;
    } else {
        const float df = F::df(v, f);
        if constexpr (std::same_as<T, Slope>)
            return chain(a, f, df);
        else
            return chain(a, f, df, F::ddf(v, f, df));
    }
}

template <class F, Number T>
T apply(const T& a, const T& b) {
    const float u = value_of(a), v = value_of(b), f = F::f(u, v);
    if constexpr (std::same_as<T, float>)
        return f;
    else
        return chain(a, b, f, F::partials(u, v, f));
}

// ---- the table ----------------------------------------------------------------------------------------------------

template <class T>
using Call = T (*)(const T& a, const T& b);

/// A row of the table. Functions of one argument ignore b.
struct Function {
    std::string_view name, glsl, helper;
    int arguments;
    Call<float> value;
    Call<Slope> slope;
    Call<Bend> bend;
};

template <class F>
concept OneArgument = requires {
    F::f(0.0f);
};

template <class F, Number T>
T apply_row(const T& a, const T& b) {
    if constexpr (OneArgument<F>)
        return apply<F>(a);
    else
        return apply<F>(a, b);
}

template <class F>
constexpr Function function_row() {
    return {F::name,           F::glsl, F::helper, OneArgument<F> ? 1 : 2, apply_row<F, float>, apply_row<F, Slope>,
            apply_row<F, Bend>};
}

inline constexpr std::array functions{
    function_row<Sin>(),   function_row<Cos>(),   function_row<Tan>(),   function_row<Asin>(), function_row<Acos>(),
    function_row<Atan>(),  function_row<Sinh>(),  function_row<Cosh>(),  function_row<Tanh>(), function_row<Exp>(),
    function_row<Log>(),   function_row<Ln>(),    function_row<Log10>(), function_row<Log2>(), function_row<Sqrt>(),
    function_row<Abs>(),   function_row<Sign>(),  function_row<Min>(),   function_row<Max>(),  function_row<Pow>(),
    function_row<Atan2>(), function_row<Hypot>(),
};

void not_in_the_table(); // nowhere defined: a call of it is no constant

template <class F>
consteval int function_index() {
    for (std::size_t i = 0; i < functions.size(); ++i)
        if (functions[i].name == F::name) return static_cast<int>(i);
    not_in_the_table();
    return -1;
}

}  // namespace nn
