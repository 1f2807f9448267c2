#pragma once
/// Sentences for errors. One call joins texts and numbers: a chain of + would be half a kilobyte of code each time.
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace nn {

/// A text, which must outlive the call, or a number.
class Word {
  public:
    Word(std::string_view text);
    Word(const char* text);
    Word(const std::string& text);
    Word(std::integral auto number) : Word(Whole{static_cast<long long>(number)}) {}
    Word(std::floating_point auto number) : Word(Real{static_cast<double>(number)}) {}
    void append_to(std::string& sentence) const;

  private:
    struct Whole {
        long long value;
    };
    struct Real {
        double value;
    };
    explicit Word(Whole number);
    explicit Word(Real number);
    std::variant<std::string_view, Whole, Real> value_;
};

/// sentence({"got ", 3, " rows, expected ", "4"})
std::string sentence(std::initializer_list<Word> words);

/// Throws std::invalid_argument.
[[noreturn]] void refuse(std::initializer_list<Word> words);

}  // namespace nn
