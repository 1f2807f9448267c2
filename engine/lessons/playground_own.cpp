#include <algorithm>
#include <cmath>

#include "engine/lessons/playground_data.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::string_view too_large = "the table is too large: two million numbers at most, so take fewer columns or rows";
constexpr std::size_t longest_text = 64'000'000;  ///< bytes of a saved table

}  // namespace

bool OwnData::add(const Point& p) {
    if (points_.size() >= most_points || !std::isfinite(p.x) || !std::isfinite(p.y) || p.label < 0 || p.label >= most_classes) return false;
    points_.push_back(p);
    kind_ = Kind::points;
    return true;
}

bool OwnData::erase(float x, float y, float reach) {
    const auto distance = [&](const Point& p) { return std::hypot(p.x - x, p.y - y); };
    const auto nearest = std::min_element(points_.begin(), points_.end(), [&](const Point& a, const Point& b) { return distance(a) < distance(b); });
    if (nearest == points_.end() || !(distance(*nearest) <= reach)) return false;
    points_.erase(nearest);
    kind_ = Kind::points;
    return true;
}

bool OwnData::add(const Target& t) {
    if (curve_.size() >= most_points || !std::isfinite(t.x) || !std::isfinite(t.y)) return false;
    curve_.push_back(t);
    kind_ = Kind::curve;
    return true;
}

void OwnData::erase_curve(float from, float to) {
    if (from > to) std::swap(from, to);
    std::erase_if(curve_, [&](const Target& t) { return t.x >= from && t.x <= to; });
}

void OwnData::clear() { *this = {}; }

std::string OwnData::set_table(Data table) {
    const auto all_finite = [](const std::vector<float>& v) { return std::all_of(v.begin(), v.end(), [](float x) { return std::isfinite(x); }); };
    if (table.inputs < 1 || table.rows() < 4) return sentence({"a network needs four rows at least, and there are ", table.rows()});
    if (table.inputs > 1000) return sentence({"at most 1000 inputs, and there are ", table.inputs});
    if (table.x.size() + table.y.size() > most_numbers) return std::string(too_large);
    if (!all_finite(table.x)) return "an input is missing or not finite: fill in what is missing first";
    if (!all_finite(table.y)) return "a target is missing or not finite";
    if (table.y.size() != static_cast<std::size_t>(table.rows()) * static_cast<std::size_t>(table.targets)) return "not every row has its targets";
    if ((table.task == Task::classes || table.task == Task::binary) && table.classes < 2) return "all rows are of one class: there is nothing to tell apart";
    if (table.task == Task::regression && table.targets == 1 && std::all_of(table.y.begin(), table.y.end(), [&](float y) { return y == table.y[0]; }))
        return "the target has the same value in all rows: there is nothing to predict";
    if (table.classes > 64 || table.targets > 64) return "at most 64 classes or targets";
    if (table.task == Task::classes && table.classes == 2) table.task = Task::binary;
    table.weight.clear();
    table_ = std::move(table);
    kind_ = Kind::table;
    return {};
}

std::vector<int> OwnData::classes() const {
    std::vector<int> labels;
    for (int label = 0; label < most_classes; ++label)
        if (std::count_if(points_.begin(), points_.end(), [&](const Point& p) { return p.label == label; }) >= 2) labels.push_back(label);
    return labels;
}

std::string OwnData::lacking() const {
    switch (kind_) {
        case Kind::none: return "there are no data of your own yet: draw points, or open a table";
        case Kind::points:
            if (points_.empty()) return "draw points of two classes at least";
            return classes().size() < 2 ? "a network needs two classes of two points each at least: draw some of another" : "";
        case Kind::curve:
            if (curve_.empty()) return "draw a curve";
            return curve_.size() < 4 ? "there is too little of a curve: draw a longer one" : "";
        case Kind::table: return {};
    }
    return {};
}

Data OwnData::data() const {
    if (kind_ == Kind::table) return table_;
    Data data;
    data.inputs = kind_ == Kind::points ? 2 : 1;
    if (kind_ == Kind::curve) {
        for (const Target& t : curve_) data.x.push_back(t.x), data.y.push_back(t.y);
        return data;
    }
    const auto labels = classes();
    data.classes = static_cast<int>(labels.size());
    data.task = data.classes == 2 ? Task::binary : Task::classes;
    for (const Point& p : points_) {
        const auto label = std::find(labels.begin(), labels.end(), p.label);
        if (label == labels.end()) continue;
        data.x.insert(data.x.end(), {p.x, p.y});
        data.y.push_back(static_cast<float>(label - labels.begin()));
    }
    return data;
}

namespace {

constexpr std::string_view first_line = "downhill own data 1\n";

std::string line_of(char what, std::string name) {
    std::replace(name.begin(), name.end(), '\n', ' ');
    return sentence({std::string(1, what), " ", name, "\n"});
}

/// What stands behind the first letter of a line. False: not numbers alone.
bool read_numbers(std::string_view line, std::vector<float>& numbers) {
    numbers.clear();
    for (std::size_t at = 2; at < line.size();) {
        const std::size_t stop = std::min(line.find(' ', at), line.size());
        double number;
        if (!parse_number(line.substr(at, stop - at), number)) return false;
        numbers.push_back(static_cast<float>(number));
        at = stop + 1;
    }
    return true;
}

bool is_whole(float v, int low, int high) { return v >= static_cast<float>(low) && v <= static_cast<float>(high) && v == std::floor(v); }

/// Names are one for each, or none.
bool fits(const std::vector<std::string>& names, int count) { return names.empty() || names.size() == static_cast<std::size_t>(count); }

bool holds_classes(const Data& table) {
    if (table.task != Task::binary && table.task != Task::classes) return true;
    return table.targets == 1 && std::all_of(table.y.begin(), table.y.end(), [&](float y) { return is_whole(y, 0, table.classes - 1); });
}

}  // namespace

std::string OwnData::save() const {
    if (kind_ == Kind::none) return {};
    std::string text(first_line);
    text += sentence({"k ", static_cast<int>(kind_), "\n"});
    for (const Point& p : points_) text += sentence({"p ", format_number(double(p.x)), " ", format_number(double(p.y)), " ", p.label, "\n"});
    for (const Target& t : curve_) text += sentence({"c ", format_number(double(t.x)), " ", format_number(double(t.y)), "\n"});
    if (table_.rows() == 0) return text;
    text += sentence({"t ", table_.inputs, " ", table_.targets, " ", static_cast<int>(table_.task), " ", table_.classes, "\n"});
    for (const std::string& name : table_.input_names) text += line_of('i', name);
    for (const std::string& name : table_.target_names) text += line_of('o', name);
    for (const std::string& name : table_.class_names) text += line_of('l', name);
    const auto in = static_cast<std::size_t>(table_.inputs), out = static_cast<std::size_t>(table_.targets);
    for (std::size_t row = 0; row < static_cast<std::size_t>(table_.rows()); ++row) {
        text += "r";
        for (std::size_t i = 0; i < in; ++i) text += " " + format_number(double(table_.x[row * in + i]));
        for (std::size_t i = 0; i < out; ++i) text += " " + format_number(double(table_.y[row * out + i]));
        text += "\n";
    }
    return text;
}

std::string OwnData::restore(std::string_view text) {
    OwnData read;
    Data& table = read.table_;
    std::vector<float> v;
    int kind = 0;
    if (!text.empty() && !text.starts_with(first_line)) return "these are no data of the playground";
    if (text.size() > longest_text) return std::string(too_large);
    text.remove_prefix(std::min(first_line.size(), text.size()));
    const auto take = [&](char what, std::string_view line) {
        if (what == 'i' || what == 'o' || what == 'l') {
            (what == 'i' ? table.input_names : what == 'o' ? table.target_names : table.class_names).emplace_back(line.substr(std::min<std::size_t>(2, line.size())));
            return true;
        }
        if (!read_numbers(line, v)) return false;
        if (what == 'k' && v.size() == 1 && is_whole(v[0], 1, 3)) return kind = static_cast<int>(v[0]), true;
        if (what == 'p' && v.size() == 3 && is_whole(v[2], 0, most_classes - 1)) return read.add(Point{v[0], v[1], static_cast<int>(v[2])});
        if (what == 'c' && v.size() == 2) return read.add(Target{v[0], v[1]});
        if (what == 't' && v.size() == 4 && is_whole(v[0], 1, 100'000) && is_whole(v[1], 1, 100'000) && is_whole(v[2], 0, 3) && is_whole(v[3], 0, 1'000'000)) {
            table.inputs = static_cast<int>(v[0]), table.targets = static_cast<int>(v[1]);
            table.task = static_cast<Task>(static_cast<int>(v[2])), table.classes = static_cast<int>(v[3]);
            return true;
        }
        if (what != 'r' || table.inputs == 0 || v.size() != static_cast<std::size_t>(table.inputs + table.targets)) return false;
        table.x.insert(table.x.end(), v.begin(), v.begin() + table.inputs);
        table.y.insert(table.y.end(), v.begin() + table.inputs, v.end());
        return true;
    };
    for (int at = 2; !text.empty(); ++at) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!take(line.empty() ? ' ' : line[0], line)) return sentence({"line ", at, " is none of the playground's data"});
    }
    if (table.inputs > 0) {
        if (!fits(table.input_names, table.inputs) || !fits(table.target_names, table.targets) || !fits(table.class_names, table.classes)) return "not every column has its name";
        if (!holds_classes(table)) return "a class has no number from 0 on";
        if (std::string why = read.set_table(Data(table)); !why.empty()) return why;
    }
    if (kind == 3 ? table.rows() == 0 : kind == 0 && read.kind_ != Kind::none) return "it does not say which data are to be taken";
    read.kind_ = static_cast<Kind>(kind);
    *this = std::move(read);
    return {};
}

}  // namespace nn
