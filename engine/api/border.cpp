#include "engine/api/border.hpp"

#include <malloc.h>

#include <cmath>
#include <new>

#include "engine/api/engine.hpp"
#include "engine/lanes.hpp"
#include "engine/sentence.hpp"

namespace nn::api {
namespace {

constexpr int place_bits = 20;

}  // namespace

int Objects::add(Object object) {
    if (free_.empty()) {
        if (places_.size() >= (std::size_t{1} << place_bits)) refuse({"[engine] got too many objects, expected some to be freed"});
        free_.push_back(static_cast<int>(places_.size()));
        places_.emplace_back();
    }
    const int place = free_.back();
    free_.pop_back();
    places_[to_size(place)].object = std::move(object);
    return ((places_[to_size(place)].used & 0x7ff) << place_bits) + place + 1;
}

Object* Objects::find(int handle) {
    const int place = (handle & ((1 << place_bits) - 1)) - 1;
    if (handle <= 0 || place < 0 || to_size(place) >= places_.size()) return nullptr;
    Place& p = places_[to_size(place)];
    return (p.used & 0x7ff) == handle >> place_bits && !std::holds_alternative<std::monostate>(p.object) ? &p.object : nullptr;
}

void Objects::refuse_handle(std::string_view what) {
    refuse({"[", what, "] got a handle of none, or of a freed one, expected one that lives"});
}

void Objects::free(int handle) {
    Object* object = find(handle);
    if (!object) refuse_handle("free");
    *object = std::monostate{};
    const int place = (handle & ((1 << place_bits) - 1)) - 1;
    ++places_[to_size(place)].used;
    free_.push_back(place);
}

Border& border() {
    static Border b;
    return b;
}

int guard_call(int (*call)(void*), void* closure) {
    Border& b = border();
    b.error.clear();
    b.text.clear();
    b.floats.clear();
    b.bytes = {};
    int result = 0;
    try {
        result = call(closure);
    } catch (const std::invalid_argument& e) {
        b.error = e.what();
    } catch (const std::exception&) {  // bad_alloc, or length_error of a container
        b.error = "[engine] got more numbers than there is memory for, expected fewer";
    }
    for (auto& slot : b.input) slot.clear();
    b.input_bytes = {};
    return result;
}

void expect_taken(std::string_view call, std::span<const Rejection> rejected) {
    if (rejected.empty()) return;
    std::string all;
    for (const Rejection& r : rejected) {
        const std::string_view why = r.why;  // "outside 0 to 1: 1 is used", but here none is
        all += sentence({all.empty() ? "" : "; ", r.key, " = ", r.value, ": ", why.ends_with(" is used") ? why.substr(0, why.rfind(':')) : why});
    }
    refuse({"[", call, "] ", all});
}

void expect_count(std::string_view call, std::string_view what, int n, int least) {
    if (n >= least) return;
    refuse({"[", call, "] got ", n, " ", what, ", expected ", least, " or more"});
}

void expect_finite(std::string_view call, std::string_view what, std::span<const float> numbers) {
    Lane sums[4] = {Lane(0.f), Lane(0.f), Lane(0.f), Lane(0.f)};  // of zeros, or NaN; four, as each waits for its last addition
    std::size_t done = 0;
    for (; done + 16 <= numbers.size(); done += 16)
        for (std::size_t i = 0; i < 4; ++i) sums[i] += Lane::load_unaligned(numbers.data() + done + 4 * i) * Lane(0.f);
    float sum = xsimd::reduce_add(sums[0] + sums[1] + sums[2] + sums[3]);
    for (; done < numbers.size(); ++done) sum += numbers[done] * 0.f;
    if (sum == 0) return;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (!std::isfinite(numbers[i]))
            refuse({"[", call, "] got ", std::isnan(numbers[i]) ? "NaN" : "an infinite number", " in ", what, " at ", i,
                    ", expected finite numbers"});
}

void expect_weights(std::string_view call, std::string_view what, std::span<const float> numbers) {
    expect_finite(call, what, numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] < 0) refuse({"[", call, "] got ", what, " ", numbers[i], " at ", i, ", expected 0 or more"});
}

void expect_heeded(std::string_view call, const Network& network, const Samples& samples) {
    const auto n = samples.weight.size();
    if (n == 0) return;
    if (network.setup().reduction == 0)
        refuse({"[", call, "] got weight under the reduction mean, which heeds no weights, expected a network of reduction weighted or weighted-mean"});
    if (times(n, to_size(network.inputs())) == samples.x.size() && network.divisor(samples) == 0)  // sizes are checked later
        refuse({"[", call, "] got weights that sum to 0, expected another sum to divide by"});
}

Samples samples_in(std::string_view call, const Network& network, std::size_t first_slot) {
    const Border& b = border();
    const Samples samples{b.in(first_slot), b.in(first_slot + 1), b.in(first_slot + 2), {}};
    if (samples.x.empty()) refuse({"[", call, "] got no samples, expected 1 or more"});
    expect_finite(call, "x", samples.x);
    expect_finite(call, "y", samples.y);
    expect_weights(call, "weight", samples.weight);
    expect_targets(call, network.setup().loss, samples.y, network.outputs());
    expect_heeded(call, network, samples);
    return samples;
}

}  // namespace nn::api

extern "C" {

using nn::api::border;

float* engine_input(int slot, int count) {
    if (slot < 0 || nn::api::to_size(slot) >= nn::api::Border::slots || count < 0) return nullptr;
    try {
        return border().input[slot].resize(nn::api::to_size(count)).data();
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
unsigned char* engine_input_bytes(int count) {
    if (count < 0) return nullptr;
    try {
        border().input_bytes.resize(nn::api::to_size(count));
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
    return border().input_bytes.data();
}
const char* engine_error() { return border().error.c_str(); }
const float* engine_floats() { return std::span<const float>(border().floats).data(); }
int engine_float_count() { return static_cast<int>(std::span<const float>(border().floats).size()); }
const unsigned char* engine_bytes() { return reinterpret_cast<const unsigned char*>(border().bytes.data()); }
int engine_byte_count() { return static_cast<int>(border().bytes.size()); }
const char* engine_text() { return border().text.c_str(); }
#ifdef __EMSCRIPTEN__
int engine_memory_used() { return static_cast<int>(mallinfo().uordblks); }
#else
int engine_memory_used() { return 0; }  // people ask in pages
#endif
int engine_free(int handle) {
    return nn::api::guard([=](nn::api::Border& b) {
        b.objects.free(handle);
        return 1;
    });
}
}
