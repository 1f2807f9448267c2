/// Any bytes at all become a table that keeps its promises, or an error with a place in the text; in pieces, the same
/// as at once.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "engine/csv.hpp"
#include "words.hpp"

using namespace nn;

namespace {

constexpr std::string_view words[] = {",", "\"", "\"\"", "\r\n", "\n",   ";",  "\t",  "|",
                                      " ", "1",  "2.5",  "1,5",  "-3e4", "NA", "abc", "\xEF\xBB\xBF"};

struct Reading {
    CsvTable table;
    std::string error;
};

/// Cut where `cut` says: 0 for not at all.
Reading read(std::string_view text, const CsvOptions& options, std::size_t cut) {
    Reading reading;
    try {
        CsvParser parser(options);
        if (cut)
            for (std::size_t i = 0; i < text.size(); i += cut) parser.feed(text.substr(i, cut));
        else
            parser.feed(text);
        reading.table = parser.finish();
    } catch (const CsvError& e) {
        reading.error = e.what();
        const long lines = 1 + std::count(text.begin(), text.end(), '\n') + std::count(text.begin(), text.end(), '\r');
        require(e.line >= 1 && e.line <= lines);
        require(e.column >= 0 && e.column <= csv_most_columns + 1);
    } catch (const std::invalid_argument& e) {
        reading.error = e.what();
    }
    return reading;
}

bool same(const CsvColumn& a, const CsvColumn& b) {
    return a.name == b.name && a.kind == b.kind && a.missing == b.missing && a.categories == b.categories &&
           a.values.size() == b.values.size() &&
           (a.values.empty() || std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0);
}

void check(const CsvTable& table) {
    require(table.rows > 0 && !table.columns.empty());
    for (const CsvColumn& column : table.columns) {
        require(!column.name.empty());
        if (column.kind == CsvKind::ignored) {
            require(column.values.empty() && column.categories.empty());
            continue;
        }
        require(column.values.size() == static_cast<std::size_t>(table.rows));
        int missing = 0;
        for (const float value : column.values)
            if (column.kind == CsvKind::number) {
                missing += std::isnan(value);
                require(std::isnan(value) || (double(value) >= column.min && double(value) <= column.max));
            } else {
                missing += value < 0;
                require(value == -1 || (value >= 0 && value < static_cast<float>(column.categories.size())));
            }
        require(missing == column.missing);
    }
}

void check_samples(const CsvTable& table, const CsvChoice& choice) {
    try {
        const CsvSamples samples = samples_of(table, choice);
        const Data& data = samples.data;
        require(data.rows() + samples.dropped == table.rows);
        require(data.y.size() == static_cast<std::size_t>(data.rows()) * static_cast<std::size_t>(data.targets));
        require(data.input_names.size() == static_cast<std::size_t>(data.inputs));
        for (const float x : data.x) require(std::isfinite(x));
    } catch (const std::invalid_argument&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const std::string text = spelled({data + 2, size - 2}, words);
    CsvOptions options;
    if (data[0] & 1) options.delimiter = ",;|\t "[data[1] % 5];
    if (data[0] & 2) options.decimal_mark = data[1] & 1 ? ',' : '.';
    if (data[0] & 4) options.header = (data[1] & 2) != 0;
    if (data[0] & 8) options.kinds = {{"1", static_cast<CsvKind>(data[1] % 3)}};
    const Reading whole = read(text, options, 0);
    for (const std::size_t cut : {std::size_t{1}, std::size_t{1} + data[1] % 16, std::size_t{1} + text.size() / 2}) {
        const Reading pieces = read(text, options, cut);
        require(pieces.error == whole.error);
        require(pieces.table.rows == whole.table.rows && pieces.table.columns.size() == whole.table.columns.size());
        for (std::size_t i = 0; i < whole.table.columns.size(); ++i)
            require(same(pieces.table.columns[i], whole.table.columns[i]));
    }
    if (!whole.error.empty()) return 0;
    check(whole.table);
    check_samples(whole.table, {});
    check_samples(whole.table, {.targets = {"1"}, .one_hot = true, .fill = CsvFill::median});
    return 0;
}
