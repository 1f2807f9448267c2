#pragma once
/// Basins of attraction: which minimum plain gradient descent reaches from each start. Computed in portions, coarse first,
/// so that a picture is there at once and gets finer.
#include <cstdint>
#include <vector>

#include "engine/surfaces.hpp"
#include "engine/tensor.hpp"

namespace nn {

class Basins {
public:
    /// A start whose run diverges or leaves the neighbourhood; one that never comes to rest, as where the rate is above
    /// the limit 2/lambda of the minimum that it circles; one that is not computed yet.
    static constexpr std::int16_t diverged = -1, restless = -2, unknown = -3;

    /// `cells` starts along each side of `box`, each in the middle of its cell; at most `steps` steps at rate `lr`.
    void restart(const Landscape&, const Box& box, double lr, int cells = 128, int steps = 400);

    /// Goes on for about this many gradient evaluations. False: all is done.
    bool work(long evaluations);
    bool done() const { return stride_ == 0; }

    /// (cells, cells), rows from y_min upwards: index into minima(), or one of the constants above.
    const Tensor<2, std::int16_t>& cells() const { return cells_; }
    /// The known minima first, then those that runs found.
    const std::vector<Point>& minima() const { return minima_; }
    const Box& box() const { return box_; }

    /// Where one start leads.
    std::int16_t follow(Point start, long& evaluations);

private:
    Landscape landscape_;
    Box box_{};
    float lr_ = 0, tolerance_ = 0;
    int steps_ = 0, stride_ = 0, next_ = 0;
    Tensor<2, std::int16_t> cells_;
    std::vector<Point> minima_;
};

} // namespace nn
