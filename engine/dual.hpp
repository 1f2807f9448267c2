#pragma once
/// Dual numbers: a value that carries its exact slope, or its slope and its curvature, through every operation (forward
/// mode; A. Griewank and A. Walther, "Evaluating Derivatives", 2008, chapters 3 and 13). Nothing is differenced:
/// derivatives have the rounding of float and no other error.
///
/// A formula written as `template <class T> T f(T x, T y)` gives f with T = float, f and its gradient with T = Slope,
/// and its Hessian as well with T = Bend. (With T = Expr, in expression.hpp, it gives its own text as a shader.)
///
/// Where a slope does not exist (sqrt and abs at 0), or is infinite (x^0.5 at 0), it counts as 0, as PyTorch does for
/// abs.
#include <cmath>
#include <concepts>

namespace nn {

/// Value and gradient.
struct Slope {
    float value, dx, dy;
};

/// Value, gradient and Hessian.
struct Bend {
    float value, dx, dy, dxx, dxy, dyy;

    /// Largest and smallest eigenvalue of the Hessian: the steepest and the flattest curvature. Plain gradient descent
    /// on a quadratic diverges above a learning rate of 2 / lambda_max.
    float lambda_max() const { return static_cast<float>(middle() + radius()); }
    float lambda_min() const { return static_cast<float>(middle() - radius()); }

  private:
    double middle() const { return (double(dxx) + double(dyy)) / 2; }
    double radius() const { return std::hypot((double(dxx) - double(dyy)) / 2, double(dxy)); }
};

template <class T>
concept Number = std::same_as<T, float> || std::same_as<T, Slope> || std::same_as<T, Bend>;
template <class T>
concept Dual = std::same_as<T, Slope> || std::same_as<T, Bend>;

/// The two variables that derivatives are taken by. A number without derivatives is T{v}.
template <Number T>
constexpr T variable_x(float x) {
    if constexpr (Dual<T>)
        return T{x, 1, 0};
    else
        return x;
}
template <Number T>
constexpr T variable_y(float y) {
    if constexpr (Dual<T>)
        return T{y, 0, 1};
    else
        return y;
}

constexpr float value_of(float a) { return a; }
constexpr float value_of(const Slope& a) { return a.value; }
constexpr float value_of(const Bend& a) { return a.value; }

// ---- chain rule ---------------------------------------------------------------------------------------------------

/// Derivatives of a function of two numbers, by its first (a) and its second (b).
struct Partials {
    float a, b, aa = 0, ab = 0, bb = 0;
};

inline Slope chain(const Slope& a, float f, float df) { return {f, df * a.dx, df * a.dy}; }
inline Bend chain(const Bend& a, float f, float df, float ddf) {
    return {f,
            df * a.dx,
            df * a.dy,
            df * a.dxx + ddf * a.dx * a.dx,
            df * a.dxy + ddf * a.dx * a.dy,
            df * a.dyy + ddf * a.dy * a.dy};
}
inline Slope chain(const Slope& a, const Slope& b, float f, const Partials& p) {
    return {f, p.a * a.dx + p.b * b.dx, p.a * a.dy + p.b * b.dy};
}
inline Bend chain(const Bend& a, const Bend& b, float f, const Partials& p) {
    const auto second = [&](float ddu, float ddw, float au, float av, float bu, float bv) {
        return p.a * ddu + p.b * ddw + p.aa * au * av + p.ab * (au * bv + av * bu) + p.bb * bu * bv;
    };
    return {f,
            p.a * a.dx + p.b * b.dx,
            p.a * a.dy + p.b * b.dy,
            second(a.dxx, b.dxx, a.dx, a.dx, b.dx, b.dx),
            second(a.dxy, b.dxy, a.dx, a.dy, b.dx, b.dy),
            second(a.dyy, b.dyy, a.dy, a.dy, b.dy, b.dy)};
}

// ---- arithmetic ---------------------------------------------------------------------------------------------------

inline Slope operator-(const Slope& a) { return {-a.value, -a.dx, -a.dy}; }
inline Slope operator+(const Slope& a, const Slope& b) { return {a.value + b.value, a.dx + b.dx, a.dy + b.dy}; }
inline Slope operator-(const Slope& a, const Slope& b) { return {a.value - b.value, a.dx - b.dx, a.dy - b.dy}; }
inline Slope operator*(const Slope& a, const Slope& b) {
    return {a.value * b.value, a.dx * b.value + a.value * b.dx, a.dy * b.value + a.value * b.dy};
}
inline Slope operator/(const Slope& a, const Slope& b) {
    const float q = a.value / b.value;
    return {q, (a.dx - q * b.dx) / b.value, (a.dy - q * b.dy) / b.value};
}

inline Bend operator-(const Bend& a) { return {-a.value, -a.dx, -a.dy, -a.dxx, -a.dxy, -a.dyy}; }
inline Bend operator+(const Bend& a, const Bend& b) {
    return {a.value + b.value, a.dx + b.dx, a.dy + b.dy, a.dxx + b.dxx, a.dxy + b.dxy, a.dyy + b.dyy};
}
inline Bend operator-(const Bend& a, const Bend& b) { return a + -b; }
inline Bend operator*(const Bend& a, const Bend& b) {
    return {a.value * b.value,
            a.dx * b.value + a.value * b.dx,
            a.dy * b.value + a.value * b.dy,
            a.dxx * b.value + 2 * (a.dx * b.dx) + a.value * b.dxx,
            a.dxy * b.value + (a.dx * b.dy + a.dy * b.dx) + a.value * b.dxy,
            a.dyy * b.value + 2 * (a.dy * b.dy) + a.value * b.dyy};
}
inline Bend operator/(const Bend& a, const Bend& b) {
    const float q = a.value / b.value, qx = (a.dx - q * b.dx) / b.value, qy = (a.dy - q * b.dy) / b.value;
    return {q,
            qx,
            qy,
            (a.dxx - 2 * (qx * b.dx) - q * b.dxx) / b.value,
            (a.dxy - (qx * b.dy + qy * b.dx) - q * b.dxy) / b.value,
            (a.dyy - 2 * (qy * b.dy) - q * b.dyy) / b.value};
}

inline Slope operator+(const Slope& a, float b) { return {a.value + b, a.dx, a.dy}; }
inline Slope operator+(float a, const Slope& b) { return b + a; }
inline Slope operator-(const Slope& a, float b) { return a + -b; }
inline Slope operator-(float a, const Slope& b) { return -b + a; }
inline Slope operator*(const Slope& a, float b) { return {a.value * b, a.dx * b, a.dy * b}; }
inline Slope operator*(float a, const Slope& b) { return b * a; }
inline Slope operator/(const Slope& a, float b) { return {a.value / b, a.dx / b, a.dy / b}; }
inline Slope operator/(float a, const Slope& b) { return Slope{a, 0, 0} / b; }

inline Bend operator+(const Bend& a, float b) { return {a.value + b, a.dx, a.dy, a.dxx, a.dxy, a.dyy}; }
inline Bend operator+(float a, const Bend& b) { return b + a; }
inline Bend operator-(const Bend& a, float b) { return a + -b; }
inline Bend operator-(float a, const Bend& b) { return -b + a; }
inline Bend operator*(const Bend& a, float b) {
    return {a.value * b, a.dx * b, a.dy * b, a.dxx * b, a.dxy * b, a.dyy * b};
}
inline Bend operator*(float a, const Bend& b) { return b * a; }
inline Bend operator/(const Bend& a, float b) {
    return {a.value / b, a.dx / b, a.dy / b, a.dxx / b, a.dxy / b, a.dyy / b};
}
inline Bend operator/(float a, const Bend& b) { return Bend{a, 0, 0, 0, 0, 0} / b; }

/// a to a whole power by repeated multiplication, so that negative a are right. a^0 = 1 for every a.
inline float whole_power(float a, int n) {
    if (n < 0) return 1 / whole_power(a, -n);
    if (n == 0) return 1;
    if (n == 1) return a;
    const float half = n < 4 ? a : whole_power(a, n / 2);
    return n % 2 ? half * half * a : half * half;
}

template <Number T>
T pow(const T& a, std::same_as<int> auto n) {
    const float v = value_of(a), f = whole_power(v, n);
    if constexpr (std::same_as<T, float>) {
        return f;
    } else {
        const auto m = static_cast<float>(n);
        const float df = n == 0 ? 0 : m * whole_power(v, n - 1);
        if constexpr (std::same_as<T, Slope>)
            return chain(a, f, df);
        else
            return chain(a, f, df, n == 0 || n == 1 ? 0 : m * (m - 1) * whole_power(v, n - 2));
    }
}

}  // namespace nn
