#include "engine/sentence.hpp"

#include <stdexcept>

#include "engine/params.hpp"

namespace nn {

Word::Word(std::string_view text) : value_(text) {}
Word::Word(const char* text) : value_(text) {}
Word::Word(const std::string& text) : value_(std::string_view(text)) {}
Word::Word(Whole number) : value_(number) {}
Word::Word(Real number) : value_(number) {}

void Word::append_to(std::string& sentence) const {
    if (const auto* text = std::get_if<std::string_view>(&value_)) sentence += *text;
    if (const auto* whole = std::get_if<Whole>(&value_)) sentence += std::to_string(whole->value);
    if (const auto* real = std::get_if<Real>(&value_)) sentence += format_number(real->value);
}

std::string sentence(std::initializer_list<Word> words) {
    std::string joined;
    for (const Word& word : words) word.append_to(joined);
    return joined;
}

void refuse(std::initializer_list<Word> words) { throw std::invalid_argument(sentence(words)); }

}  // namespace nn
