#pragma once
/// One column while it is read.
///
/// It begins as codes into a dictionary, whatever it holds: so a column that turns out to be words after many numbers
/// has lost none. Once there are many different values and all were numbers, it goes on as numbers alone; a word is
/// then a mistake. Codes and numbers are floats in the same place.
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv.hpp"

namespace nn::csv {

/// Different texts, numbered in the order in which they come.
class Dictionary {
  public:
    /// Its number, or -1.
    int find(std::string_view text) const;
    int insert(std::string_view text);
    int size() const { return static_cast<int>(ends_.size()); }
    std::string_view operator[](int i) const;

  private:
    std::size_t slot_of(std::string_view text) const;
    void rehash(std::size_t slots);

    std::string texts_;  ///< one after the other
    std::vector<std::size_t> ends_;
    std::vector<int> slots_;  ///< open addressing; -1: free
};

class Column {
  public:
    struct Reading {
        char decimal_mark;
        const std::vector<std::string>& missing;
    };
    Column() = default;
    explicit Column(CsvKind told)
        : state_(told == CsvKind::number     ? State::numbers
                 : told == CsvKind::category ? State::told_words
                                             : State::dropped) {}

    /// False where a number was expected and there is something else, or words were told and there are too many.
    bool add(std::string_view text, const Reading& reading);
    bool is_of_numbers() const { return state_ == State::numbers; }
    /// The name is the caller's to fill in.
    CsvColumn finish() &&;

  private:
    enum class State { dictionary, words, told_words, numbers, dropped };
    bool add_word(std::string_view text, const Reading& reading);
    void become_numbers();
    void drop();

    State state_ = State::dictionary;
    int missing_ = 0;
    Dictionary words_;
    std::vector<float> word_values_;  ///< of each word while all of them are numbers
    std::vector<float> values_;
};

/// "", NA, N/A, NaN, null, ?, - in upper or lower case, or one of `more`.
bool is_missing(std::string_view text, const std::vector<std::string>& more);

}  // namespace nn::csv
