#include "engine/lessons/playground_data.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/sentence.hpp"
#include "engine/split.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {

// ---- the learner's own -----------------------------------------------------------------------------------------------

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

// ---- two parts -------------------------------------------------------------------------------------------------------

void share_out(const Data& data, double train, int seed, std::vector<int>& train_rows, std::vector<int>& validation_rows) {
    for (const bool stratified : {true, false}) try {
            Split parts = split(data, {.train = train, .validation = 1 - train, .stratified = stratified, .seed = seed});
            train_rows = std::move(parts.train), validation_rows = std::move(parts.validation);
            return;
        } catch (const std::invalid_argument&) {
        }
    const int rows = data.rows(), first = std::clamp(static_cast<int>(std::lround(train * rows)), 1, rows - 1);
    train_rows.clear(), validation_rows.clear();
    for (int i = 0; i < rows; ++i) (i < first ? train_rows : validation_rows).push_back(i);
}

// ---- generated -------------------------------------------------------------------------------------------------------

Data playground_data(const Dataset& dataset) {
    Data data = generate(dataset);
    if (data.task == Task::classes && data.classes == 2) data.task = Task::binary;
    return data;
}

// ---- the plane -------------------------------------------------------------------------------------------------------

namespace {

float dot(const std::vector<float>& a, std::span<const float> point, const std::vector<float>& origin) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * (double(point[i]) - double(origin[i]));
    return static_cast<float>(sum);
}

struct Moments {
    std::vector<double> mean, deviation;
};
Moments moments_of(const Data& data) {
    const auto n = static_cast<std::size_t>(data.inputs), rows = static_cast<std::size_t>(data.rows());
    Moments m{std::vector<double>(n), std::vector<double>(n)};
    for (std::size_t i = 0; i < data.x.size(); ++i) m.mean[i % n] += double(data.x[i]) / double(rows);
    for (std::size_t i = 0; i < data.x.size(); ++i) m.deviation[i % n] += std::pow(double(data.x[i]) - m.mean[i % n], 2) / double(rows);
    for (double& d : m.deviation) d = d > 0 ? std::sqrt(d) : 1;
    return m;
}

/// Principal axes of the standardized columns; of very many columns their first 100.
void onto_axes(PlaygroundPlane& plane, const Data& data, const Moments& m) {
    const auto all = static_cast<std::size_t>(data.inputs), n = std::min<std::size_t>(all, 100), rows = static_cast<std::size_t>(data.rows());
    const std::size_t used = std::min<std::size_t>(rows, 5000);
    std::vector<double> covariance(n * n), values, vectors, z(n);
    for (std::size_t row = 0; row < used; ++row) {
        for (std::size_t i = 0; i < n; ++i) z[i] = (double(data.x[row * all + i]) - m.mean[i]) / m.deviation[i];
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < n; ++k) covariance[i * n + k] += z[i] * z[k] / double(used);
    }
    symmetric_eigen(covariance, static_cast<int>(n), values, vectors);
    for (std::size_t i = 0; i < n; ++i) {
        const double u = vectors[i], v = vectors[n + i];
        plane.along_u[i] = static_cast<float>(u * m.deviation[i]), plane.along_v[i] = static_cast<float>(v * m.deviation[i]);
        plane.to_u[i] = static_cast<float>(u / m.deviation[i]), plane.to_v[i] = static_cast<float>(v / m.deviation[i]);
    }
    double sum = 0;
    for (const double value : values) sum += value;
    plane.explained = sum > 0 ? (values[0] + values[1]) / sum : 1;
    plane.name_u = "first axis", plane.name_v = "second axis";
}

std::string name_of(const Data& data, std::size_t input) {
    if (input < data.input_names.size()) return data.input_names[input];
    return "x" + std::to_string(input + 1);
}

void span(double& low, double& high, double least) {
    const double middle = (low + high) / 2, half = std::max((high - low) / 2 * 1.1, least);
    low = middle - half, high = middle + half;
}

}  // namespace

void PlaygroundPlane::raw(float a, float b, std::span<float> point) const {
    for (std::size_t i = 0; i < origin.size(); ++i) point[i] = origin[i] + a * along_u[i] + b * along_v[i];
}
float PlaygroundPlane::u(std::span<const float> point) const { return dot(to_u, point, origin); }
float PlaygroundPlane::v(std::span<const float> point) const { return dot(to_v, point, origin); }

PlaygroundPlane plane_of(const Data& data, const PlaygroundSetup& setup, double frame) {
    const auto n = static_cast<std::size_t>(data.inputs);
    PlaygroundPlane plane;
    for (auto* v : {&plane.origin, &plane.along_u, &plane.along_v, &plane.to_u, &plane.to_v}) v->assign(n, 0.f);
    plane.is_line = n == 1;
    if (n > 2) {
        const Moments m = moments_of(data);
        for (std::size_t i = 0; i < n; ++i) plane.origin[i] = static_cast<float>(m.mean[i]);
        if (setup.plane == 1) onto_axes(plane, data, m);
    }
    if (n <= 2 || setup.plane == 0) {
        const std::size_t a = n > 2 ? std::min<std::size_t>(static_cast<std::size_t>(setup.input_x) - 1, n - 1) : 0;
        std::size_t b = n > 2 ? std::min<std::size_t>(static_cast<std::size_t>(setup.input_y) - 1, n - 1) : 1;
        if (n > 2 && a == b) b = (a + 1) % n;
        plane.origin[a] = 0, plane.along_u[a] = plane.to_u[a] = 1;
        plane.name_u = name_of(data, a);
        if (n > 1) plane.origin[b] = 0, plane.along_v[b] = plane.to_v[b] = 1, plane.name_v = name_of(data, b);
    }
    const std::span<const float> x(data.x);
    for (std::size_t row = 0; row < static_cast<std::size_t>(data.rows()); ++row) {
        const auto point = x.subspan(row * n, n);
        const double u = double(plane.u(point)), v = plane.is_line ? double(data.y[row * static_cast<std::size_t>(data.targets)]) : double(plane.v(point));
        if (row == 0) plane.u0 = plane.u1 = u, plane.v0 = plane.v1 = v;
        plane.u0 = std::min(plane.u0, u), plane.u1 = std::max(plane.u1, u);
        plane.v0 = std::min(plane.v0, v), plane.v1 = std::max(plane.v1, v);
    }
    span(plane.u0, plane.u1, 1e-3), span(plane.v0, plane.v1, 1e-3);
    plane.is_framed = frame > 0;
    if (frame > 0) {  // squares stay squares
        const double reach = std::max({frame, std::fabs(plane.u0), std::fabs(plane.u1), std::fabs(plane.v0), std::fabs(plane.v1)});
        plane.u0 = plane.v0 = -reach, plane.u1 = plane.v1 = reach;
    }
    if (plane.is_line && plane.name_v.empty()) plane.name_v = "y";
    return plane;
}

}  // namespace nn
