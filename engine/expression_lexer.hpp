#pragma once
/// The words that formulas are made of. For the parser and the typesetter; what a formula may say is in expression.hpp.
#include <cstddef>
#include <string>
#include <string_view>

namespace nn {

/// A piece of a formula; `text` is as typed and lies in the text that the lexer was given.
struct Token {
    enum Kind { number, word, sign, superscript, root, open, close, comma, end, unknown };
    Kind kind = end;
    std::string_view text = {};
    std::size_t byte = 0;
    char op = 0;       ///< of a sign, without its variants: + - * / ^
    double value = 0;  ///< of a number; the exponent of a superscript
};

/// Cuts a formula into tokens; after the last one it gives `end` for ever. Letters that are all x and y are one word
/// each.
class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}
    Token next();

  private:
    bool digit(std::size_t at) const;
    void digits();
    void number(Token&);
    void word(Token&);
    bool superscript(Token&);
    bool symbol(Token&);
    bool take(std::string_view);

    std::string_view text_;
    std::size_t at_ = 0;
};

/// A word as the tables have it: upper case is lower.
std::string lowered(std::string_view word);

}  // namespace nn
