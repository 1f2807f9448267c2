#include "engine/jobs/response_grid.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/network_on_gpu.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

void expect_picture(std::string_view call, const Network& network, const ResponseGrid& s) {
    const int inputs = network.inputs();
    const double pixels = double(s.width) * double(s.height);
    if (s.width < 1 || s.height < 1 || pixels > 1 << 24)
        refuse({"[", call, "] got ", s.width, " x ", s.height, " pixels, expected 1 to 16 million"});
    for (const double edge : {s.x0, s.x1, s.y0, s.y1})
        if (!std::isfinite(edge)) refuse({"[", call, "] got an edge that is not finite, expected numbers"});
    if (s.input_x < 0 || s.input_x >= inputs || (inputs > 1 && (s.input_y < 0 || s.input_y >= inputs || s.input_y == s.input_x)))
        refuse({"[", call, "] got inputs ", s.input_x, " and ", s.input_y, ", expected two of 0 to ", inputs - 1});
    if (pixels * (s.units ? network.units() : network.outputs()) > 1 << 28)
        refuse({"[", call, "] got ", s.width, " x ", s.height, " pixels of so many numbers, expected at most 268 million numbers"});
}

class ResponseJob final : public Job {
public:
    /// What is refused, is refused in the name of `call`.
    ResponseJob(std::string_view call, Network network, const ResponseGrid& s, std::span<const float> rest, std::vector<float> per_pixel)
        : Job(s.width, s.height, s.units ? network.units() : network.outputs()), network_(std::move(network)), s_(s), rest_(rest.begin(), rest.end()),
          per_pixel_(std::move(per_pixel)) {
        expect_picture(call, network_, s);
        if (!rest.empty() && rest.size() != to_size(network_.inputs()))
            refuse({"[", call, "] got ", rest.size(), " values for the inputs, expected ", network_.inputs()});
        rest_.resize(to_size(network_.inputs()));
        const Arithmetic work = forward_arithmetic(network_);
        at_once_ = std::clamp(static_cast<int>(multiply_adds_at_once / (1 + work.multiply_adds + multiply_adds_of_tanh * work.tanhs)) / 4 * 4, 4, most_at_once);
    }

    bool work() override {
        const int count = std::min(at_once_, tile().count() - next_);
        x_.resize(to_size(count) * rest_.size());
        for (int i = 0; i < count; ++i) inputs_of(next_ + i, std::span(x_).subspan(to_size(i) * rest_.size(), rest_.size()));
        out_.resize(to_size(count) * to_size(channels()));
        if (s_.units) network_.forward_units(x_, out_);
        else network_.forward(x_, out_);
        for (int channel = 0; channel < channels(); ++channel)
            for (int i = 0; i < count; ++i)
                value(channel, next_ + i) = out_[s_.units ? to_size(channel) * to_size(count) + to_size(i) : to_size(i) * to_size(channels()) + to_size(channel)];
        next_ += count;
        return next_ < tile().count();
    }

    Arithmetic arithmetic() const override { return forward_arithmetic(network_); }
    GpuWork gpu() const override;

private:
    static constexpr double multiply_adds_at_once = 1e6, multiply_adds_of_tanh = 8;
    static constexpr int most_at_once = 512;

    void started() override { next_ = 0; }
    double step_x() const { return (s_.x1 - s_.x0) / s_.width; }
    double step_y() const { return (s_.y1 - s_.y0) / s_.height; }
    void inputs_of(int pixel, std::span<float> x) const {
        if (!per_pixel_.empty()) {
            const std::size_t at = to_size(y_of(pixel)) * to_size(width()) + to_size(x_of(pixel));
            std::copy_n(per_pixel_.begin() + static_cast<std::ptrdiff_t>(at * x.size()), x.size(), x.begin());
            return;
        }
        std::copy(rest_.begin(), rest_.end(), x.begin());
        x[to_size(s_.input_x)] = static_cast<float>(s_.x0 + (s_.x1 - s_.x0) * (x_of(pixel) + 0.5) / s_.width);
        if (x.size() > 1) x[to_size(s_.input_y)] = static_cast<float>(s_.y0 + (s_.y1 - s_.y0) * (y_of(pixel) + 0.5) / s_.height);
    }

    Network network_;
    ResponseGrid s_;
    std::vector<float> rest_, per_pixel_, x_, out_;
    int at_once_ = 4, next_ = 0;
};

GpuWork ResponseJob::gpu() const {
    const NetworkProgram program = network_program(network_);
    const std::vector<float>& inputs = per_pixel_.empty() ? rest_ : per_pixel_;
    const auto parameters = network_.parameters(), running = network_.state();
    GpuWork work{.kernel = "response_grid", .state = 8 * program.widest, .functions = program.functions};
    for (const double x : {s_.x0 + step_x() / 2, step_x(), s_.y0 + step_y() / 2, step_y()}) work.data.push_back(static_cast<float>(x));
    const auto add = [&](std::span<const float> numbers) {
        const double at = static_cast<double>(work.data.size());
        work.data.insert(work.data.end(), numbers.begin(), numbers.end());
        return at;
    };
    add(inputs);
    const int none = network_.inputs();
    work.constants = {{"width", width()}, {"inputs", network_.inputs()}, {"input_x", s_.input_x}, {"input_y", network_.inputs() > 1 ? s_.input_y : none},
                      {"per_pixel", per_pixel_.empty() ? 0 : 1}, {"all_units", s_.units ? 1 : 0}, {"stages", program.stages}, {"widest", program.widest}};
    work.constants.emplace_back("parameters_at", add(parameters));
    work.constants.emplace_back("running_at", add(running));
    work.constants.emplace_back("program_at", add(program.numbers));
    work.why_not = why_not_on_gpu(network_, work.data.size());
    return work;
}

} // namespace

std::unique_ptr<Job> make_response_grid(std::string_view settings, Arrays arrays) {
    constexpr std::string_view call = "response-grid";
    NetworkSetup setup;
    ResponseGrid grid;
    read_settings(call, settings, setup, grid);
    Network network = network_from(call, setup, arrays, 0);
    expect_picture(call, network, grid);
    const std::size_t inputs = to_size(network.inputs());
    std::vector<float> rest, per_pixel;
    if (arrays.size() > 1 && !arrays[1].empty()) rest = copy_of(call, "rest", arrays, 1, 1, inputs);
    if (arrays.size() > 2 && !arrays[2].empty()) per_pixel = copy_of(call, "inputs", arrays, 2, to_size(grid.width) * to_size(grid.height), inputs);
    return std::make_unique<ResponseJob>(call, std::move(network), grid, rest, std::move(per_pixel));
}

std::vector<float> response_grid(const Network& network, const ResponseGrid& settings, std::span<const float> rest) {
    ResponseJob job("responseGrid", network, settings, rest, {});
    return whole(job);
}

}  // namespace nn
