// Jobs behind the border: web workers do their tiles here, and shaders are told what they need.
#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"

using namespace nn;
using namespace nn::api;

namespace {
Job& job_of(Border& b, int handle) { return *b.objects.get<std::unique_ptr<Job>>(handle, "job"); }
} // namespace

extern "C" {

int engine_job(const char* key, const char* settings) {
    return guard([=](Border& b) {
        std::array<std::span<const float>, Border::slots> arrays;
        for (std::size_t i = 0; i < arrays.size(); ++i) arrays[i] = b.in(i);
        const JobRow& row = job_row(key);
        auto job = row.make(settings, arrays);
        const Arithmetic work = job->arithmetic();
        Json json;
        json.begin_object().member("width", job->width()).member("height", job->height()).member("channels", job->channels());
        json.member("multiplyAdds", work.multiply_adds).member("tanhs", work.tanhs);
        b.reply(json.end_object());
        return b.objects.add(std::move(job));
    });
}

int engine_job_begin(int handle, int x0, int y0, int step, int columns, int rows) {
    return guard([=](Border& b) {
        job_of(b, handle).begin({x0, y0, step, columns, rows});
        return 1;
    });
}

int engine_job_advance(int handle) {
    return guard([=](Border& b) { return job_of(b, handle).advance() ? 1 : 2; });
}

int engine_job_values(int handle) {
    return guard([=](Border& b) {
        const auto values = job_of(b, handle).values();
        std::copy(values.begin(), values.end(), b.out(values.size()).begin());
        return 1;
    });
}

int engine_job_gpu(int handle) {
    return guard([=](Border& b) {
        const GpuWork work = job_of(b, handle).gpu();
        Json json;
        json.begin_object().member("kernel", work.kernel).member("state", work.state).member("steps", work.steps);
        json.member("functions", work.functions).member("whyNot", work.why_not).key("constants").begin_object();
        for (const auto& [name, value] : work.constants) json.member(name, value);
        b.reply(json.end_object().end_object());
        b.floats = work.data;
        return 1;
    });
}
}
