#pragma once
/// The data of a playground: generated, or the learner's own, which no link holds.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data.hpp"
#include "engine/lessons/playground_features.hpp"
#include "engine/lessons/playground_setup.hpp"

namespace nn {

/// What a learner brings: points of up to five classes, a curve, or a table. One kind at a time; the last one touched
/// counts, the others are kept.
class OwnData {
  public:
    static constexpr int most_classes = 5;
    static constexpr std::size_t most_points = 20000, most_numbers = 2'000'000;
    enum class Kind { none, points, curve, table };
    struct Point {
        float x = 0, y = 0;
        int label = 0;
    };
    struct Target {
        float x = 0, y = 0;  ///< input and what is to be foretold
    };

    Kind kind() const { return kind_; }
    const std::vector<Point>& points() const { return points_; }
    const std::vector<Target>& curve() const { return curve_; }

    /// False: there are `most_points`, or it is not a number, or not a class.
    bool add(const Point& point);
    /// Takes away the point nearest to (x, y) within `reach`. False: there is none.
    bool erase(float x, float y, float reach);
    bool add(const Target& target);
    /// Takes away the part of the curve between two inputs: what is drawn anew replaces it.
    void erase_curve(float from, float to);
    /// Another kind counts again, as it was left.
    void use(Kind kind) { kind_ = kind; }
    /// Returns why a network cannot learn from the table, or nothing; then it is taken.
    std::string set_table(Data table);
    void clear();

    /// Why a network cannot learn from it yet ("needs points of two classes"), or nothing.
    std::string lacking() const;
    /// Only where nothing is lacking. Classes are numbered without gaps; `classes()` says which is which.
    Data data() const;
    /// The labels of the classes that have two points or more, in order: of labels 0, 2 and 3 class 1 is label 2. A single
    /// point is none yet: it is kept, and learned once there is another.
    std::vector<int> classes() const;

    /// All of it as text; empty of none. A line each: `k` kind, `p` x y label, `c` x y, and of a table `t` inputs targets task
    /// classes, names of inputs `i`, targets `o` and classes `l`, and a row `r` with its inputs, then its targets.
    std::string save() const;
    /// Returns why it is not taken, or nothing; then it is in place of all that was here.
    std::string restore(std::string_view text);

  private:
    Kind kind_ = Kind::none;
    std::vector<Point> points_;
    std::vector<Target> curve_;
    Data table_;
};

/// Shares the rows out as far as there are enough: each class in its share, else by chance, but one row each at least.
void share_out(const Data& data, double train, int seed, std::vector<int>& train_rows, std::vector<int>& validation_rows);

/// Generated data; two classes are a yes or no.
Data playground_data(const Dataset& dataset);

/// One part of the samples: `raw` as a person sees them, `seen` as the network does.
struct PlaygroundPart {
    Data raw;
    std::vector<int> rows;  ///< of the whole data
    std::shared_ptr<const Data> seen;
};

/// A flat piece of the inputs' space that a map shows, with coordinates u and v. Of one or two inputs it is the space
/// itself; of more, two of them, the others at their mean, or the two principal axes.
struct PlaygroundPlane {
    std::string name_u, name_v;
    std::vector<float> origin, along_u, along_v;  ///< raw = origin + u along_u + v along_v
    std::vector<float> to_u, to_v;                ///< u = to_u (raw - origin)
    double u0 = -6, u1 = 6, v0 = -6, v1 = 6;      ///< holds all points and a margin; of one input v is the target
    bool is_line = false;                         ///< one input
    bool is_framed = false;                       ///< wider than the data, for drawing
    double explained = 1;                         ///< share of the inputs' variance that lies in it

    void raw(float u, float v, std::span<float> point) const;
    float u(std::span<const float> point) const;
    float v(std::span<const float> point) const;
};
/// frame: what the plane shows at least, from -frame to frame both ways; 0: what the data span.
PlaygroundPlane plane_of(const Data& data, const PlaygroundSetup& setup, double frame = 0);

}  // namespace nn
