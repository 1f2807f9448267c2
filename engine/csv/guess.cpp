#include "engine/csv/guess.hpp"

#include <algorithm>

#include "engine/csv/column.hpp"
#include "engine/csv/number.hpp"
#include "engine/csv/tokens.hpp"

namespace nn::csv {

namespace {

constexpr std::size_t most_rows = 100;

using Rows = std::vector<std::vector<std::string>>;

struct Enough {};

class Gather final : public Sink {
  public:
    void field(std::string_view text, int, long) override { row_.emplace_back(text); }
    void row_end(int, long) override {
        rows.push_back(std::move(row_));
        row_.clear();
        if (rows.size() == most_rows) throw Enough{};
    }
    Rows rows;

  private:
    std::vector<std::string> row_;
};

/// The first rows, up to the first mistake.
Rows first_rows(std::string_view sample, bool whole, char delimiter, bool& faultless) {
    Gather gather;
    Tokens tokens(delimiter, gather);
    faultless = true;
    try {
        tokens.feed(sample);
        if (whole || gather.rows.empty()) tokens.finish();
    } catch (const CsvError&) {
        faultless = false;
    } catch (const Enough&) {
    }
    return std::move(gather.rows);
}

/// Rows as long as the first one, if that has more than one field.
int matching(const Rows& rows) {
    if (rows.empty() || rows.front().size() < 2) return 0;
    return static_cast<int>(
        std::ranges::count_if(rows, [&](const auto& row) { return row.size() == rows.front().size(); }));
}

/// Tab and semicolon before the others: a comma or a bar may stand in every one of their rows, as a decimal mark, say.
char guess_delimiter(std::string_view sample, bool whole) {
    char best = ',';
    std::size_t most_fields = 1;
    int most_matching = 0;
    char best_of_faulty = ',';
    for (const char delimiter : {'\t', ';', ',', '|', ' '}) {
        bool faultless;
        const Rows rows = first_rows(sample, whole, delimiter, faultless);
        const int match = matching(rows);
        if (match > most_matching && delimiter != ' ') {
            most_matching = match;
            best_of_faulty = delimiter;
        }
        if (!faultless || match == 0 || match != static_cast<int>(rows.size())) continue;
        if (delimiter == '\t' || delimiter == ';') return delimiter;
        if (delimiter == ' ' && most_fields > 1) continue;
        if (rows.front().size() > most_fields) {
            most_fields = rows.front().size();
            best = delimiter;
        }
    }
    return most_fields > 1 ? best : best_of_faulty;
}

char guess_decimal_mark(const Rows& rows, char delimiter) {
    if (delimiter == ',') return '.';
    int points = 0, commas = 0;
    double number;
    for (const auto& row : rows)
        for (const std::string& text : row) {
            points += text.find('.') != text.npos && parse_decimal(text, '.', number);
            commas += text.find(',') != text.npos && parse_decimal(text, ',', number);
        }
    return commas > points ? ',' : '.';
}

/// A first row of words is a header where a column below it is of numbers; where none is, if most of its words
/// never come again in their column.
bool guess_header(const Rows& rows, char decimal_mark) {
    if (rows.empty()) return false;
    const auto& first = rows.front();
    double number;
    for (const std::string& text : first)
        if (parse_decimal(text, decimal_mark, number)) return false;
    std::size_t unique = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        bool numbers = false, words = false, again = false;
        for (std::size_t r = 1; r < rows.size(); ++r) {
            if (i >= rows[r].size()) continue;
            const bool is_number = parse_decimal(rows[r][i], decimal_mark, number);
            numbers |= is_number;
            words |= !is_number && !is_missing(rows[r][i], {});
            again |= rows[r][i] == first[i];
        }
        if (numbers && !words) return true;
        unique += !again;
    }
    return 2 * unique > first.size();
}

}  // namespace

Format guess_format(std::string_view sample, bool whole, const CsvOptions& options) {
    Format format{options.delimiter, options.decimal_mark, false};
    if (!format.delimiter) format.delimiter = guess_delimiter(sample, whole);
    bool faultless;
    const Rows rows = first_rows(sample, whole, format.delimiter, faultless);
    if (!format.decimal_mark) format.decimal_mark = guess_decimal_mark(rows, format.delimiter);
    format.header = options.header.value_or(guess_header(rows, format.decimal_mark));
    return format;
}

}  // namespace nn::csv
