#pragma once
/// Reads people's own tables: comma-separated values (Y. Shafranovich, RFC 4180, 2005) and what goes by that name.
///
/// Taken as RFC 4180 says: quotes, doubled quotes, line breaks within quotes, CRLF. Beyond it: LF or CR alone, a byte
/// order mark, other delimiters, blanks around a field that is not quoted (they are dropped), empty lines (skipped), a
/// quote inside of a field that does not begin with one (kept). The text is UTF-8.
///
/// A table is kept by columns of floats: numbers, or codes of the column's different words. What is wrong with a text
/// is said by CsvError, with the place: the line as an editor counts it and the column as a spreadsheet does, both
/// from 1.
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data.hpp"

namespace nn {

struct CsvError : std::invalid_argument {
    CsvError(long at_line, int at_column, const std::string& why);
    long line;
    int column;  ///< 0: the whole line
};

/// ignored: has no value at all, or more than `csv_most_words` different words (names, free text), or is told to be.
enum class CsvKind { number, category, ignored };
inline constexpr std::string_view csv_kind_keys[] = {"number", "category", "ignored"};

inline constexpr int csv_most_columns = 16384, csv_most_words = 10000;
inline constexpr std::size_t csv_longest_field = 1000000;  ///< bytes; more means that a quote is missing

/// What is not told is guessed from the first 256 KiB.
struct CsvOptions {
    char delimiter = 0;     ///< , ; | tab, or a space, which stands for any run of them
    char decimal_mark = 0;  ///< . or ,; a comma is guessed only where it is not the delimiter
    std::optional<bool> header;
    /// By name or by number from 1. A column of which nothing is told is of numbers if all its values are.
    struct Told {
        std::string column;
        CsvKind kind;
    };
    std::vector<Told> kinds;
    /// Words that mean "missing" besides the empty one, NA, N/A, NaN, null, ? and - (in upper or lower case).
    std::vector<std::string> missing;
};

struct CsvColumn {
    std::string name;  ///< never empty, and no two are the same; without a header "column 1" and so on
    CsvKind kind = CsvKind::number;
    int missing = 0;
    double min = 0, max = 0, mean = 0;    ///< of a number column's values that are not missing
    std::vector<std::string> categories;  ///< of a category column, sorted by bytes
    std::vector<float> values;            ///< a number or NaN; or the place in `categories` or -1; empty where ignored
};

struct CsvTable {
    int rows = 0;
    std::vector<CsvColumn> columns;
    char delimiter = ',', decimal_mark = '.';
    bool header = false;

    /// Place of a column by name, else by number from 1. Throws std::invalid_argument that says which there are.
    int column(std::string_view name_or_number) const;
};

/// Takes a text in pieces, cut anywhere, in one pass: memory grows with the table, not with the text.
class CsvParser {
  public:
    explicit CsvParser(CsvOptions options = {});
    ~CsvParser();
    CsvParser(CsvParser&&) noexcept;
    CsvParser& operator=(CsvParser&&) noexcept;

    /// Throws CsvError; the parser is then of no more use.
    void feed(std::string_view piece);
    /// Throws CsvError where the text ends within quotes or has no rows. The parser is then of no more use.
    CsvTable finish();
    /// Read so far.
    int rows() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

CsvTable read_csv(std::string_view text, const CsvOptions& options = {});

// ---- from a table to samples -------------------------------------------------------------------------------------

enum class CsvFill { mean, median, keep };
inline constexpr std::string_view csv_fill_keys[] = {"mean", "median", "keep"};

/// Columns are given by name or by number from 1.
struct CsvChoice {
    std::vector<std::string> targets;  ///< empty: the last column. Several: for labels or regression.
    std::vector<std::string> inputs;   ///< empty: all but targets, weight and ignored ones
    std::string weight;                ///< a column of sample weights, or empty
    /// Not given: binary or classes where the target holds words, or whole numbers with at most 10 different ones, ten
    /// rows each on average; labels where several hold 0 and 1 alone; else regression.
    std::optional<Task> task;
    bool one_hot = false;  ///< a column of 0 and 1 for each category, else its code (Data::categories tells how many)
    CsvFill fill = CsvFill::mean;
};

struct CsvSamples {
    Data data;
    int dropped = 0;          ///< rows without a target or a weight
    std::vector<int> rows;    ///< of the table, one for each sample
    std::vector<int> filled;  ///< for each chosen input column: missing values that were replaced (0 for numbers kept)
};

/// Missing numbers become the column's mean or median over all samples, or stay NaN (keep), for preprocessing that is
/// fitted on the training part alone; missing words become a category of their own, "(missing)". Classes are numbered in the order of their names, or of their numbers. Throws std::invalid_argument
/// where a column is not there or not fit for its part.
CsvSamples samples_of(const CsvTable& table, const CsvChoice& choice = {});

}  // namespace nn
