/// Precedence parsing with an explicit stack (E. W. Dijkstra's shunting yard, 1961): operands are emitted at once, signs
/// wait until their right operand is complete. Nothing recurses, so no text can exhaust the program's stack.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "engine/expression.hpp"
#include "engine/params.hpp"

namespace nn {

namespace {

constexpr std::size_t max_brackets = 100, max_operations = 500, max_height = 200;
constexpr const char* too_deep = "the formula is nested too deeply";

enum class Kind { number, word, sign, superscript, root, open, close, comma, end, unknown };

struct Token {
    Kind kind = Kind::end;
    std::string_view text = {}; ///< as typed
    std::size_t byte = 0;
    char op = 0;       ///< of a sign, without its variants: + - * / ^
    double number = 0; ///< value of a number, exponent of a superscript
};

struct Symbol {
    std::string_view text;
    Kind kind;
    char op;
};

/// Longer ones first where one begins another.
constexpr Symbol symbols[] = {
    {"**", Kind::sign, '^'}, {"+", Kind::sign, '+'},  {"-", Kind::sign, '-'},  {"−", Kind::sign, '-'}, {"–", Kind::sign, '-'},
    {"*", Kind::sign, '*'},  {"·", Kind::sign, '*'},  {"⋅", Kind::sign, '*'},  {"×", Kind::sign, '*'}, {"/", Kind::sign, '/'},
    {"÷", Kind::sign, '/'},  {"^", Kind::sign, '^'},  {"√", Kind::root, 0},    {"(", Kind::open, 0},   {")", Kind::close, 0},
    {",", Kind::comma, 0},   {"π", Kind::word, 0},
};

constexpr std::string_view superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Token next() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
        Token t;
        t.byte = at_;
        if (at_ == text_.size()) return t;
        if (is_digit(text_[at_]) || text_[at_] == '.') {
            number(t);
        } else if (is_letter(text_[at_])) {
            word(t);
        } else if (!superscript(t) && !symbol(t)) {
            t.kind = Kind::unknown;
            ++at_;
            while (at_ < text_.size() && (text_[at_] & 0xC0) == 0x80) ++at_;
        }
        t.text = text_.substr(t.byte, at_ - t.byte);
        return t;
    }

private:
    bool digit(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }
    void digits() {
        while (digit(at_)) ++at_;
    }

    void number(Token& t) {
        digits();
        if (at_ < text_.size() && text_[at_] == '.') ++at_;
        digits();
        if (at_ < text_.size() && lower(text_[at_]) == 'e') {
            const bool sign = at_ + 1 < text_.size() && (text_[at_ + 1] == '-' || text_[at_ + 1] == '+');
            if (digit(at_ + (sign ? 2 : 1))) {
                at_ += sign ? 2 : 1;
                digits();
            }
        }
        t.kind = parse_number(text_.substr(t.byte, at_ - t.byte), t.number) ? Kind::number : Kind::unknown;
    }

    /// A name; but letters that are all x and y are a product, one variable each.
    void word(Token& t) {
        t.kind = Kind::word;
        while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
        const auto name = text_.substr(t.byte, at_ - t.byte);
        if (name.find_first_not_of("xyXY") == std::string_view::npos)
            at_ = t.byte + 1;
        else
            digits();
    }

    bool superscript(Token& t) {
        const bool negative = take("⁻");
        int n = 0, count = 0;
        for (bool more = true; more;) {
            more = false;
            for (int d = 0; d < 10 && !more; ++d)
                if (take(superscripts[d])) {
                    n = std::min(n * 10 + d, 100000);
                    ++count;
                    more = true;
                }
        }
        if (count == 0) {
            at_ = t.byte;
            return false;
        }
        t.kind = Kind::superscript;
        t.number = negative ? -n : n;
        return true;
    }

    bool symbol(Token& t) {
        for (const Symbol& s : symbols)
            if (take(s.text)) {
                t.kind = s.kind;
                t.op = s.op;
                return true;
            }
        return false;
    }

    bool take(std::string_view s) {
        if (text_.substr(at_, s.size()) != s) return false;
        at_ += s.size();
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

struct Constant {
    std::string_view name;
    float value;
};
constexpr Constant constants[] = {{"pi", 3.14159265f}, {"π", 3.14159265f}, {"e", 2.71828183f}};

std::string lower(std::string_view word) {
    std::string out(word);
    for (char& c : out) c = lower(c);
    return out;
}

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

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 40)) + "'"; }

/// A sign or bracket that waits for the end of its right operand.
struct Pending {
    enum What { sign, negate, root, bracket } what;
    char op = 0;
    int function = -1; ///< of a bracket that a function opened
    int arguments = 1; ///< begun so far
    Token token = {};

    int precedence() const {
        switch (what) {
        case bracket: return 0;
        case negate: return 3;
        case root: return 5;
        case sign: return op == '^' ? 4 : op == '*' || op == '/' ? 2 : 1;
        }
        return 0;
    }
};

} // namespace

class ExpressionParser {
public:
    ExpressionParser(std::string_view text, Variables variables) : text_(text), lexer_(text), variables_(variables) {}

    Parsed parse() {
        if (text_.size() > max_expression_length) {
            fail(Token{}, "the formula is longer than " + std::to_string(max_expression_length) + " letters");
        } else {
            bool operand = false; // just complete
            for (token_ = lexer_.next(); result_.error.empty(); advance()) {
                if (operand && token_.kind == Kind::end) break;
                operand = operand ? after_operand() : before_operand();
            }
            finish();
        }
        if (!result_.error.empty()) result_.expression = {};
        return std::move(result_);
    }

private:
    void advance() {
        if (again_)
            again_ = false;
        else {
            last_ = token_;
            token_ = lexer_.next();
        }
    }

    /// Returns whether an operand is now complete; so does after_operand.
    bool before_operand() {
        switch (token_.kind) {
        case Kind::number: return number();
        case Kind::word: return word();
        case Kind::open: return push({Pending::bracket, 0, -1, 1, token_});
        case Kind::root: return push({Pending::root, 0, -1, 1, token_});
        case Kind::sign:
            if (token_.op == '-') return push({Pending::negate, 0, -1, 1, token_});
            if (token_.op == '+') return false;
            break;
        default: break;
        }
        return expected_operand();
    }

    bool after_operand() {
        switch (token_.kind) {
        case Kind::sign: return sign(token_.op);
        case Kind::superscript:
            reduce(5);
            if (std::abs(token_.number) > Expr::max_whole_power) return fail(token_, "the exponent is too large");
            expression().power(static_cast<int>(token_.number));
            return emitted(token_);
        case Kind::word:
        case Kind::open:
        case Kind::root: again_ = true; return sign('*');
        case Kind::close: return close();
        case Kind::comma:
            if (!to_bracket() || pending_.back().function < 0) return fail(token_, "',' only separates the values of a function");
            ++pending_.back().arguments;
            return false;
        case Kind::number: return fail(token_, "put * or ^ between " + quoted(last_.text) + " and " + quoted(token_.text));
        default: return fail(token_, unreadable());
        }
    }

    bool number() {
        const auto value = static_cast<float>(token_.number);
        if (!std::isfinite(value)) return fail(token_, quoted(token_.text) + " is too large a number");
        expression().push(value);
        return emitted(token_);
    }

    bool word() {
        const std::string name = lower(token_.text);
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
        if (token_.kind != Kind::open) return fail(token_, "expected '(' after " + quoted(named.text));
        return push({Pending::bracket, 0, function, 1, named});
    }

    bool push(Pending p) {
        pending_.push_back(p);
        const auto brackets = std::count_if(pending_.begin(), pending_.end(),
                                            [](const Pending& q) { return q.what != Pending::sign; });
        if (static_cast<std::size_t>(brackets) > max_brackets) fail(token_, too_deep);
        return false;
    }

    bool sign(char op) {
        const Pending p{Pending::sign, op, -1, 1, token_};
        reduce(op == '^' ? 5 : p.precedence());
        pending_.push_back(p);
        return false;
    }

    bool close() {
        if (!to_bracket()) return fail(token_, "this ')' closes nothing");
        const Pending bracket = pending_.back();
        pending_.pop_back();
        if (bracket.function < 0) return true;
        const Function& f = functions[static_cast<std::size_t>(bracket.function)];
        if (f.arguments != bracket.arguments)
            return fail(bracket.token, std::string(f.name) + " takes " + (f.arguments == 1 ? "one value" : "two values") +
                                           ", got " + std::to_string(bracket.arguments));
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
            else if (p.op == '^')
                expression().call(function_index<Pow>());
            else
                expression().add(p.op == '+'   ? Expr::Op::add
                                 : p.op == '-' ? Expr::Op::subtract
                                 : p.op == '*' ? Expr::Op::multiply
                                               : Expr::Op::divide);
            emitted(p.token);
        }
    }

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
        const std::string wanted = variables_ == Variables::xy ? "expected a number, x, y or a function" : "expected a number, x or a function";
        const std::string where = last_.text.empty() ? "" : " after " + quoted(last_.text);
        if (token_.kind == Kind::unknown) return fail(token_, unreadable());
        return fail(token_, wanted + where);
    }

    std::string unreadable() const {
        if (token_.text.front() == '|') return "write abs(...) in place of bars";
        if (token_.text.front() == '=') return "write only what stands on the right of '='";
        if (is_digit(token_.text.front()) || token_.text.front() == '.') return quoted(token_.text) + " is not a number";
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
        return fail(token_, "unknown name " + quoted(token_.text) + (best.empty() ? "" : ", did you mean " + quoted(best) + "?"));
    }

    /// The first error stays. Returns false, so that a caller can say: return fail(...).
    bool fail(const Token& at, const std::string& sentence) {
        if (!result_.error.empty()) return false;
        const std::string_view before = text_.substr(0, at.byte);
        result_.byte = at.byte;
        result_.column = 1 + static_cast<int>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; }));
        result_.error = "column " + std::to_string(result_.column) + ": " + sentence;
        return false;
    }

    Expr& expression() { return result_.expression; }

    std::string_view text_;
    Lexer lexer_;
    Variables variables_;
    Token token_, last_;
    bool again_ = false; // token_ is to be read once more
    std::vector<Pending> pending_;
    Parsed result_;
};

Parsed parse_expression(std::string_view text, Variables variables) { return ExpressionParser(text, variables).parse(); }

std::string check_expression(std::string_view text) { return parse_expression(text, Variables::xy).error; }
std::string check_curve_expression(std::string_view text) { return parse_expression(text, Variables::x).error; }

} // namespace nn
