#pragma once
/// Curves for "What does the learning rate do?": f(x) with its exact slope and curvature. Written once each, as the
/// surfaces are. To add one, write its struct and put it in the table at the foot.
///
/// All share one learning-rate dial, and share it with Himmelblau's surface: the curvature at the main minimum is about
/// 80, so plain descent crawls at 0.0005, is good at 0.01, swings at 0.02 and diverges above 2/80 = 0.025 (where there
/// is anything steep enough to diverge to: the parabola and the double well).
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "engine/expression.hpp"

namespace nn {

struct CurveMinimum {
    float x, value;
    bool global = true;
};

/// What the picture shows.
struct CurveBox {
    float x_min, x_max, value_min, value_max;
};

struct Parabola {
    static constexpr std::string_view key = "parabola", label = "Parabola";
    static constexpr std::string_view formula = "40·x²";
    static constexpr CurveBox box{-2, 2, -10, 160};
    static constexpr float start = -1.6f;
    static constexpr std::array minima{CurveMinimum{0, 0}};
    template <class T>
    static T f(T x) {
        return 40.0f * pow(x, 2);
    }
};

/// The left well is the deeper one.
struct DoubleWell {
    static constexpr std::string_view key = "double-well", label = "Two valleys";
    static constexpr std::string_view formula = "9·(x² − 1)² + 3·x";
    static constexpr CurveBox box{-2, 2, -5, 40};
    static constexpr float start = 1.7f;
    static constexpr std::array minima{CurveMinimum{-1.0393175f, -3.0600918f},
                                       CurveMinimum{0.9553930f, 2.9346516f, false}};
    template <class T>
    static T f(T x) {
        return 9.0f * pow(pow(x, 2) - 1.0f, 2) + 3.0f * x;
    }
};

/// A valley near every whole number up to about 12 on each side; those listed lie in the box.
struct ManyWells {
    static constexpr std::string_view key = "many-wells", label = "Many valleys";
    static constexpr std::string_view formula = "x²/2 + 2·(1 − cos(2π·x))";
    static constexpr CurveBox box{-4.4f, 4.4f, -1, 12};
    static constexpr float start = 3.4f;
    static constexpr std::array minima{CurveMinimum{0, 0},
                                       CurveMinimum{-0.98748051f, 0.49374344f, false},
                                       CurveMinimum{0.98748051f, 0.49374344f, false},
                                       CurveMinimum{-1.9748837f, 1.9749353f, false},
                                       CurveMinimum{1.9748837f, 1.9749353f, false},
                                       CurveMinimum{-2.9621278f, 4.4434579f, false},
                                       CurveMinimum{2.9621278f, 4.4434579f, false},
                                       CurveMinimum{-3.9491216f, 7.8991077f, false},
                                       CurveMinimum{3.9491216f, 7.8991077f, false}};
    template <class T>
    static T f(T x) {
        return pow(x, 2) / 2.0f + 2.0f * (1.0f - cos(6.28318531f * x));
    }
};

/// Steep in the middle, flat outside: a far start hardly moves.
struct Plateau {
    static constexpr std::string_view key = "plateau", label = "Plateau";
    static constexpr std::string_view formula = "40·x²/(1 + x²)";
    static constexpr CurveBox box{-5, 5, -3, 45};
    static constexpr float start = -3.5f;
    static constexpr std::array minima{CurveMinimum{0, 0}};
    template <class T>
    static T f(T x) {
        const T square = pow(x, 2);
        return 40.0f * square / (1.0f + square);
    }
};

/// No curvature anywhere, and no slope at the minimum: steps never shrink.
struct Kink {
    static constexpr std::string_view key = "kink", label = "Kink";
    static constexpr std::string_view formula = "10·abs(x)";
    static constexpr CurveBox box{-2, 2, -1, 20};
    static constexpr float start = -1.73f;
    static constexpr std::array minima{CurveMinimum{0, 0}};
    template <class T>
    static T f(T x) {
        return 10.0f * abs(x);
    }
};

/// What the learner types. Its minima are not known.
struct TypedCurve {
    static constexpr std::string_view key = "typed", label = "Your own formula";
    static constexpr std::string_view formula = "";
    static constexpr bool is_typed = true;
    static constexpr CurveBox box{-3, 3, -5, 40};
    static constexpr float start = -2.5f;
    static constexpr std::array<CurveMinimum, 0> minima{};
    template <class T>
    static T f(T x, const Expr& typed) {
        return typed.evaluate(x, T{});
    }
};

/// A curve without its type. `typed` matters where `is_typed`.
struct CurveRow {
    std::string_view key, label, formula;
    CurveBox box;
    float start;
    std::span<const CurveMinimum> minima;
    bool is_typed;
    float (*value)(float x, const Expr& typed);
    Slope (*slope)(Slope x, const Expr& typed);
    Bend (*bend)(Bend x, const Expr& typed);
};

template <class C, class T>
T curve_f(T x, const Expr& typed) {
    if constexpr (IsTyped<C>)
        return C::f(x, typed);
    else
        return C::f(x);
}

template <class C>
constexpr CurveRow curve_row() {
    return {C::key,     C::label,          C::formula,        C::box,          C::start, C::minima,
            IsTyped<C>, curve_f<C, float>, curve_f<C, Slope>, curve_f<C, Bend>};
}

/// In the order of teaching.
inline constexpr std::array curves{curve_row<Parabola>(), curve_row<DoubleWell>(), curve_row<ManyWells>(),
                                   curve_row<Plateau>(),  curve_row<Kink>(),       curve_row<TypedCurve>()};

/// A curve with its formula. A value: copy it freely. Nothing here throws; evaluating does not allocate.
class Curve {
  public:
    static constexpr std::string_view default_formula = "10*x^2 + 3*cos(4*x)";

    /// `curve` indexes `curves`. `formula` matters to the typed curve; one that does not parse is replaced by the
    /// default (check_curve_expression says why it does not).
    explicit Curve(int curve = 0, std::string_view formula = default_formula);

    float value(float x) const;
    Slope slope(float x) const;  ///< dx is the slope; dy is 0
    Bend bend(float x) const;    ///< dxx is the curvature; what has a y in it is 0

    const CurveRow& row() const { return *row_; }
    std::span<const CurveMinimum> minima() const { return row_->minima; }
    CurveBox box() const { return row_->box; }
    float start() const { return row_->start; }

  private:
    const CurveRow* row_;
    Expr typed_;
};

}  // namespace nn
