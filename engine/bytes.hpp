#pragma once
/// State as bytes: little-endian, no padding, lengths first, so that what one build saves another reads. Numbers keep
/// every bit.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/params.hpp"

namespace nn {

static_assert(std::endian::native == std::endian::little);

class ByteWriter {
  public:
    template <class T>
    void put(T value) {
        put_bytes(std::as_bytes(std::span<const T>(&value, 1)));
    }
    /// The number of values, then the values.
    template <class T>
    void put_all(std::span<const T> values) {
        put(static_cast<std::uint64_t>(values.size()));
        put_bytes(std::as_bytes(values));
    }
    template <class T>
    void put_all(const std::vector<T>& values) {
        put_all(std::span<const T>(values));
    }
    /// Every parameter of a setup, exactly, even where it lies outside its range.
    void put_params(const Params& params);

    std::span<const std::byte> bytes() const { return bytes_; }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    void put_bytes(std::span<const std::byte> bytes);
    std::vector<std::byte> bytes_;
};

/// Reads what a ByteWriter wrote. Throws std::invalid_argument("[op] ...") where the bytes end too early or hold what
/// cannot be; `op` must outlive the reader.
class ByteReader {
  public:
    ByteReader(std::string_view op, std::span<const std::byte> bytes) : op_(op), rest_(bytes) {}

    template <class T>
    T get() {
        static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>);
        T value;
        get_bytes(std::as_writable_bytes(std::span(&value, 1)));
        return value;
    }
    bool get_bool() { return get<std::uint8_t>() != 0; }
    template <class T>
    std::vector<T> get_all() {
        const auto size = get<std::uint64_t>();
        if (size > rest_.size() / sizeof(T)) fail("too few bytes");
        std::vector<T> values(static_cast<std::size_t>(size));
        get_bytes(std::as_writable_bytes(std::span(values)));
        return values;
    }
    /// The same where there must be `size` of them.
    template <class T>
    std::vector<T> get_all(std::size_t size, std::string_view what) {
        std::vector<T> values = get_all<T>();
        expect(values.size(), size, what);
        return values;
    }
    void get_params(const Params& params);

    /// Throws unless the two are the same.
    void expect(std::uint64_t got, std::uint64_t expected, std::string_view what) const;
    void expect_end() const { expect(rest_.size(), 0, "bytes behind the end"); }
    [[noreturn]] void fail(std::string_view why) const;
    std::span<const std::byte> rest() const { return rest_; }

  private:
    void get_bytes(std::span<std::byte> into);
    std::string_view op_;
    std::span<const std::byte> rest_;
};

/// FNV-1a, for accidents, not for enemies.
std::uint64_t checksum(std::span<const std::byte> bytes);

}  // namespace nn
