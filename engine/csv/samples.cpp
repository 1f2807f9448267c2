#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/csv.hpp"
#include "engine/csv/tokens.hpp"
#include "engine/decimal.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

constexpr std::size_t most_floats = std::size_t{1} << 27;  // 512 MiB
constexpr int most_classes = 1000;

bool is_missing(const CsvColumn& column, std::size_t row) {
    const float value = column.values[row];
    return column.kind == CsvKind::category ? value < 0 : std::isnan(value);
}

/// The different numbers in order, of the given rows; at most `most` + 1 are looked for.
std::vector<float> distinct(const CsvColumn& column, const std::vector<int>& rows, int most) {
    std::vector<float> values;
    for (const int row : rows) {
        const float value = column.values[static_cast<std::size_t>(row)];
        const auto place = std::ranges::lower_bound(values, value);
        if (place != values.end() && *place == value) continue;
        values.insert(place, value);
        if (std::cmp_greater(values.size(), most)) break;
    }
    return values;
}

std::string number_text(float value) {
    if (value == std::floor(value) && std::abs(value) < 1e9f) return std::to_string(static_cast<long>(value));
    return format_rounded(double(value), 7);
}

Task guess_task(const std::vector<const CsvColumn*>& targets, const std::vector<int>& rows) {
    constexpr int most = 10, rows_each = 10;
    const auto all = [&](auto claim) { return std::ranges::all_of(targets, claim); };
    const auto only_01 = [&](const CsvColumn* c) {
        const auto values = distinct(*c, rows, 2);
        return c->kind == CsvKind::number && !values.empty() && values.front() >= 0 && values.back() <= 1 &&
               std::ranges::all_of(values, [](float v) { return v == 0 || v == 1; });
    };
    if (targets.size() > 1) return all(only_01) ? Task::labels : Task::regression;
    const CsvColumn& target = *targets.front();
    if (target.kind == CsvKind::category) return target.categories.size() == 2 ? Task::binary : Task::classes;
    const auto values = distinct(target, rows, most);
    const bool whole = std::ranges::all_of(values, [](float v) { return v == std::floor(v); });
    const auto n = static_cast<int>(values.size());
    if (n == 2 && whole) return Task::binary;
    return whole && n > 2 && n <= most && std::cmp_greater_equal(rows.size(), n * rows_each) ? Task::classes
                                                                                             : Task::regression;
}

/// Class names and, for each row, the class.
void fill_classes(const CsvColumn& target, const std::vector<int>& rows, Data& data) {
    const bool words = target.kind == CsvKind::category;
    const auto values = distinct(target, rows, words ? csv_most_words : most_classes);
    const auto n = static_cast<int>(values.size());
    const std::string name = csv::shown(target.name);
    if (n > most_classes)
        refuse({"[csv] ", name, " has more than ", most_classes, " different values: too many for classes"});
    if (n < 2) refuse({"[csv] ", name, " has the same value in all rows: there is nothing to tell apart"});
    if (data.task == Task::binary && n != 2)
        refuse({"[csv] ", name, " has ", n, " different values, expected 2 for a binary task"});
    for (const float value : values)
        data.class_names.push_back(words ? target.categories[static_cast<std::size_t>(value)] : number_text(value));
    data.classes = n;
    for (const int row : rows)
        data.y.push_back(static_cast<float>(
            std::ranges::lower_bound(values, target.values[static_cast<std::size_t>(row)]) - values.begin()));
}

/// For each label column 1 where it holds the larger of its two values.
void fill_labels(const std::vector<const CsvColumn*>& targets, const std::vector<int>& rows, Data& data) {
    data.y.resize(rows.size() * targets.size());
    for (std::size_t j = 0; j < targets.size(); ++j) {
        const CsvColumn& target = *targets[j];
        const auto values = distinct(target, rows, 2);
        const bool words = target.kind == CsvKind::category;
        const bool fits =
            words ? values.size() <= 2 : std::ranges::all_of(values, [](float v) { return v == 0 || v == 1; });
        if (!fits) refuse({"[csv] ", csv::shown(target.name), " holds more than 0 and 1, or than two words: no label"});
        const float one = words ? values.back() : 1;
        for (std::size_t r = 0; r < rows.size(); ++r)
            data.y[r * targets.size() + j] =
                target.values[static_cast<std::size_t>(rows[r])] == one && (!words || values.size() == 2) ? 1.0f : 0.0f;
    }
}

void fill_numbers(const std::vector<const CsvColumn*>& targets, const std::vector<int>& rows, Data& data) {
    for (const CsvColumn* target : targets)
        if (target->kind != CsvKind::number)
            refuse({"[csv] ", csv::shown(target->name), " holds words, expected numbers for regression"});
    data.y.reserve(rows.size() * targets.size());
    for (const int row : rows)
        for (const CsvColumn* target : targets) data.y.push_back(target->values[static_cast<std::size_t>(row)]);
}

void fill_targets(const std::vector<const CsvColumn*>& targets, const std::vector<int>& rows, Data& data) {
    for (const CsvColumn* target : targets) data.target_names.push_back(target->name);
    data.targets = static_cast<int>(targets.size());
    switch (data.task) {
        case Task::labels:
            return fill_labels(targets, rows, data);
        case Task::regression:
            return fill_numbers(targets, rows, data);
        case Task::binary:
        case Task::classes:
            if (targets.size() != 1)
                refuse({"[csv] got ", targets.size(), " targets, expected 1 for the task ",
                        task_keys[static_cast<std::size_t>(data.task)]});
            return fill_classes(*targets.front(), rows, data);
    }
}

void fill_weights(const CsvColumn& weight, const std::vector<int>& rows, Data& data) {
    if (weight.kind != CsvKind::number)
        refuse({"[csv] ", csv::shown(weight.name), " holds words, expected numbers for weights"});
    if (weight.min < 0) refuse({"[csv] ", csv::shown(weight.name), " has a value below 0, expected weights"});
    for (const int row : rows) data.weight.push_back(weight.values[static_cast<std::size_t>(row)]);
}

/// What replaces a missing number; 0 where all are missing, NaN where they are kept.
float replacement(const CsvColumn& column, const std::vector<int>& rows, CsvFill fill) {
    if (fill == CsvFill::keep) return std::numeric_limits<float>::quiet_NaN();
    std::vector<float> values;
    double sum = 0;
    for (const int row : rows) {
        const float value = column.values[static_cast<std::size_t>(row)];
        if (std::isnan(value)) continue;
        values.push_back(value);
        sum += double(value);
    }
    if (values.empty()) return 0;
    if (fill == CsvFill::mean) return static_cast<float>(sum / static_cast<double>(values.size()));
    std::ranges::make_heap(values);  // a tenth of std::nth_element's code
    std::ranges::sort_heap(values);
    const std::size_t middle = values.size() / 2;
    if (values.size() % 2) return values[middle];
    return static_cast<float>((double(values[middle]) + double(values[middle - 1])) / 2);
}

/// Inputs that a column becomes, and their names.
int inputs_of(const CsvColumn& column, bool one_hot, Data& data) {
    if (column.kind == CsvKind::number) {
        data.input_names.push_back(column.name);
        data.categories.push_back(0);
        return 1;
    }
    std::vector<std::string> categories = column.categories;
    if (column.missing) categories.push_back("(missing)");
    if (!one_hot) {
        data.input_names.push_back(column.name);
        data.categories.push_back(static_cast<int>(categories.size()));
        return 1;
    }
    for (const std::string& category : categories) data.input_names.push_back(sentence({column.name, "=", category}));
    data.categories.insert(data.categories.end(), categories.size(), 0);
    return static_cast<int>(categories.size());
}

void fill_inputs(const std::vector<const CsvColumn*>& columns, const CsvChoice& choice, CsvSamples& samples) {
    Data& data = samples.data;
    std::vector<std::size_t> places;
    for (const CsvColumn* column : columns) {
        places.push_back(static_cast<std::size_t>(data.inputs));
        data.inputs += inputs_of(*column, choice.one_hot, data);
    }
    const auto width = static_cast<std::size_t>(data.inputs);
    if (width * samples.rows.size() > most_floats)
        refuse({"[csv] ", data.inputs, " inputs of ", samples.rows.size(),
                " rows are too much for the memory: choose fewer columns, or codes in place of one-hot"});
    data.x.resize(width * samples.rows.size());
    for (std::size_t j = 0; j < columns.size(); ++j) {
        const CsvColumn& column = *columns[j];
        const bool words = column.kind == CsvKind::category;
        const float instead =
            words ? static_cast<float>(column.categories.size()) : replacement(column, samples.rows, choice.fill);
        int filled = 0;
        float* x = data.x.data() + places[j];
        for (const int row : samples.rows) {
            const bool missing = is_missing(column, static_cast<std::size_t>(row));
            const float value = missing ? instead : column.values[static_cast<std::size_t>(row)];
            filled += missing && !std::isnan(value);
            if (words && choice.one_hot)
                x[static_cast<std::size_t>(value)] = 1;
            else
                *x = value;
            x += width;
        }
        samples.filled.push_back(filled);
    }
}

/// A column for a part that needs values.
const CsvColumn* usable(const CsvTable& table, int i) {
    const CsvColumn& column = table.columns[static_cast<std::size_t>(i)];
    if (column.kind == CsvKind::ignored)
        refuse({"[csv] ", csv::shown(column.name),
                " is ignored: it has no values, too many different words, or was told to be"});
    return &column;
}

}  // namespace

CsvSamples samples_of(const CsvTable& table, const CsvChoice& choice) {
    constexpr const char* input = "an input";
    std::vector<const char*> part(table.columns.size());
    const auto claim = [&](int i, const char* as) {
        const char*& taken = part[static_cast<std::size_t>(i)];
        if (taken)
            refuse({"[csv] ", csv::shown(table.columns[static_cast<std::size_t>(i)].name), " cannot be ", as,
                    ": it is ", taken, " already"});
        taken = as;
        return usable(table, i);
    };
    if (table.columns.empty()) refuse({"[csv] the table has no columns"});
    std::vector<const CsvColumn*> targets, inputs;
    for (const std::string& name : choice.targets) targets.push_back(claim(table.column(name), "a target"));
    if (targets.empty()) targets.push_back(claim(static_cast<int>(table.columns.size()) - 1, "a target"));
    const CsvColumn* weight = choice.weight.empty() ? nullptr : claim(table.column(choice.weight), "the weight");
    for (const std::string& name : choice.inputs) inputs.push_back(claim(table.column(name), input));
    if (choice.inputs.empty())
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (!part[i] && table.columns[i].kind != CsvKind::ignored) inputs.push_back(&table.columns[i]);
    if (inputs.empty()) refuse({"[csv] there is no column left to learn from"});

    CsvSamples samples;
    for (int row = 0; row < table.rows; ++row) {
        const auto r = static_cast<std::size_t>(row);
        const bool known = std::ranges::none_of(targets, [&](const CsvColumn* c) { return is_missing(*c, r); });
        if (known && !(weight && is_missing(*weight, r))) samples.rows.push_back(row);
    }
    samples.dropped = table.rows - static_cast<int>(samples.rows.size());
    if (samples.rows.empty()) refuse({"[csv] no row has a value in every target and weight"});
    samples.data.task = choice.task.value_or(guess_task(targets, samples.rows));
    fill_targets(targets, samples.rows, samples.data);
    if (weight) fill_weights(*weight, samples.rows, samples.data);
    fill_inputs(inputs, choice, samples);
    return samples;
}

}  // namespace nn
