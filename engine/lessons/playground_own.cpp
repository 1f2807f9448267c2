#include <algorithm>
#include <cmath>

#include "engine/lessons/playground_data.hpp"
#include "engine/sentence.hpp"

namespace nn {

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
    if (!all_finite(table.x)) return "an input is missing or not finite: fill in what is missing first";
    if (!all_finite(table.y)) return "a target is missing or not finite";
    if (table.y.size() != static_cast<std::size_t>(table.rows()) * static_cast<std::size_t>(table.targets)) return "not every row has its targets";
    if ((table.task == Task::classes || table.task == Task::binary) && table.classes < 2) return "all rows are of one class: there is nothing to tell apart";
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
        if (std::any_of(points_.begin(), points_.end(), [&](const Point& p) { return p.label == label; })) labels.push_back(label);
    return labels;
}

std::string OwnData::lacking() const {
    switch (kind_) {
        case Kind::none: return "there are no data of your own yet: draw points, or open a table";
        case Kind::points: {
            const auto labels = classes();
            if (labels.size() < 2) return "there are points of one class alone: draw some of another";
            for (const int label : labels)
                if (std::count_if(points_.begin(), points_.end(), [&](const Point& p) { return p.label == label; }) < 2)
                    return "a class has a single point: one to learn from and one to test on is the least";
            return points_.size() < 4 ? "there are too few points: draw four at least" : "";
        }
        case Kind::curve: return curve_.size() < 4 ? "there is too little of a curve: draw a longer one" : "";
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
        data.x.insert(data.x.end(), {p.x, p.y});
        data.y.push_back(static_cast<float>(std::find(labels.begin(), labels.end(), p.label) - labels.begin()));
    }
    return data;
}

namespace {
constexpr std::string_view table_mark = "downhill own data 1\n";
}

/// A line for each: p x y label, c x y; a table: t inputs targets task classes rows, then its numbers.
std::string OwnData::save() const {
    if (kind_ == Kind::none) return {};
    std::string text(table_mark);
    text += sentence({"k ", static_cast<int>(kind_), "\n"});
    for (const Point& p : points_) text += sentence({"p ", format_number(double(p.x)), " ", format_number(double(p.y)), " ", p.label, "\n"});
    for (const Target& t : curve_) text += sentence({"c ", format_number(double(t.x)), " ", format_number(double(t.y)), "\n"});
    if (table_.rows() == 0) return text;
    text += sentence({"t ", table_.inputs, " ", table_.targets, " ", static_cast<int>(table_.task), " ", table_.classes, "\n"});
    const auto in = static_cast<std::size_t>(table_.inputs), out = static_cast<std::size_t>(table_.targets);
    for (std::size_t row = 0; row < static_cast<std::size_t>(table_.rows()); ++row) {
        text += "r";
        for (std::size_t i = 0; i < in; ++i) text += " " + format_number(double(table_.x[row * in + i]));
        for (std::size_t i = 0; i < out; ++i) text += " " + format_number(double(table_.y[row * out + i]));
        text += "\n";
    }
    return text;
}

bool OwnData::restore(std::string_view text) {
    OwnData read;
    int kind = 0;
    if (!text.empty()) {
        if (!text.starts_with(table_mark)) return false;
        text.remove_prefix(table_mark.size());
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::vector<double> v;
        for (std::size_t at = 2; at < line.size();) {
            const std::size_t stop = std::min(line.find(' ', at), line.size());
            if (!parse_number(line.substr(at, stop - at), v.emplace_back())) return false;
            at = stop + 1;
        }
        const auto number = [&](std::size_t i) { return static_cast<float>(v[i]); };
        const char what = line.empty() ? ' ' : line[0];
        const auto& t = read.table_;
        if (what == 'k' && v.size() == 1 && v[0] >= 1 && v[0] <= 3)
            kind = static_cast<int>(v[0]);
        else if (what == 'p' && v.size() == 3 && read.add(Point{number(0), number(1), static_cast<int>(std::clamp(v[2], -1.0, 99.0))}))
            continue;
        else if (what == 'c' && v.size() == 2 && read.add(Target{number(0), number(1)}))
            continue;
        else if (what == 't' && v.size() == 4 && v[0] >= 1 && v[0] <= 1000 && v[1] >= 1 && v[1] <= 64 && v[2] >= 0 && v[2] <= 3 && v[3] >= 0 && v[3] <= 64)
            read.table_.inputs = static_cast<int>(v[0]), read.table_.targets = static_cast<int>(v[1]), read.table_.task = static_cast<Task>(static_cast<int>(v[2])),
            read.table_.classes = static_cast<int>(v[3]);
        else if (what == 'r' && t.inputs > 0 && v.size() == static_cast<std::size_t>(t.inputs + t.targets))
            for (std::size_t i = 0; i < v.size(); ++i) (i < static_cast<std::size_t>(t.inputs) ? read.table_.x : read.table_.y).push_back(number(i));
        else
            return false;
    }
    if (read.table_.inputs > 0) {
        const auto& t = read.table_;
        if (t.task == Task::binary || t.task == Task::classes)
            for (const float y : t.y)
                if (!(y >= 0 && y < static_cast<float>(t.classes)) || y != std::floor(y)) return false;
        if (Data table = t; !read.set_table(std::move(table)).empty()) return false;
    }
    read.kind_ = static_cast<Kind>(kind);
    *this = std::move(read);
    return true;
}

}  // namespace nn
