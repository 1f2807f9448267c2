#pragma once
/// A job: a pure computation of a picture's worth of equal pixels, each independent of the others, that any of several
/// runners can do: this program in slices, the same program in web workers, or a shader (web/page/jobs/*.mjs).
///
/// What is here is the specification. A shader has to agree with it to the tolerance of the job's row (jobs.hpp).
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nn {

/// Pixels (x0 + i * step, y0 + j * step) of a picture, i < columns, j < rows; pixel i, j is number j * columns + i of the
/// tile. With a step above 1 a tile is a coarse look at a larger part.
struct Tile {
    int x0 = 0, y0 = 0, step = 1, columns = 1, rows = 1;
    int count() const { return columns * rows; }
};

/// Floating-point work of a pixel, for what a runner's speed is compared with. An add or a multiply that stands alone
/// counts as half a multiply-add.
struct Arithmetic {
    double multiply_adds = 0, tanhs = 0; ///< tanhs: of any transcendental function
};

/// What the shader of a job needs; web/page/gpu.mjs says how it gets it.
struct GpuWork {
    std::string kernel;                                       ///< shaders/<kernel>.wgsl
    std::vector<std::pair<std::string_view, double>> constants; ///< its `override`s
    std::vector<float> data;                                  ///< all that it reads, in the order that its header tells
    int state = 0;                                            ///< floats that it keeps for each pixel from step to step
    int steps = 1;                                            ///< a pixel's work is so many steps; a dispatch does some
    std::string functions;                                    ///< WGSL made from a formula, before the kernel's own text
    std::string why_not;                                      ///< in words: the shader cannot do this one
};

/// What a runner is asked for: a row of jobs.cpp with its settings, as in links, and its arrays.
struct JobOrder {
    std::string key, settings;
    std::vector<std::vector<float>> arrays;
    bool operator==(const JobOrder&) const = default;
};

class Job {
public:
    virtual ~Job() = default;

    int width() const { return width_; }
    int height() const { return height_; }
    /// Numbers for each pixel.
    int channels() const { return channels_; }

    /// Starts a tile, and drops the one under way. Throws std::invalid_argument where it lies outside of the picture.
    void begin(const Tile& tile);
    /// Goes on with the tile for a fraction of a millisecond; false once values() are complete. Throws std::invalid_argument
    /// where no tile was begun.
    bool advance();
    /// (channels, rows, columns) of the tile.
    std::span<const float> values() const { return values_; }

    virtual Arithmetic arithmetic() const = 0;
    virtual GpuWork gpu() const = 0;

protected:
    Job(int width, int height, int channels) : width_(width), height_(height), channels_(channels) {}
    const Tile& tile() const { return tile_; }
    int x_of(int pixel) const { return tile_.x0 + pixel % tile_.columns * tile_.step; }
    int y_of(int pixel) const { return tile_.y0 + pixel / tile_.columns * tile_.step; }
    /// Channel of a pixel of the tile.
    float& value(int channel, int pixel) { return values_[static_cast<std::size_t>(channel) * static_cast<std::size_t>(tile_.count()) + static_cast<std::size_t>(pixel)]; }
    /// begin() has made room for the tile's values.
    virtual void started() = 0;
    /// A fraction of a millisecond of it; false: that was the last. Not called again for this tile.
    virtual bool work() = 0;

private:
    enum class Stand { none, under_way, done } stand_ = Stand::none;
    int width_, height_, channels_;
    Tile tile_;
    std::vector<float> values_;
};

} // namespace nn
