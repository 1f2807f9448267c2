#pragma once
/// Surfaces to walk downhill on: f(x, y) with its exact gradient and Hessian, its minima, a box to look at and a
/// shader.
///
/// A surface is written once, as the template `f` of its struct. The same body gives the value (T = float), the
/// gradient (T = Slope), the Hessian (T = Bend) and the shader text (T = Expr). To add one, write its struct and put it
/// in the table at the foot. Not here: optimizers, paths, pixels.
///
/// Every surface can be turned by theta degrees counter-clockwise about the origin: f_theta(p) = f(R(-theta) p).
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression.hpp"

namespace nn {

struct Point {
    float x, y;
};

struct Box {
    float x_min, x_max, y_min, y_max;
    bool operator==(const Box&) const = default;
};

/// A place where the gradient is 0 and all directions lead up. Global: none is lower, in the surface's box at least.
struct Minimum {
    float x, y, value;
    bool global = true;
};

/// What the dials say to a formula: the condition number, and what the learner typed. (For T = Expr kappa is a symbol.)
template <class T>
struct Shape {
    std::conditional_t<std::same_as<T, Expr>, Expr, float> kappa;
    const Expr* typed;
};

// ---- the surfaces -------------------------------------------------------------------------------------------------
// `formula` is what people read: the canvas as it is, the page through mathml.hpp, the parser in a test.

struct Quadratic {
    static constexpr std::string_view key = "quadratic", label = "Quadratic valley";
    static constexpr std::string_view formula = "(x² + κ·y²) / 2";
    static constexpr std::string_view source =
        "G. Goh, Why Momentum Really Works, Distill, 2017, doi:10.23915/distill.00006";
    static constexpr bool uses_kappa = true;
    static constexpr Box box{-12, 12, -8, 8};
    static constexpr Point start{-10, 1};
    static constexpr std::array minima{Minimum{0, 0, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>& s) {
        return (pow(x, 2) + s.kappa * pow(y, 2)) / 2.0f;
    }
};

struct Rosenbrock {
    static constexpr std::string_view key = "rosenbrock", label = "Rosenbrock";
    static constexpr std::string_view formula = "(1 − x)² + 100·(y − x²)²";
    static constexpr std::string_view source =
        "H. H. Rosenbrock, Computer Journal 3 (1960) 175, doi:10.1093/comjnl/3.3.175";
    static constexpr Box box{-2, 2, -1, 3};
    static constexpr Point start{-1.2f, 1};
    static constexpr std::array minima{Minimum{1, 1, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(1.0f - x, 2) + 100.0f * pow(y - pow(x, 2), 2);
    }
};

struct Beale {
    static constexpr std::string_view key = "beale", label = "Beale";
    static constexpr std::string_view formula = "(1.5 − x + x·y)² + (2.25 − x + x·y²)² + (2.625 − x + x·y³)²";
    static constexpr std::string_view source =
        "E. M. L. Beale, On an iterative method for finding a local minimum, Princeton Tech. Rep. 25, 1958";
    static constexpr Box box{-4.5f, 4.5f, -4.5f, 4.5f};
    static constexpr Point start{1, 1.5f};
    static constexpr std::array minima{Minimum{3, 0.5f, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(1.5f - x + x * y, 2) + pow(2.25f - x + x * pow(y, 2), 2) + pow(2.625f - x + x * pow(y, 3), 2);
    }
};

struct Himmelblau {
    static constexpr std::string_view key = "himmelblau", label = "Himmelblau";
    static constexpr std::string_view formula = "(x² + y − 11)² + (x + y² − 7)²";
    static constexpr std::string_view source = "D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972";
    static constexpr Box box{-5.5f, 5.5f, -5.5f, 5.5f};
    static constexpr Point start{0, 0};
    static constexpr std::array minima{Minimum{3, 2, 0}, Minimum{-2.805118f, 3.1313125f, 0},
                                       Minimum{-3.7793103f, -3.283186f, 0}, Minimum{3.5844283f, -1.8481265f, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(pow(x, 2) + y - 11.0f, 2) + pow(x + pow(y, 2) - 7.0f, 2);
    }
};

struct Booth {
    static constexpr std::string_view key = "booth", label = "Booth";
    static constexpr std::string_view formula = "(x + 2y − 7)² + (2x + y − 5)²";
    static constexpr std::string_view source =
        "M. Jamil, X.-S. Yang, A literature survey of benchmark functions, 2013, arXiv:1308.4008";
    static constexpr Box box{-10, 10, -10, 10};
    static constexpr Point start{-7, -4};
    static constexpr std::array minima{Minimum{1, 3, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(x + 2.0f * y - 7.0f, 2) + pow(2.0f * x + y - 5.0f, 2);
    }
};

struct Matyas {
    static constexpr std::string_view key = "matyas", label = "Matyas";
    static constexpr std::string_view formula = "0.26·(x² + y²) − 0.48·x·y";
    static constexpr std::string_view source =
        "J. Matyas, Random optimization, Automation and Remote Control 26 (1965) 246";
    static constexpr Box box{-10, 10, -10, 10};
    static constexpr Point start{-8, 3};
    static constexpr std::array minima{Minimum{0, 0, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return 0.26f * (pow(x, 2) + pow(y, 2)) - 0.48f * x * y;
    }
};

struct SixHumpCamel {
    static constexpr std::string_view key = "six-hump-camel", label = "Six-hump camel";
    static constexpr std::string_view formula = "(4 − 2.1·x² + x⁴/3)·x² + x·y + (4·y² − 4)·y²";
    static constexpr std::string_view source =
        "F. H. Branin, IBM Journal of Research and Development 16 (1972) 504, doi:10.1147/rd.165.0504";
    static constexpr Box box{-2.1f, 2.1f, -1.4f, 1.4f};
    static constexpr Point start{-1.2f, 0.9f};
    static constexpr std::array minima{
        Minimum{0.08984201f, -0.7126564f, -1.0316285f},       Minimum{-0.08984201f, 0.7126564f, -1.0316285f},
        Minimum{1.7036067f, -0.7960836f, -0.2154638f, false}, Minimum{-1.7036067f, 0.7960836f, -0.2154638f, false},
        Minimum{1.6071047f, 0.5686515f, 2.1042503f, false},   Minimum{-1.6071047f, -0.5686515f, 2.1042503f, false}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return (4.0f - 2.1f * pow(x, 2) + pow(x, 4) / 3.0f) * pow(x, 2) + x * y + (4.0f * pow(y, 2) - 4.0f) * pow(y, 2);
    }
};

/// Falls for ever along y: there is no minimum.
struct Saddle {
    static constexpr std::string_view key = "saddle", label = "Saddle";
    static constexpr std::string_view formula = "x² − y²";
    static constexpr std::string_view source =
        "Y. Dauphin et al., Identifying and attacking the saddle point problem, 2014, arXiv:1406.2572";
    static constexpr Box box{-3, 3, -3, 3};
    static constexpr Point start{-2.5f, 0.001f};
    static constexpr std::array<Minimum, 0> minima{};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(x, 2) - pow(y, 2);
    }
};

/// Three ways down from a saddle whose Hessian is 0: there is no minimum.
struct MonkeySaddle {
    static constexpr std::string_view key = "monkey-saddle", label = "Monkey saddle";
    static constexpr std::string_view formula = "x³ − 3·x·y²";
    static constexpr std::string_view source = "D. Hilbert, S. Cohn-Vossen, Anschauliche Geometrie, Springer, 1932";
    static constexpr Box box{-2, 2, -2, 2};
    static constexpr Point start{1.5f, 0.01f};
    static constexpr std::array<Minimum, 0> minima{};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return pow(x, 3) - 3.0f * x * pow(y, 2);
    }
};

/// Minima of a sum of two one-dimensional functions: every pair of theirs. `ends[i]` is {place, value}; `lowest`
/// indexes it.
template <std::size_t n>
consteval std::array<Minimum, n * n> pairs(const std::array<std::array<float, 2>, n>& ends, std::size_t lowest) {
    std::array<Minimum, n * n> all{};
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k)
            all[i * n + k] = {ends[i][0], ends[k][0], ends[i][1] + ends[k][1], i == lowest && k == lowest};
    return all;
}

/// A minimum near every pair of whole numbers; those of -3 to 3 are listed.
struct Rastrigin {
    static constexpr std::string_view key = "rastrigin", label = "Rastrigin";
    static constexpr std::string_view formula = "20 + x² − 10·cos(2π·x) + y² − 10·cos(2π·y)";
    static constexpr std::string_view source =
        "L. A. Rastrigin, Systems of Extremal Control, Nauka, 1974; H. Mühlenbein et al., 1991";
    static constexpr Box box{-5.12f, 5.12f, -5.12f, 5.12f};
    static constexpr Point start{-3.4f, 2.4f};
    static constexpr auto minima = pairs<7>({{{-2.9848557f, 8.9546012f},
                                              {-1.9899122f, 3.9798312f},
                                              {-0.99495864f, 0.99495906f},
                                              {0, 0},
                                              {0.99495864f, 0.99495906f},
                                              {1.9899122f, 3.9798312f},
                                              {2.9848557f, 8.9546012f}}},
                                            3);
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        constexpr float two_pi = 6.28318531f;
        return 20.0f + pow(x, 2) - 10.0f * cos(two_pi * x) + pow(y, 2) - 10.0f * cos(two_pi * y);
    }
};

struct StyblinskiTang {
    static constexpr std::string_view key = "styblinski-tang", label = "Styblinski–Tang";
    static constexpr std::string_view formula = "(x⁴ − 16·x² + 5·x + y⁴ − 16·y² + 5·y) / 2";
    static constexpr std::string_view source =
        "M. A. Styblinski, T.-S. Tang, Neural Networks 3 (1990) 467, doi:10.1016/0893-6080(90)90029-K";
    static constexpr Box box{-5, 5, -5, 5};
    static constexpr Point start{0.5f, -0.5f};
    static constexpr auto minima = pairs<2>({{{-2.9035340f, -39.1661657f}, {2.7468028f, -25.0294467f}}}, 0);
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return (pow(x, 4) - 16.0f * pow(x, 2) + 5.0f * x + pow(y, 4) - 16.0f * pow(y, 2) + 5.0f * y) / 2.0f;
    }
};

/// Falls for ever towards x = y = -infinity: its global minimum is that of the box.
struct McCormick {
    static constexpr std::string_view key = "mccormick", label = "McCormick";
    static constexpr std::string_view formula = "sin(x + y) + (x − y)² − 1.5·x + 2.5·y + 1";
    static constexpr std::string_view source =
        "G. P. McCormick, Mathematical Programming 10 (1976) 147, doi:10.1007/BF01580665";
    static constexpr Box box{-2, 4, -3, 4};
    static constexpr Point start{2.5f, 3};
    static constexpr std::array minima{Minimum{-0.5471976f, -1.5471976f, -1.9132230f},
                                       Minimum{2.5943951f, 1.5943951f, 1.2283697f, false}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        return sin(x + y) + pow(x - y, 2) - 1.5f * x + 2.5f * y + 1.0f;
    }
};

/// A funnel with dents. At its minimum, a cone's tip, no slope exists: it counts as 0.
struct Ackley {
    static constexpr std::string_view key = "ackley", label = "Ackley";
    static constexpr std::string_view formula =
        "−20·exp(−0.2·√((x² + y²)/2)) − exp((cos(2π·x) + cos(2π·y))/2) + e + 20";
    static constexpr std::string_view source =
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer, 1987";
    static constexpr Box box{-5, 5, -5, 5};
    static constexpr Point start{-3.2f, 2.3f};
    static constexpr std::array minima{Minimum{0, 0, 0}};
    template <class T>
    static T f(T x, T y, const Shape<T>&) {
        constexpr float two_pi = 6.28318531f, e = 2.71828183f;
        return -20.0f * exp(-0.2f * sqrt(0.5f * (pow(x, 2) + pow(y, 2)))) -
               exp(0.5f * (cos(two_pi * x) + cos(two_pi * y))) + e + 20.0f;
    }
};

/// What the learner types. Its minima are not known.
struct Typed {
    static constexpr std::string_view key = "typed", label = "Your own formula";
    static constexpr std::string_view formula = "";
    static constexpr std::string_view source = "";
    static constexpr bool is_typed = true;
    static constexpr Box box{-5, 5, -5, 5};
    static constexpr Point start{-4, 1.5f};
    static constexpr std::array<Minimum, 0> minima{};
    template <class T>
    static T f(T x, T y, const Shape<T>& s) {
        if constexpr (std::same_as<T, Expr>)
            return *s.typed;
        else
            return s.typed->evaluate(x, y);
    }
};

// ---- the table ----------------------------------------------------------------------------------------------------

/// A surface without its type, not turned. `kappa` matters where `uses_kappa`.
struct Surface {
    std::string_view key, label, formula, source;
    Box box;
    Point start;
    std::span<const Minimum> minima;
    bool uses_kappa, is_typed;
};

template <class S>
concept UsesKappa = requires {
    S::uses_kappa;
};

template <class S>
constexpr Surface surface_row() {
    return {S::key,
            S::label,
            S::formula,
            S::source,
            S::box,
            S::start,
            S::minima,
            UsesKappa<S>,
            IsTyped<S>};
}

template <class... S>
struct SurfaceList {
    static constexpr std::array rows{surface_row<S>()...};
};
/// In the order of teaching.
using Surfaces = SurfaceList<Quadratic, Rosenbrock, Beale, Himmelblau, Booth, Matyas, SixHumpCamel, Saddle, MonkeySaddle,
                             Rastrigin, StyblinskiTang, McCormick, Ackley, Typed>;
inline constexpr auto& surfaces = Surfaces::rows;

// ---- a surface with its dials set ---------------------------------------------------------------------------------

/// A turn about the origin. Exact for multiples of 90 degrees.
struct Turn {
    float cosine = 1, sine = 0;

    Turn() = default;
    explicit Turn(double degrees);
    Point there(Point p) const { return {cosine * p.x - sine * p.y, sine * p.x + cosine * p.y}; }
    Point back(Point p) const { return {cosine * p.x + sine * p.y, cosine * p.y - sine * p.x}; }
};

/// A surface, stretched by kappa (1 to 10^4; only the quadratic has it) and turned by theta. A value: copy it freely.
/// All arithmetic is float; nothing here throws. Evaluating does not allocate.
class Landscape {
  public:
    static constexpr std::string_view default_formula = "x^2 + 10*y^2 + sin(3*x)";

    /// `surface` indexes `surfaces`. `formula` matters to the typed surface; one that does not parse is replaced by the
    /// default (parse_expression says why it does not).
    explicit Landscape(int surface = 0, double kappa = 100, double theta_degrees = 0,
                       std::string_view formula = default_formula);

    float value(float x, float y) const;
    Slope slope(float x, float y) const;
    Bend bend(float x, float y) const;  ///< surface_shapes.cpp, like glsl() and expression(): programs without pictures leave it out

    const Surface& surface() const { return *surface_; }
    Turn turn() const { return turn_; }

    // All turned with the surface. The box encloses the ellipse that touches the four sides of the surface's own box,
    // so a square stays as large at every angle; it contains the start and the minima.
    std::vector<Minimum> minima() const;
    Box box() const;
    Point start() const;

    /// GLSL ES 3.00 that defines `float surface(vec2 p)` and reads `uniform vec4 u_shape`, which it does not declare.
    /// The dials change u_shape, never this text.
    std::string glsl() const;
    /// kappa, cos theta, sin theta, 0.
    std::array<float, 4> shape() const { return {kappa_, turn_.cosine, turn_.sine, 0}; }

    /// The formula as data, not turned.
    Expr expression() const;

  private:
    template <class T>
    Shape<T> dials() const {
        return {kappa_, &typed_};
    }
    std::size_t index() const { return static_cast<std::size_t>(surface_ - surfaces.data()); }

    const Surface* surface_;
    float kappa_;
    Turn turn_;
    Expr typed_;
};

}  // namespace nn
