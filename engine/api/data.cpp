// Data sets, splits and people's own tables behind the border.
#include <algorithm>
#include <cstring>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/csv.hpp"
#include "engine/datasets.hpp"
#include "engine/params_text.hpp"
#include "engine/sentence.hpp"
#include "engine/split.hpp"

using namespace nn;
using namespace nn::api;

namespace {

using SharedData = std::shared_ptr<const Data>;

void write_names(Json& json, std::string_view key, const std::vector<std::string>& names) {
    json.key(key).begin_array();
    for (const std::string& name : names) json.value(std::string_view(name));
    json.end_array();
}

void write_counts(Json& json, std::string_view key, const std::vector<int>& counts) {
    json.key(key).begin_array();
    for (const int n : counts) json.value(n);
    json.end_array();
}

/// Pieces between newlines; an empty text has none.
std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

template <class Table>
int word_in(std::string_view call, const Table& words, std::string_view word) {
    const auto found = std::find(std::begin(words), std::end(words), word);
    if (found != std::end(words)) return static_cast<int>(found - std::begin(words));
    std::string all;
    for (const auto known : words) all += (all.empty() ? "" : ", ") + std::string(known);
    refuse({"[", call, "] got ", word, ", expected one of ", all});
}

/// Options of the reader as lines "key value", which engine.mjs writes.
template <class F>
void each_option(std::string_view call, std::string_view text, F&& take) {
    for (const std::string& line : lines_of(text)) {
        const std::size_t space = std::min(line.find(' '), line.size());
        const std::string key = line.substr(0, space), value = percent_decode(line.substr(std::min(space + 1, line.size())));
        if (!take(key, value)) refuse({"[", call, "] got ", key, ", expected an option that there is"});
    }
}

CsvOptions options_of(std::string_view text) {
    CsvOptions options;
    each_option("csv", text, [&](const std::string& key, const std::string& value) {
        const auto one = [&] {
            if (value.size() != 1) refuse({"[csv] got ", key, " \"", value, "\", expected one character"});
            return value[0];
        };
        if (key == "delimiter") options.delimiter = one();
        else if (key == "decimal-mark") options.decimal_mark = one();
        else if (key == "header") options.header = value == "true";
        else if (key == "missing") options.missing.push_back(value);
        else if (const std::string_view start = "kind-"; key.starts_with(start))
            options.kinds.push_back({value, static_cast<CsvKind>(word_in("csv", csv_kind_keys, key.substr(start.size())))});
        else return false;
        return true;
    });
    return options;
}

CsvChoice choice_of(std::string_view text) {
    CsvChoice choice;
    each_option("csv", text, [&](const std::string& key, const std::string& value) {
        if (key == "target") choice.targets.push_back(value);
        else if (key == "input") choice.inputs.push_back(value);
        else if (key == "weight") choice.weight = value;
        else if (key == "task") choice.task = static_cast<Task>(word_in("csv", task_keys, value));
        else if (key == "one-hot") choice.one_hot = value == "true";
        else if (key == "fill") choice.fill = static_cast<CsvFill>(word_in("csv", csv_fill_keys, value));
        else return false;
        return true;
    });
    return choice;
}

}  // namespace

extern "C" {

int engine_dataset(const char* text) {
    return guard([=](Border& b) {
        return b.objects.add(std::make_shared<const Data>(generate(read_row<Dataset>("dataset", text))));
    });
}

int engine_data_read(int handle) {
    return guard([=](Border& b) {
        const Data& data = *b.objects.get<SharedData>(handle, "data");
        auto at = b.out(data.x.size() + data.y.size() + data.weight.size()).begin();
        for (const auto* part : {&data.x, &data.y, &data.weight}) at = std::copy(part->begin(), part->end(), at);
        Json json;
        json.begin_object().member("rows", data.rows()).member("inputs", data.inputs).member("targets", data.targets);
        json.member("task", task_keys[static_cast<std::size_t>(data.task)]).member("classes", data.classes);
        json.member("weighted", !data.weight.empty());
        write_names(json, "inputNames", data.input_names);
        write_names(json, "classNames", data.class_names);
        write_counts(json, "categories", data.categories);
        return b.reply(json.end_object());
    });
}

int engine_data_split(int handle, const char* setup) {
    return guard([=](Border& b) {
        const SharedData data = b.objects.get<SharedData>(handle, "data");
        const Split parts = split(*data, read_setup<SplitSetup>("split", setup));
        Json json;
        json.begin_array();
        for (const auto* rows : {&parts.train, &parts.validation, &parts.test})
            json.value(rows->empty() ? 0 : b.objects.add(std::make_shared<const Data>(take(*data, *rows))));
        return b.reply(json.end_array());
    });
}

int engine_csv(const char* options) {
    return guard([=](Border& b) {
        return b.objects.add(std::make_unique<CsvReader>(CsvReader{CsvParser(options_of(options)), {}, false}));
    });
}

int engine_csv_feed(int handle) {
    return guard([=](Border& b) {
        CsvReader& reader = *b.objects.get<std::unique_ptr<CsvReader>>(handle, "csv");
        if (reader.finished) refuse({"[csv] got more text, expected none after the end"});
        reader.parser.feed({reinterpret_cast<const char*>(b.input_bytes.data()), b.input_bytes.size()});
        return b.reply(Json().value(reader.parser.rows()));
    });
}

int engine_csv_finish(int handle) {
    return guard([=](Border& b) {
        CsvReader& reader = *b.objects.get<std::unique_ptr<CsvReader>>(handle, "csv");
        if (!reader.finished) reader.table = reader.parser.finish();
        reader.finished = true;
        Json json;
        json.begin_object().member("rows", reader.table.rows).member("header", reader.table.header);
        json.member("delimiter", std::string_view(&reader.table.delimiter, 1)).member("decimalMark", std::string_view(&reader.table.decimal_mark, 1));
        json.key("columns").begin_array();
        for (const CsvColumn& column : reader.table.columns) {
            json.begin_object().member("name", std::string_view(column.name)).member("kind", csv_kind_keys[static_cast<std::size_t>(column.kind)]);
            json.member("missing", column.missing).member("min", column.min).member("max", column.max).member("mean", column.mean);
            write_names(json, "categories", column.categories);
            json.end_object();
        }
        return b.reply(json.end_array().end_object());
    });
}

int engine_csv_samples(int handle, const char* choice) {
    return guard([=](Border& b) {
        CsvReader& reader = *b.objects.get<std::unique_ptr<CsvReader>>(handle, "csv");
        if (!reader.finished) refuse({"[csv] got no end of the text yet, expected finish() first"});
        CsvSamples samples = samples_of(reader.table, choice_of(choice));
        Json json;
        json.begin_object().member("dropped", samples.dropped);
        write_counts(json, "filled", samples.filled);
        b.bytes.resize(samples.rows.size() * sizeof(int));  // millions of rows would take seconds as text
        std::memcpy(b.bytes.data(), samples.rows.data(), b.bytes.size());
        const int data = b.objects.add(std::make_shared<const Data>(std::move(samples.data)));
        b.reply(json.end_object());
        return data;
    });
}
}
