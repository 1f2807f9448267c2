// Preprocessing behind the border.
#include "engine/preprocess.hpp"

#include <cmath>
#include <cstring>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"

using namespace nn;
using namespace nn::api;

namespace {

Preprocessor& preprocessor_of(Border& b, int handle) { return *b.objects.get<std::unique_ptr<Preprocessor>>(handle, "preprocessor"); }

std::vector<double> doubles_of(std::span<const unsigned char> bytes) {
    std::vector<double> numbers(bytes.size() / sizeof(double));
    if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(double));
    return numbers;
}

}  // namespace

extern "C" {

int engine_preprocess(const char* kind) {
    return guard([=](Border& b) {
        std::vector<int> chosen;
        for (const float column : b.in(0)) chosen.push_back(static_cast<int>(column));
        auto made = std::make_unique<Preprocessor>(read_row<Preprocessing>("preprocess", kind), std::move(chosen));
        if (!b.input_bytes.empty()) made->restore(doubles_of(b.input_bytes));
        return b.objects.add(std::move(made));
    });
}

int engine_preprocess_fit(int handle, int columns) {
    return guard([=](Border& b) {
        preprocessor_of(b, handle).fit(b.in(0), columns);
        return 1;
    });
}

int engine_preprocess_transform(int handle) {
    return guard([=](Border& b) {
        b.floats = preprocessor_of(b, handle).transform(b.in(0));
        return 1;
    });
}

int engine_preprocess_inverse(int handle) {
    return guard([=](Border& b) {
        b.floats = preprocessor_of(b, handle).inverse(b.in(0));
        return 1;
    });
}

int engine_preprocess_about(int handle) {
    return guard([=](Border& b) {
        const Preprocessor& work = preprocessor_of(b, handle);
        const std::vector<double> saved = work.save();
        b.bytes.resize(saved.size() * sizeof(double));
        std::memcpy(b.bytes.data(), saved.data(), b.bytes.size());
        Json json;
        json.begin_object().member("columns", work.columns()).key("sources").begin_array();
        for (const Preprocessor::Source& source : work.sources()) {
            json.begin_array().value(source.column);
            if (!std::isnan(source.value)) json.value(double(source.value));
            json.end_array();
        }
        return b.reply(json.end_array().end_object());
    });
}
}
