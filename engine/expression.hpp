#pragma once
/// A formula as data: captured from a C++ template or parsed from what a learner types, then evaluated with exact
/// derivatives and printed as a shader. Both ways lead to the same `Expr`, so C++ and shader cannot disagree.
///
/// The language: numbers (2, .5, 1e-3), x, y, pi, e; + - * / ^ (or **) with the usual precedence, ^ from the right and
/// above the sign (-x^2 is -(x^2)); parentheses; the functions of functions.hpp; a product without its sign where no
/// number follows (2x, 3sin(x), (x+1)(y-1), xy; 1/2x is (1/2)x); upper case as lower; and × · ÷ − ² ³ √ π as people
/// write them.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions.hpp"

namespace nn {

/// A formula of x, y and kappa in postfix order: a flat program for a small stack. A value type; building it allocates,
/// evaluating it does not.
class Expr {
  public:
    /// Operands waiting at once while evaluating; parsed formulas stay below, captured ones are small.
    static constexpr std::size_t max_stack = 100;
    static constexpr int max_whole_power = 256;

    Expr();  ///< 0
    Expr(float number);
    Expr(const Expr&);
    Expr& operator=(const Expr&);
    ~Expr();
    static Expr x() { return Expr(Op::x); }
    static Expr y() { return Expr(Op::y); }
    static Expr kappa() { return Expr(Op::kappa); }

    /// Value, or value with derivatives, at (x, y). Outside of a function's domain the result is NaN; never throws.
    template <Number T>
    T evaluate(const T& x, const T& y, float kappa = 0) const;

    /// GLSL ES 3.00: `body` is an expression of the floats x and y and of u_shape.x for kappa, `helpers` are the
    /// functions that it calls and that the language lacks.
    struct Glsl {
        std::string helpers, body;
    };
    Glsl glsl() const;

    std::size_t stack() const { return stack_; }  ///< operands waiting at once while evaluating
    std::size_t height() const;                   ///< of the tree

    // Building, in postfix order: operands first, then what joins them. What joins plain numbers is folded.
    enum class Op : unsigned char { number, x, y, kappa, negate, add, subtract, multiply, divide, power, call };
    void push(float number) { add({Op::number, 0, number}); }
    void add(Op op) { add({op, 0, 0}); }  ///< a variable or an arithmetic sign
    void power(int n);                    ///< |n| at most max_whole_power
    void call(int function);              ///< a row of `functions`
    void append(const Expr& operand);
    const float* last_number() const;  ///< the last operand, if it is a plain number

    struct Instruction {
        Op op;
        short index;  ///< of a function, or the exponent of a power
        float number;
    };
    std::span<const Instruction> code() const { return code_; }

  private:
    explicit Expr(Op variable);
    static std::size_t operands(const Instruction&);
    void add(Instruction);

    std::vector<Instruction> code_;
    std::size_t waiting_ = 0, stack_ = 0;
};

Expr operator-(const Expr& a);
Expr operator+(const Expr& a, const Expr& b);
Expr operator-(const Expr& a, const Expr& b);
Expr operator*(const Expr& a, const Expr& b);
Expr operator/(const Expr& a, const Expr& b);
Expr pow(const Expr& a, int n);
Expr call(const Expr& a, int function);

template <class F>
Expr apply(const Expr& a) {
    return call(a, function_index<F>());
}

// ---- the words a surface is written in ----------------------------------------------------------------------------

template <class T>
concept Formula = Number<T> || std::same_as<T, Expr>;

template <Formula T>
T sin(const T& a) {
    return apply<Sin>(a);
}
template <Formula T>
T cos(const T& a) {
    return apply<Cos>(a);
}
template <Formula T>
T exp(const T& a) {
    return apply<Exp>(a);
}
template <Formula T>
T sqrt(const T& a) {
    return apply<Sqrt>(a);
}
template <Formula T>
T abs(const T& a) {
    return apply<Abs>(a);
}

/// Surfaces and curves whose formula the learner types.
template <class S>
concept IsTyped = requires {
    S::is_typed;
};

// ---- parsing ------------------------------------------------------------------------------------------------------

enum class Variables { x, xy };

inline constexpr std::size_t max_expression_length = 500;

/// `error` is empty, or one sentence for the reader that begins with the column ("column 7: expected ..."); then the
/// expression is 0. `byte` counts from 0, `column` counts characters from 1.
struct Parsed {
    Expr expression;
    std::string error;
    std::size_t byte = 0;
    int column = 0;
};

/// Never throws. At most 500 bytes, 100 brackets deep, 500 operations.
Parsed parse_expression(std::string_view text, Variables variables = Variables::xy);

/// Only the error; these fit `nn::text` in params.hpp.
std::string check_expression(std::string_view text);
std::string check_curve_expression(std::string_view text);

}  // namespace nn
