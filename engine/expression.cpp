#include "engine/expression.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>

namespace nn {

// ---- evaluating ---------------------------------------------------------------------------------------------------

namespace {

template <Number T>
T call_row(const Function& f, const T& a, const T& b) {
    if constexpr (std::same_as<T, float>)
        return f.value(a, b);
    else if constexpr (std::same_as<T, Slope>)
        return f.slope(a, b);
    else
        return f.bend(a, b);
}

}  // namespace

template <Number T>
T Expr::evaluate(const T& x, const T& y, float kappa) const {
    T stack[max_stack];
    T* top = stack;  // one past the last operand
    if (code_.empty()) return T{};
    for (const Instruction& i : code_) switch (i.op) {
            case Op::number:
                *top++ = T{i.number};
                break;
            case Op::x:
                *top++ = x;
                break;
            case Op::y:
                *top++ = y;
                break;
            case Op::kappa:
                *top++ = T{kappa};
                break;
            case Op::negate:
                top[-1] = -top[-1];
                break;
            case Op::add:
                --top, top[-1] = top[-1] + *top;
                break;
            case Op::subtract:
                --top, top[-1] = top[-1] - *top;
                break;
            case Op::multiply:
                --top, top[-1] = top[-1] * *top;
                break;
            case Op::divide:
                --top, top[-1] = top[-1] / *top;
                break;
            case Op::power:
                top[-1] = nn::pow(top[-1], int{i.index});
                break;
            case Op::call: {
                const Function& f = functions[static_cast<std::size_t>(i.index)];
                if (f.arguments == 2) --top;
                top[-1] = call_row(f, top[-1], f.arguments == 2 ? *top : top[-1]);
            }
        }
    return stack[0];
}
template float Expr::evaluate(const float&, const float&, float) const;
template Slope Expr::evaluate(const Slope&, const Slope&, float) const;
template Bend Expr::evaluate(const Bend&, const Bend&, float) const;

std::size_t Expr::height() const {
    std::vector<std::size_t> heights;
    for (const Instruction& i : code_) {
        std::size_t height = 0;
        for (std::size_t n = operands(i); n > 0; --n) {
            height = std::max(height, heights.back());
            heights.pop_back();
        }
        heights.push_back(height + 1);
    }
    return heights.empty() ? 0 : heights.back();
}

// ---- building -----------------------------------------------------------------------------------------------------

// Not inline: every surface is compiled for Expr too, and copies made in place would double the program (WASM, -Os).
Expr::Expr() = default;
Expr::Expr(float number) { push(number); }
Expr::Expr(Op variable) { add(variable); }
Expr::Expr(const Expr&) = default;
Expr& Expr::operator=(const Expr&) = default;
Expr::~Expr() = default;

std::size_t Expr::operands(const Instruction& i) {
    switch (i.op) {
        case Op::number:
        case Op::x:
        case Op::y:
        case Op::kappa:
            return 0;
        case Op::negate:
        case Op::power:
            return 1;
        case Op::call:
            return static_cast<std::size_t>(functions[static_cast<std::size_t>(i.index)].arguments);
        default:
            return 2;
    }
}

void Expr::add(Instruction i) {
    const std::size_t n = operands(i);
    assert(waiting_ >= n);
    const bool numbers = n > 0 && std::all_of(code_.end() - static_cast<std::ptrdiff_t>(n), code_.end(),
                                              [](const Instruction& operand) { return operand.op == Op::number; });
    code_.push_back(i);
    waiting_ = waiting_ - n + 1;
    stack_ = std::max(stack_, waiting_);
    if (!numbers) return;
    Expr folded;
    folded.code_.assign(code_.end() - static_cast<std::ptrdiff_t>(n) - 1, code_.end());
    code_.resize(code_.size() - n);
    code_.back() = {Op::number, 0, folded.evaluate(0.0f, 0.0f)};
}

void Expr::power(int n) { add({Op::power, static_cast<short>(n), 0}); }

void Expr::call(int function) {
    const float* exponent = last_number();
    const bool whole = exponent && *exponent == std::trunc(*exponent) && std::fabs(*exponent) <= max_whole_power;
    if (function != function_index<Pow>() || !whole) return add({Op::call, static_cast<short>(function), 0});
    const int n = static_cast<int>(*exponent);
    code_.pop_back();
    --waiting_;
    power(n);
}

void Expr::append(const Expr& operand) {
    if (operand.code_.empty()) return push(0.0f);
    stack_ = std::max(stack_, waiting_ + operand.stack_);
    waiting_ += 1;
    code_.insert(code_.end(), operand.code_.begin(), operand.code_.end());
}

const float* Expr::last_number() const {
    return !code_.empty() && code_.back().op == Op::number ? &code_.back().number : nullptr;
}

namespace {

Expr joined(const Expr& a, const Expr& b, Expr::Op op) {
    Expr both;
    both.append(a);
    both.append(b);
    both.add(op);
    return both;
}

}  // namespace

Expr operator-(const Expr& a) {
    Expr negative;
    negative.append(a);
    negative.add(Expr::Op::negate);
    return negative;
}
Expr operator+(const Expr& a, const Expr& b) { return joined(a, b, Expr::Op::add); }
Expr operator-(const Expr& a, const Expr& b) { return joined(a, b, Expr::Op::subtract); }
Expr operator*(const Expr& a, const Expr& b) { return joined(a, b, Expr::Op::multiply); }
Expr operator/(const Expr& a, const Expr& b) { return joined(a, b, Expr::Op::divide); }
Expr pow(const Expr& a, int n) {
    Expr raised;
    raised.append(a);
    raised.power(n);
    return raised;
}
Expr call(const Expr& a, int function) {
    Expr result;
    result.append(a);
    result.call(function);
    return result;
}

// ---- printing -----------------------------------------------------------------------------------------------------

namespace {

enum Precedence { sum, product, sign, atom };

struct Piece {
    std::string text;
    Precedence precedence;

    std::string at_least(Precedence p) const { return precedence < p ? "(" + text + ")" : text; }
};

/// Shortest decimal that reads back as the same float, always with a point or an exponent.
std::string literal(float value) {
    char text[32];
    if (value == std::trunc(value) && std::fabs(value) < 1e7f) {
        std::snprintf(text, sizeof text, "%.1f", static_cast<double>(value));
        return text;
    }
    for (int digits = 1; digits < 10; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
        if (std::strtof(text, nullptr) == value) break;
    }
    std::string s = text;
    if (s.find_first_of(".e") == std::string::npos) s += ".0";
    return s;
}

std::string power_name(int n) { return "surface_pow" + std::to_string(n); }

/// The same multiplications as whole_power, so that both round alike.
std::string power_helper(int n) {
    const std::string h = n < 4 ? "a" : "h";
    return "float " + power_name(n) + "(float a) { " + (n < 4 ? "" : "float h = " + power_name(n / 2) + "(a); ") +
           "return " + h + " * " + h + (n % 2 ? " * a" : "") + "; }\n";
}

}  // namespace

Expr::Glsl Expr::glsl() const {
    Glsl out;
    const auto need = [&](std::string_view helper) {
        if (out.helpers.find(helper) == std::string::npos) out.helpers += helper;
    };
    const auto need_power = [&](auto self, int n) -> void {
        if (n > 3) self(self, n / 2);
        if (n > 1) need(power_helper(n));
    };
    std::vector<Piece> stack;
    const auto pop = [&] {
        Piece last = std::move(stack.back());
        stack.pop_back();
        return last;
    };
    const auto join = [&](Precedence p, const char* op) {
        const Piece b = pop(), a = pop();
        stack.push_back({a.at_least(p) + op + b.at_least(static_cast<Precedence>(p + 1)), p});
    };
    for (const Instruction& i : code_) switch (i.op) {
            case Op::number:
                stack.push_back({literal(i.number), i.number < 0 ? sign : atom});
                break;
            case Op::x:
                stack.push_back({"x", atom});
                break;
            case Op::y:
                stack.push_back({"y", atom});
                break;
            case Op::kappa:
                stack.push_back({"u_shape.x", atom});
                break;
            case Op::negate:
                stack.push_back({"-" + pop().at_least(atom), sign});
                break;
            case Op::add:
                join(sum, " + ");
                break;
            case Op::subtract:
                join(sum, " - ");
                break;
            case Op::multiply:
                join(product, " * ");
                break;
            case Op::divide:
                join(product, " / ");
                break;
            case Op::power: {
                const int n = std::abs(int{i.index});
                need_power(need_power, n);
                const Piece a = pop();
                std::string text = n == 0 ? "1.0" : n == 1 ? a.at_least(atom) : power_name(n) + "(" + a.text + ")";
                if (i.index < 0)
                    stack.push_back({"1.0 / " + text, product});
                else
                    stack.push_back({std::move(text), atom});
                break;
            }
            case Op::call: {
                const Function& f = functions[static_cast<std::size_t>(i.index)];
                need(f.helper);
                std::string arguments = pop().text;
                if (f.arguments == 2) arguments = pop().text + ", " + arguments;
                stack.push_back({std::string(f.glsl) + "(" + arguments + ")", atom});
            }
        }
    out.body = stack.empty() ? "0.0" : stack.back().text;
    return out;
}

}  // namespace nn
