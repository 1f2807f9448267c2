#include "engine/csv.hpp"

#include <algorithm>

#include "engine/csv/column.hpp"
#include "engine/csv/guess.hpp"
#include "engine/csv/number.hpp"
#include "engine/csv/tokens.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

constexpr std::size_t sample_size = 1 << 18;

std::string place(long line, int column) {
    if (column == 0) return sentence({"[csv] line ", line, ": "});
    return sentence({"[csv] line ", line, ", column ", column, ": "});
}

/// By name, else by number from 1; -1 if there is none.
int find_column(const std::vector<std::string>& names, std::string_view wanted) {
    const auto named = std::ranges::find(names, wanted);
    if (named != names.end()) return static_cast<int>(named - names.begin());
    double number;
    if (!csv::parse_decimal(wanted, '.', number)) return -1;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (number == static_cast<double>(i + 1)) return static_cast<int>(i);
    return -1;
}

[[noreturn]] void refuse_column(const std::vector<std::string>& names, std::string_view wanted) {
    constexpr std::size_t most = 20;
    std::string known;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        known += sentence({i ? ", " : "", csv::shown(names[i])});
    if (names.size() > most) known += sentence({" and ", names.size() - most, " more"});
    refuse({"[csv] there is no column ", csv::shown(wanted), "; there are ", known});
}

/// Names that are there and differ from each other.
std::vector<std::string> distinct_names(std::vector<std::string> names) {
    csv::Dictionary used;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].empty()) names[i] = sentence({"column ", i + 1});
        while (used.find(names[i]) >= 0) names[i] += sentence({" (", i + 1, ")"});
        used.insert(names[i]);
    }
    return names;
}

/// Puts fields into columns.
class Builder final : public csv::Sink {
  public:
    Builder(const CsvOptions& options, const csv::Format& format)
        : options_(options), header_(format.header), reading_{format.decimal_mark, options_.missing} {}

    void field(std::string_view text, int column, long line) override {
        if (column >= csv_most_columns) csv::fail(line, 0, {"more than ", csv_most_columns, " fields"});
        const auto i = static_cast<std::size_t>(column);
        if (columns_.empty()) {
            first_row_.emplace_back(text, line);
        } else if (i < columns_.size()) {
            add(i, text, line);
        }
    }

    void row_end(int fields, long line) override {
        if (columns_.empty()) return begin(line);
        if (static_cast<std::size_t>(fields) != columns_.size())
            csv::fail(line, static_cast<int>(std::min(static_cast<std::size_t>(fields), columns_.size())) + 1,
                      {"found ", fields, fields == 1 ? " field" : " fields", ", expected ", columns_.size(),
                       " as in line ", first_line_});
        ++rows;
    }

    CsvTable finish(const csv::Format& format) {
        if (columns_.empty()) csv::fail(1, 0, {"the text is empty"});
        if (rows == 0) csv::fail(first_line_, 0, {"there is a header, but no row below it"});
        CsvTable table{
            .rows = rows, .delimiter = format.delimiter, .decimal_mark = format.decimal_mark, .header = format.header};
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            table.columns.push_back(std::move(columns_[i]).finish());
            table.columns.back().name = std::move(names_[i]);
        }
        return table;
    }

    int rows = 0;

  private:
    /// The first row is complete: so many columns there are.
    void begin(long line) {
        first_line_ = line;
        for (const auto& field : first_row_) names_.push_back(header_ ? field.first : std::string());
        names_ = distinct_names(std::move(names_));
        columns_.resize(names_.size());
        for (const auto& [name, kind] : options_.kinds) {
            const int i = find_column(names_, name);
            if (i < 0) refuse_column(names_, name);
            columns_[static_cast<std::size_t>(i)] = csv::Column(kind);
        }
        if (!header_) {
            for (std::size_t i = 0; i < first_row_.size(); ++i) add(i, first_row_[i].first, first_row_[i].second);
            ++rows;
        }
        first_row_ = {};
    }

    void add(std::size_t i, std::string_view text, long line) {
        if (columns_[i].add(text, reading_)) return;
        const std::string name = csv::shown(names_[i]);
        const auto column = static_cast<int>(i) + 1;
        if (columns_[i].is_of_numbers())
            csv::fail(line, column, {"found ", csv::shown(text), " in ", name, ", expected a number"});
        csv::fail(line, column, {"more than ", csv_most_words, " different words in ", name});
    }

    const CsvOptions& options_;
    bool header_;
    csv::Column::Reading reading_;
    long first_line_ = 1;
    std::vector<std::pair<std::string, long>> first_row_;
    std::vector<std::string> names_;
    std::vector<csv::Column> columns_;
};

void check(const CsvOptions& options) {
    constexpr std::string_view delimiters(",;|\t \0", 6), marks(".,\0", 3);
    if (delimiters.find(options.delimiter) == delimiters.npos)
        refuse({"[csv] got delimiter ", csv::shown({&options.delimiter, 1}),
                ", expected a comma, semicolon, bar, tab or space"});
    if (marks.find(options.decimal_mark) == marks.npos)
        refuse({"[csv] got decimal mark ", csv::shown({&options.decimal_mark, 1}), ", expected a point or a comma"});
}

/// Throws where the bytes are not UTF-8 text to begin with; returns them without their byte order mark.
std::string_view checked_text(std::string_view sample) {
    if (sample.starts_with("\xFF\xFE") || sample.starts_with("\xFE\xFF"))
        csv::fail(1, 0, {"the text is in UTF-16: save it as UTF-8"});
    if (sample.starts_with("\xEF\xBB\xBF")) sample.remove_prefix(3);
    const std::size_t zero = sample.find('\0');
    if (zero != sample.npos)
        csv::fail(1 + std::ranges::count(sample.substr(0, zero), '\n'), 0,
                  {"found a byte that is 0: this is no text; save the table as CSV in UTF-8"});
    return sample;
}

}  // namespace

CsvError::CsvError(long at_line, int at_column, const std::string& why)
    : std::invalid_argument(place(at_line, at_column) + why), line(at_line), column(at_column) {}

int CsvTable::column(std::string_view name_or_number) const {
    std::vector<std::string> names;
    for (const CsvColumn& c : columns) names.push_back(c.name);
    const int i = find_column(names, name_or_number);
    if (i < 0) refuse_column(names, name_or_number);
    return i;
}

struct CsvParser::State {
    CsvOptions options;
    std::string sample;
    csv::Format format;
    std::optional<Builder> builder;
    std::optional<csv::Tokens> tokens;
    bool over = false;

    void begin(bool whole) {
        const std::string_view text = checked_text(sample);
        format = csv::guess_format(text, whole, options);
        builder.emplace(options, format);
        tokens.emplace(format.delimiter, *builder);
        tokens->feed(text);
        sample = {};
    }
    void check_use() {
        if (over) refuse({"[csv] the parser has finished or failed: take a new one"});
        over = true;  // until all is well
    }
};

CsvParser::CsvParser(CsvOptions options) : state_(std::make_unique<State>()) {
    check(options);
    state_->options = std::move(options);
}
CsvParser::~CsvParser() = default;
CsvParser::CsvParser(CsvParser&&) noexcept = default;
CsvParser& CsvParser::operator=(CsvParser&&) noexcept = default;

void CsvParser::feed(std::string_view piece) {
    State& s = *state_;
    s.check_use();
    if (!s.tokens) {
        const std::size_t n = std::min(piece.size(), sample_size - s.sample.size());
        s.sample.append(piece.substr(0, n));
        piece.remove_prefix(n);
        if (s.sample.size() == sample_size) s.begin(false);
    }
    if (s.tokens) s.tokens->feed(piece);
    s.over = false;
}

CsvTable CsvParser::finish() {
    State& s = *state_;
    s.check_use();
    if (!s.tokens) s.begin(true);
    s.tokens->finish();
    return s.builder->finish(s.format);
}

int CsvParser::rows() const { return state_->builder ? state_->builder->rows : 0; }

CsvTable read_csv(std::string_view text, const CsvOptions& options) {
    CsvParser parser(options);
    parser.feed(text);
    return parser.finish();
}

}  // namespace nn
