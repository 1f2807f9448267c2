#pragma once
/// Inside the C functions: what goes over the border, and the objects that live behind it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/csv.hpp"
#include "engine/data.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/json.hpp"
#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"
#include "engine/params.hpp"
#include "engine/preprocess.hpp"
#include "engine/surfaces.hpp"
#include "engine/trainer.hpp"

namespace nn::api {

struct CsvReader {
    CsvParser parser;
    CsvTable table;
    bool finished = false;
};

using Object = std::variant<std::monostate, Landscape, Descent, std::shared_ptr<Network>, std::unique_ptr<Trainer>,
                            std::shared_ptr<const Data>, std::unique_ptr<CsvReader>, std::unique_ptr<Preprocessor>, std::unique_ptr<Job>>;

/// Objects by handle. A handle tells its place and how often that has been used, so one of a freed object is known.
class Objects {
  public:
    int add(Object object);
    void free(int handle);
    /// Throws std::invalid_argument("[what] ...") where there is no such object.
    template <class T>
    T& get(int handle, std::string_view what) {
        if (Object* object = find(handle))
            if (T* t = std::get_if<T>(object)) return *t;
        refuse_handle(what);
    }

  private:
    Object* find(int handle);
    [[noreturn]] static void refuse_handle(std::string_view what);
    struct Place {
        Object object;
        int used = 0;
    };
    std::deque<Place> places_;  ///< a place stays where it is: JavaScript may make objects while one is at work
    std::vector<int> free_;
};

/// Numbers that go over the border: memory that is not cleared first, and kept for the next call unless it is large.
class Numbers {
  public:
    std::span<float> resize(std::size_t n) {
        if (n > room_) {
            memory_.reset();
            room_ = 0;
            memory_ = std::make_unique_for_overwrite<float[]>(n);
            room_ = n;
        }
        return {memory_.get(), size_ = n};
    }
    void clear() {
        size_ = 0;
        if (room_ > kept) memory_.reset(), room_ = 0;
    }
    Numbers& operator=(const std::vector<float>& v) {
        std::copy(v.begin(), v.end(), resize(v.size()).begin());
        return *this;
    }
    operator std::span<const float>() const { return {memory_.get(), size_}; }

  private:
    static constexpr std::size_t kept = 1 << 18;
    std::unique_ptr<float[]> memory_;
    std::size_t size_ = 0, room_ = 0;
};

/// What the call under way takes and gives.
struct Border {
    static constexpr std::size_t slots = 6;
    static constexpr std::uint64_t most_numbers = 1 << 29;  ///< all that a 32-bit memory holds
    Numbers input[slots];
    std::vector<unsigned char> input_bytes;
    std::string error, text;
    Numbers floats;
    std::vector<std::byte> bytes;
    Objects objects;
    Scratch<Lane> scratch; ///< of the kernels

    std::span<const float> in(std::size_t slot) const { return input[slot]; }
    /// A copy, where it is kept.
    std::vector<float> take(std::size_t slot) const { return {in(slot).begin(), in(slot).end()}; }
    /// Room for n results, with whatever is in it.
    std::span<float> out(std::uint64_t n) {
        if (n > most_numbers) throw std::bad_alloc();
        return floats.resize(static_cast<std::size_t>(n));
    }
    int reply(const Json& json) {
        text = json.text();
        return 1;
    }
};
Border& border();

/// Runs one call: errors become texts, and the slots are empty afterwards.
int guard_call(int (*call)(void*), void* closure);
template <class F>
int guard(F f) {
    return guard_call([](void* closure) -> int { return (*static_cast<F*>(closure))(border()); }, &f);
}

/// Throws with every rejection in words.
void expect_taken(std::string_view call, std::span<const Rejection> rejected);

/// A setup from its text.
template <class S>
S read_setup(std::string_view call, std::string_view text) {
    S setup;
    expect_taken(call, from_query(params_of(setup), text));
    return setup;
}

/// A row of a table from its text, "adam:lr=0.1".
template <class Table>
Table read_row(std::string_view call, std::string_view text) {
    struct One {
        Table row;
        static constexpr auto params() { return std::tuple{one_of("key", &One::row, "", "")}; }
    } one;
    expect_taken(call, set_param(params_of(one), "key", text));
    return std::move(one.row);
}

/// Throws where a number is NaN or infinite, and says where.
void expect_finite(std::string_view call, std::string_view what, std::span<const float> numbers);

/// The same, and where one is negative.
void expect_weights(std::string_view call, std::string_view what, std::span<const float> numbers);

/// Throws where samples have weights that the network's reduction does not heed, or that sum to 0 where it divides by
/// the sum.
void expect_heeded(std::string_view call, const Network& network, const Samples& samples);

/// x, y, weight from three slots on; throws where there are no samples, a number is not finite, a target or a weight
/// cannot be.
Samples samples_in(std::string_view call, const Network& network, std::size_t first_slot = 0);

inline std::size_t to_size(int n) { return static_cast<std::size_t>(n); }
/// A product that does not wrap where std::size_t has 32 bits.
inline std::uint64_t times(std::size_t a, std::size_t b) { return std::uint64_t{a} * b; }
/// Throws unless n >= least.
void expect_count(std::string_view call, std::string_view what, int n, int least);

}  // namespace nn::api
