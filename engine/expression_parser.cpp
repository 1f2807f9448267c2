/// Precedence parsing with an explicit stack (E. W. Dijkstra's shunting yard, 1961): operands are emitted at once,
/// signs wait until their right operand is complete. Nothing recurses, so no text can exhaust the program's stack.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/expression.hpp"
#include "engine/expression_lexer.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

constexpr std::size_t max_brackets = 100, max_operations = 500, max_height = 200;
constexpr const char* too_deep = "the formula is nested too deeply";

struct Constant {
    std::string_view name;
    float value;
};
constexpr Constant constants[] = {{"pi", 3.14159265f}, {"π", 3.14159265f}, {"e", 2.71828183f}};

int function_of(std::string_view name) {
    for (std::size_t i = 0; i < functions.size(); ++i)
        if (functions[i].name == name) return static_cast<int>(i);
    return -1;
}

/// Edits (one letter put in, left out or changed) from one word to the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t changed = diagonal + (a[i] != b[k]);
            diagonal = row[k + 1];
            row[k + 1] = std::min({changed, row[k] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string quoted(std::string_view text) { return sentence({"'", text.substr(0, 40), "'"}); }

/// A sign or bracket that waits for the end of its right operand.
struct Pending {
    enum What { sign, negate, root, bracket } what;
    Token token;
    int function = -1;  ///< of a bracket that a function opened
    int arguments = 1;  ///< begun so far

    int precedence() const {
        switch (what) {
            case bracket:
                return 0;
            case negate:
                return 3;
            case root:
                return 5;
            case sign:
                return token.op == '^' ? 4 : token.op == '*' || token.op == '/' ? 2 : 1;
        }
        return 0;
    }
};

class ExpressionParser {
  public:
    ExpressionParser(std::string_view text, Variables variables) : text_(text), lexer_(text), variables_(variables) {}

    Parsed parse() {
        if (text_.size() > max_expression_length) {
            fail(Token{}, sentence({"the formula is longer than ", max_expression_length, " letters"}));
        } else {
            bool operand = false;  // just complete
            for (token_ = lexer_.next(); result_.error.empty(); advance()) {
                if (operand && token_.kind == Token::end) break;
                operand = operand ? after_operand() : before_operand();
            }
            finish();
        }
        if (!result_.error.empty()) result_.expression = {};
        return std::move(result_);
    }

  private:
    void advance() {
        if (!again_) {
            last_ = token_;
            token_ = lexer_.next();
        }
        again_ = false;
    }

    /// Returns whether an operand is now complete; so does after_operand.
    bool before_operand() {
        switch (token_.kind) {
            case Token::number:
                return number();
            case Token::word:
                return word();
            case Token::open:
                return push({Pending::bracket, token_});
            case Token::root:
                return push({Pending::root, token_});
            case Token::sign:
                if (token_.op == '-') return push({Pending::negate, token_});
                if (token_.op == '+') return false;
                break;
            default:
                break;
        }
        return expected_operand();
    }

    bool after_operand() {
        switch (token_.kind) {
            case Token::sign:
                return sign(token_);
            case Token::superscript:
                reduce(5);
                if (std::abs(token_.value) > Expr::max_whole_power) return fail(token_, "the exponent is too large");
                expression().power(static_cast<int>(token_.value));
                return emitted(token_);
            case Token::word:
            case Token::open:
            case Token::root:
                return implicit_product();
            case Token::close:
                return close();
            case Token::comma:
                if (!to_bracket() || pending_.back().function < 0)
                    return fail(token_, "',' only separates the values of a function");
                ++pending_.back().arguments;
                return false;
            case Token::number:
                return fail(token_, sentence({"put * or ^ between ", quoted(last_.text), " and ", quoted(token_.text)}));
            default:
                return fail(token_, unreadable());
        }
    }

    bool number() {
        const auto value = static_cast<float>(token_.value);
        if (!std::isfinite(value)) return fail(token_, sentence({quoted(token_.text), " is too large a number"}));
        expression().push(value);
        return emitted(token_);
    }

    bool word() {
        const std::string name = lowered(token_.text);
        if (name == "x" || (name == "y" && variables_ == Variables::xy)) {
            expression().add(name == "x" ? Expr::Op::x : Expr::Op::y);
            return emitted(token_);
        }
        for (const Constant& c : constants)
            if (c.name == name) {
                expression().push(c.value);
                return emitted(token_);
            }
        const int function = function_of(name);
        if (function < 0) return unknown_name(name);
        const Token named = token_;
        advance();
        if (token_.kind != Token::open) return fail(token_, sentence({"expected '(' after ", quoted(named.text)}));
        return push({Pending::bracket, named, function});
    }

    bool push(Pending p) {
        pending_.push_back(p);
        const auto brackets =
            std::count_if(pending_.begin(), pending_.end(), [](const Pending& q) { return q.what != Pending::sign; });
        if (static_cast<std::size_t>(brackets) > max_brackets) fail(token_, too_deep);
        return false;
    }

    bool sign(const Token& t) {
        const Pending p{Pending::sign, t};
        reduce(t.op == '^' ? 5 : p.precedence());
        pending_.push_back(p);
        return false;
    }

    bool implicit_product() {
        again_ = true;
        Token t = token_;
        t.op = '*';
        return sign(t);
    }

    bool close() {
        if (!to_bracket()) return fail(token_, "this ')' closes nothing");
        const Pending bracket = pending_.back();
        pending_.pop_back();
        if (bracket.function < 0) return true;
        const Function& f = functions[static_cast<std::size_t>(bracket.function)];
        if (f.arguments != bracket.arguments)
            return fail(bracket.token, sentence({f.name, " takes ", (f.arguments == 1 ? "one value" : "two values"), ", got ", bracket.arguments}));
        expression().call(bracket.function);
        return emitted(bracket.token);
    }

    /// Emits what waits and binds at least as tightly as this.
    void reduce(int precedence) {
        while (!pending_.empty() && pending_.back().precedence() >= precedence && result_.error.empty()) {
            const Pending p = pending_.back();
            pending_.pop_back();
            if (p.what == Pending::negate)
                expression().add(Expr::Op::negate);
            else if (p.what == Pending::root)
                expression().call(function_index<Sqrt>());
            else
                operate(p.token.op);
            emitted(p.token);
        }
    }

    void operate(char op) {
        switch (op) {
            case '+':
                return expression().add(Expr::Op::add);
            case '-':
                return expression().add(Expr::Op::subtract);
            case '*':
                return expression().add(Expr::Op::multiply);
            case '/':
                return expression().add(Expr::Op::divide);
            default:
                return expression().call(function_index<Pow>());
        }
    }

    /// Completes the operand in the innermost bracket; false where there is no bracket.
    bool to_bracket() {
        reduce(1);
        return !pending_.empty();
    }

    /// Returns true: an operand is complete.
    bool emitted(const Token& by) {
        const float* number = expression().last_number();
        if (number && !std::isfinite(*number)) fail(by, "these numbers have no finite result");
        if (expression().code().size() > max_operations) fail(by, "the formula is too long");
        if (expression().stack() > Expr::max_stack) fail(by, too_deep);
        return true;
    }

    void finish() {
        if (!result_.error.empty()) return;
        if (to_bracket()) {
            fail(pending_.back().token, "this '(' is not closed");
        } else if (result_.error.empty() && expression().height() > max_height) {
            fail(Token{}, too_deep);
        }
    }

    bool expected_operand() {
        const std::string wanted = variables_ == Variables::xy ? "expected a number, x, y or a function"
                                                               : "expected a number, x or a function";
        const std::string where = last_.text.empty() ? "" : " after " + quoted(last_.text);
        if (token_.kind == Token::unknown) return fail(token_, unreadable());
        return fail(token_, sentence({wanted, where}));
    }

    std::string unreadable() const {
        if (token_.text.front() == '|') return "write abs(...) in place of bars";
        if (token_.text.front() == '=') return "write only what stands on the right of '='";
        if (std::string_view("0123456789.").find(token_.text.front()) != std::string_view::npos)
            return quoted(token_.text) + " is not a number";
        const auto c = static_cast<unsigned char>(token_.text.front());
        const bool printable = c >= 0xC2 ? token_.text.size() > 1 : c > 0x20 && c < 0x7F;
        return (printable ? quoted(token_.text) : "this character") + " has no meaning here";
    }

    bool unknown_name(const std::string& name) {
        if (name == "y") return fail(token_, "a curve has only x, not y");
        std::string_view best;
        std::size_t least = 3;
        const auto consider = [&](std::string_view candidate) {
            const std::size_t edits = distance(name, candidate);
            if (edits < least && 2 * edits < name.size()) {
                least = edits;
                best = candidate;
            }
        };
        for (const Function& f : functions) consider(f.name);
        for (const Constant& c : constants) consider(c.name);
        return fail(token_, sentence({"unknown name ", quoted(token_.text), (best.empty() ? "" : ", did you mean " + quoted(best) + "?")}));
    }

    /// The first error stays. Returns false, so that a caller can say: return fail(...).
    bool fail(const Token& at, const std::string& sentence) {
        if (!result_.error.empty()) return false;
        const std::string_view before = text_.substr(0, at.byte);
        result_.byte = at.byte;
        result_.column = 1 + static_cast<int>(std::count_if(before.begin(), before.end(),
                                                            [](char c) { return (c & 0xC0) != 0x80; }));
        result_.error = nn::sentence({"column ", result_.column, ": ", sentence});
        return false;
    }

    Expr& expression() { return result_.expression; }

    std::string_view text_;
    Lexer lexer_;
    Variables variables_;
    Token token_, last_;
    bool again_ = false;  // token_ is to be read once more
    std::vector<Pending> pending_;
    Parsed result_;
};

}  // namespace

Parsed parse_expression(std::string_view text, Variables variables) {
    return ExpressionParser(text, variables).parse();
}

std::string check_expression(std::string_view text) { return parse_expression(text, Variables::xy).error; }
std::string check_curve_expression(std::string_view text) { return parse_expression(text, Variables::x).error; }

}  // namespace nn
