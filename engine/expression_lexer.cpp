#include "engine/expression_lexer.hpp"

#include <algorithm>

#include "engine/params.hpp"

namespace nn {

namespace {

struct Symbol {
    std::string_view text;
    Token::Kind kind;
    char op = 0;
};

/// Longer ones first where one begins another.
constexpr Symbol symbols[] = {
    {"**", Token::sign, '^'}, {"+", Token::sign, '+'}, {"-", Token::sign, '-'}, {"−", Token::sign, '-'},
    {"–", Token::sign, '-'},  {"*", Token::sign, '*'}, {"·", Token::sign, '*'}, {"⋅", Token::sign, '*'},
    {"×", Token::sign, '*'},  {"/", Token::sign, '/'}, {"÷", Token::sign, '/'}, {"^", Token::sign, '^'},
    {"√", Token::root},       {"(", Token::open},      {")", Token::close},     {",", Token::comma},
    {"π", Token::word},       {"κ", Token::word},
};

constexpr std::string_view superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string lowered(std::string_view word) {
    std::string out(word);
    for (char& c : out) c = lower(c);
    return out;
}

Token Lexer::next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    Token t;
    t.byte = at_;
    if (at_ == text_.size()) return t;
    if (is_digit(text_[at_]) || text_[at_] == '.') {
        number(t);
    } else if (is_letter(text_[at_])) {
        word(t);
    } else if (!superscript(t) && !symbol(t)) {
        t.kind = Token::unknown;
        ++at_;
        while (at_ < text_.size() && (text_[at_] & 0xC0) == 0x80) ++at_;  // the rest of one character in UTF-8
    }
    t.text = text_.substr(t.byte, at_ - t.byte);
    return t;
}

bool Lexer::digit(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }

void Lexer::digits() {
    while (digit(at_)) ++at_;
}

void Lexer::number(Token& t) {
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
    t.kind = parse_number(text_.substr(t.byte, at_ - t.byte), t.value) ? Token::number : Token::unknown;
}

void Lexer::word(Token& t) {
    t.kind = Token::word;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string_view name = text_.substr(t.byte, at_ - t.byte);
    if (name.find_first_not_of("xyXY") == std::string_view::npos)
        at_ = t.byte + 1;
    else
        digits();
}

bool Lexer::superscript(Token& t) {
    const bool negative = take("⁻");
    int n = -1;
    for (bool more = true; more;) {
        const auto digit =
            std::find_if(std::begin(superscripts), std::end(superscripts), [&](auto s) { return take(s); });
        more = digit != std::end(superscripts);
        if (more) n = std::min(std::max(n, 0) * 10 + static_cast<int>(digit - superscripts), 100000);
    }
    if (n < 0) {
        at_ = t.byte;
        return false;
    }
    t.kind = Token::superscript;
    t.value = negative ? -n : n;
    return true;
}

bool Lexer::symbol(Token& t) {
    const auto found =
        std::find_if(std::begin(symbols), std::end(symbols), [&](const Symbol& s) { return take(s.text); });
    if (found == std::end(symbols)) return false;
    t.kind = found->kind;
    t.op = found->op;
    return true;
}

bool Lexer::take(std::string_view s) {
    if (text_.substr(at_, s.size()) != s) return false;
    at_ += s.size();
    return true;
}

}  // namespace nn
