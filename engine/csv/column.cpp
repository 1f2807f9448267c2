#include "engine/csv/column.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/csv/number.hpp"

namespace nn::csv {

namespace {

constexpr int numbers_from = 4096;  ///< different numbers, after which a column is no longer one of words

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

bool is_missing(std::string_view text, const std::vector<std::string>& more) {
    static constexpr std::string_view words[] = {"", "na", "n/a", "nan", "null", "?", "-"};
    const auto is_text = [&](std::string_view word) {
        return word.size() == text.size() &&
               std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
    };
    return (text.size() <= 4 && std::ranges::any_of(words, is_text)) ||
           std::ranges::any_of(more, [&](const std::string& word) { return word == text; });
}

// ---- dictionary ----------------------------------------------------------------------------------------------------

std::string_view Dictionary::operator[](int i) const {
    const auto k = static_cast<std::size_t>(i);
    const std::size_t first = k == 0 ? 0 : ends_[k - 1];
    return std::string_view(texts_).substr(first, ends_[k] - first);
}

std::size_t Dictionary::slot_of(std::string_view text) const {
    std::uint32_t hash = 2166136261;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    hash ^= hash >> 15;
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot] >= 0 && (*this)[slots_[slot]] != text) slot = (slot + 1) & mask;
    return slot;
}

int Dictionary::find(std::string_view text) const { return slots_.empty() ? -1 : slots_[slot_of(text)]; }

int Dictionary::insert(std::string_view text) {
    if (slots_.size() < 2 * (ends_.size() + 1)) rehash(std::max<std::size_t>(16, 2 * slots_.size()));
    const std::size_t slot = slot_of(text);
    if (slots_[slot] >= 0) return slots_[slot];
    texts_.append(text);
    ends_.push_back(texts_.size());
    return slots_[slot] = size() - 1;
}

void Dictionary::rehash(std::size_t slots) {
    slots_ = std::vector<int>(slots, -1);
    for (int i = 0; i < size(); ++i) slots_[slot_of((*this)[i])] = i;
}

// ---- column --------------------------------------------------------------------------------------------------------

bool Column::add(std::string_view text, const Reading& reading) {
    if (state_ == State::dropped) return true;
    if (state_ != State::numbers) return add_word(text, reading);
    double number;
    if (parse_decimal(text, reading.decimal_mark, number)) {
        values_.push_back(static_cast<float>(number));
    } else {
        if (!is_missing(text, reading.missing)) return false;
        values_.push_back(std::numeric_limits<float>::quiet_NaN());
        ++missing_;
    }
    return true;
}

bool Column::add_word(std::string_view text, const Reading& reading) {
    int code = words_.find(text);
    if (code < 0 && is_missing(text, reading.missing)) {
        ++missing_;
    } else if (code < 0) {
        code = words_.insert(text);
        double number;
        if (state_ == State::dictionary) {
            if (parse_decimal(text, reading.decimal_mark, number))
                word_values_.push_back(static_cast<float>(number));
            else
                state_ = State::words;
        }
    }
    values_.push_back(static_cast<float>(code));
    if (state_ == State::dictionary && words_.size() > numbers_from) become_numbers();
    if (words_.size() <= csv_most_words) return true;
    if (state_ == State::told_words) return false;
    drop();
    return true;
}

void Column::become_numbers() {
    for (float& value : values_)
        value = value < 0 ? std::numeric_limits<float>::quiet_NaN() : word_values_[static_cast<std::size_t>(value)];
    words_ = {};
    word_values_ = {};
    state_ = State::numbers;
}

void Column::drop() {
    words_ = {};
    values_ = {};
    state_ = State::dropped;
}

CsvColumn Column::finish() && {
    if (state_ == State::dictionary) become_numbers();
    if (std::cmp_equal(missing_, values_.size())) drop();
    CsvColumn column{.missing = missing_};
    if (state_ == State::dropped) {
        column.kind = CsvKind::ignored;
    } else if (state_ == State::numbers) {
        column.min = std::numeric_limits<double>::infinity();
        column.max = -column.min;
        for (const float value : values_) {
            if (std::isnan(value)) continue;
            column.min = std::min(column.min, double(value));
            column.max = std::max(column.max, double(value));
            column.mean += double(value);
        }
        column.mean /= static_cast<double>(values_.size()) - missing_;
    } else {
        column.kind = CsvKind::category;
        std::vector<int> order(static_cast<std::size_t>(words_.size())), place(order.size());
        std::iota(order.begin(), order.end(), 0);
        const auto before = [&](int a, int b) { return words_[a] < words_[b]; };
        std::ranges::make_heap(order, before);  // a tenth of std::sort's code
        std::ranges::sort_heap(order, before);
        for (std::size_t i = 0; i < order.size(); ++i) {
            place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
            column.categories.emplace_back(words_[order[i]]);
        }
        for (float& value : values_)
            if (value >= 0) value = static_cast<float>(place[static_cast<std::size_t>(value)]);
    }
    column.values = std::move(values_);
    return column;
}

}  // namespace nn::csv
