// Training asks for memory in its first epoch and never again: every `new` of this program is counted here.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "engine/descend.hpp"
#include "engine/trainer.hpp"

namespace {

long allocations = 0;

void* counted(std::size_t size, std::size_t alignment) noexcept {
    ++allocations;
    const std::size_t whole = (size + alignment - 1) / alignment * alignment;  // as aligned_alloc asks
    return std::aligned_alloc(alignment, whole ? whole : alignment);
}

void* counted_or_throw(std::size_t size, std::size_t alignment) {
    if (void* memory = counted(size, alignment)) return memory;
    throw std::bad_alloc();
}

constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

// All forms, since a sanitizer compares how memory was taken with how it is given back.
void* operator new(std::size_t n) { return counted_or_throw(n, usual); }
void* operator new[](std::size_t n) { return counted_or_throw(n, usual); }
void* operator new(std::size_t n, std::align_val_t a) { return counted_or_throw(n, std::size_t(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return counted_or_throw(n, std::size_t(a)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return counted(n, usual); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return counted(n, usual); }
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept { return counted(n, std::size_t(a)); }
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept { return counted(n, std::size_t(a)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete[](void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t, const std::nothrow_t&) noexcept { std::free(p); }

namespace nn {
namespace {

template <class F>
long allocations_in(F act) {
    const long before = allocations;
    act();
    return allocations - before;
}

constexpr int rows = 100, categories = 5, batch = 16;  // six batches and one of 4

/// Two numbers and a category a row.
Data data_of(const Network& network) {
    Data data;
    data.inputs = network.inputs();
    data.task = Task::binary;
    data.classes = 2;
    for (int i = 0; i < rows; ++i) {
        data.x.push_back(std::sin(0.3f * f32(i)));
        data.x.push_back(std::cos(0.7f * f32(i)));
        data.x.push_back(f32(i % categories));
        data.y.push_back(f32(i % 2));
        data.weight.push_back(1 + f32(i % 3));
    }
    return data;
}

struct Case {
    std::string what;
    std::vector<Layer> layers;
};
const Case cases[] = {
    {"dense", {layers::Dense{.units = 40}, layers::Dense{.units = 7, .activation = activations::Relu{}}, layers::Dense{.units = 1, .activation = activations::Linear{}}}},
    {"narrow", {layers::Dense{.units = 3}, layers::Dense{.units = 1, .activation = activations::Linear{}}}},
    {"batch norm, dropout and embedding",
     {layers::Embedding{.column = 2, .categories = categories, .size = 3}, layers::Dense{.units = 24, .activation = activations::PRelu{}}, layers::BatchNorm{},
      layers::Dropout{}, layers::Dense{.units = 24, .residual = true}, layers::LayerNorm{}, layers::Dense{.units = 1, .activation = activations::Linear{}}}},
};

NetworkSetup setup_of(const Case& c) { return {.inputs = 3, .layers = c.layers, .loss = losses::BinaryLogits{}, .reduction = 2}; }

template <class F, class... Rows>
void each(const std::variant<Rows...>*, F act) {
    (act(Rows{}), ...);
}

}  // namespace

TEST_CASE("the counter sees what a vector takes") {
    CHECK(allocations_in([] { std::vector<float> v(100), w(100); }) == 2);
}

TEST_CASE("after its first epoch training takes no memory, whatever the layers and the optimizer") {
    for (const Case& c : cases)
        each(static_cast<const Optimizer*>(nullptr), [&](const Optimizer& optimizer) {
            CAPTURE(c.what);
            CAPTURE(optimizer.index());
            const auto network = std::make_shared<Network>(setup_of(c));
            const auto data = std::make_shared<const Data>(data_of(*network));
            TrainerSetup setup{.batch_size = batch, .optimizer = optimizer, .schedule = CosineDecay{}, .l1 = 1e-4, .l2 = 1e-4, .clip_norm = 1, .keep_best = true, .averaging = Ema{}};
            auto* fills = std::get_if<Lbfgs>(&setup.optimizer);  // its history; and each step is an epoch
            if (fills) fills->history_size = 10;
            Trainer trainer(network, setup, data);
            const int epoch = fills ? 1 : (rows + batch - 1) / batch, first = fills ? 30 : 1;
            std::vector<float> losses(static_cast<std::size_t>(first * epoch)), more(static_cast<std::size_t>(20 * epoch));
            trainer.steps(losses);
            CHECK(trainer.epoch() == first);
            CHECK(allocations_in([&] { trainer.steps(more); }) == 0);
            CHECK(trainer.epoch() == first + 20);
        });
}

TEST_CASE("after the first call with so many rows a network takes no memory") {
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Network network(setup_of(c));
        const Data data = data_of(network);
        const Samples samples{data.x, data.y, data.weight, {}};
        std::vector<float> output(rows), dw(network.parameters().size()), dx(data.x.size());
        const auto act = [&] {
            network.forward(data.x, output);
            network.add_gradient(samples, {.train = true}, 1, dw, dx);
            network.loss_sum(samples);
        };
        act();
        CHECK(allocations_in([&] { for (int i = 0; i < 10; ++i) act(); }) == 0);
    }
}

TEST_CASE("a walk of a thousand steps takes memory as often as one of a hundred") {
    const Landscape landscape;
    each(static_cast<const Optimizer*>(nullptr), [&](const Optimizer& optimizer) {
        CAPTURE(optimizer.index());
        std::vector<float> short_path(2 * 101), long_path(2 * 1001);
        const auto walk = [&](std::vector<float>& path) { return allocations_in([&] { descend(landscape, optimizer, {1, 1}, path); }); };
        CHECK(walk(long_path) == walk(short_path));
    });
}

}  // namespace nn
