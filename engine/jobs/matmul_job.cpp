#include "engine/jobs/matmul_job.hpp"

#include <algorithm>

#include "engine/jobs/settings.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

struct MatmulSetup {
    int m = 1, k = 1, n = 1;
    static constexpr auto params() {
        using S = MatmulSetup;
        return std::tuple{integer("m", &S::m, 1, 16384, log_scale, "Rows", "Rows of the first matrix."),
                          integer("k", &S::k, 1, 16384, log_scale, "Inner size", "Columns of the first, rows of the second matrix."),
                          integer("n", &S::n, 1, 16384, log_scale, "Columns", "Columns of the second matrix.")};
    }
};

class MatmulJob final : public Job {
public:
    MatmulJob(const MatmulSetup& s, Arrays arrays) : Job(s.n, s.m, 1), k_(s.k), a_(copy_of("matmul", "a", arrays, 0, s.m, s.k)), b_(copy_of("matmul", "b", arrays, 1, s.k, s.n)) {}

    bool work() override {
        const int end = std::min(next_ + std::max(1, multiply_adds_at_once / k_), tile().count());
        for (; next_ < end; ++next_) {
            const float* a = a_.data() + static_cast<std::ptrdiff_t>(y_of(next_)) * k_;
            const float* b = b_.data() + x_of(next_);
            float sum = 0;
            for (std::ptrdiff_t i = 0; i < k_; ++i) sum += a[i] * b[i * width()];
            value(0, next_) = sum;
        }
        return next_ < tile().count();
    }
    Arithmetic arithmetic() const override { return {static_cast<double>(k_), 0}; }
    GpuWork gpu() const override {
        GpuWork work{.kernel = "matmul", .constants = {{"inner", k_}, {"columns", width()}, {"b_at", static_cast<double>(a_.size())}}, .data = a_};
        work.data.insert(work.data.end(), b_.begin(), b_.end());
        return work;
    }

private:
    static constexpr int multiply_adds_at_once = 200000;
    void started() override { next_ = 0; }
    int k_, next_ = 0;
    std::vector<float> a_, b_;
};

} // namespace

std::unique_ptr<Job> make_matmul(std::string_view settings, Arrays arrays) {
    return std::make_unique<MatmulJob>(read_settings<MatmulSetup>("matmul", settings), arrays);
}

} // namespace nn
