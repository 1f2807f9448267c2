#include "engine/bytes.hpp"

#include <algorithm>
#include <string>

#include "engine/sentence.hpp"

namespace nn {
namespace {

struct Put final : ParamVisitor {
    ByteWriter& to;
    explicit Put(ByteWriter& writer) : to(writer) {}
    void on(const Real&, double& value) override { to.put(value); }
    void on(const Integer&, int& value) override { to.put(static_cast<std::int32_t>(value)); }
    void on(const Toggle&, bool& value) override { to.put(static_cast<std::uint8_t>(value)); }
    void on(const Choice&, int& index) override { to.put(static_cast<std::int32_t>(index)); }
    void on(const Text&, std::string& value) override { to.put_all(std::span<const char>(value)); }
    void on(const OneOf&, Alternative& value) override { put(value); }
    void on(const List&, Items& items) override {
        to.put(static_cast<std::int32_t>(items.size()));
        for (int i = 0; i < items.size(); ++i) put(*items.item(i));
    }
    void put(Alternative& value) {
        to.put(static_cast<std::int32_t>(value.index()));
        value.visit(*this);
    }
};

struct Get final : ParamVisitor {
    ByteReader& from;
    explicit Get(ByteReader& reader) : from(reader) {}
    int index(std::size_t size) {
        const int i = from.get<std::int32_t>();
        if (i < 0 || static_cast<std::size_t>(i) >= size) from.fail("unknown alternative");
        return i;
    }
    void on(const Real&, double& value) override { value = from.get<double>(); }
    void on(const Integer&, int& value) override { value = from.get<std::int32_t>(); }
    void on(const Toggle&, bool& value) override { value = from.get_bool(); }
    void on(const Choice& about, int& value) override { value = index(about.options.size()); }
    void on(const Text&, std::string& value) override {
        const auto text = from.get_all<char>();
        value.assign(text.begin(), text.end());
    }
    void on(const OneOf&, Alternative& value) override { get(value); }
    void on(const List& about, Items& items) override {
        const int size = index(static_cast<std::size_t>(about.max_items) + 1);
        items.resize(0);
        items.resize(size);
        for (int i = 0; i < size; ++i) get(*items.item(i));
    }
    void get(Alternative& value) {
        value.select(index(value.options().size()));
        value.visit(*this);
    }
};

}  // namespace

void ByteWriter::put_params(const Params& params) {
    Put put(*this);
    params(put);
}

void ByteWriter::put_bytes(std::span<const std::byte> bytes) {
    bytes_.resize(bytes_.size() + bytes.size());
    std::copy(bytes.begin(), bytes.end(), bytes_.end() - static_cast<std::ptrdiff_t>(bytes.size()));
}

void ByteReader::get_params(const Params& params) {
    Get get(*this);
    params(get);
}

void ByteReader::get_bytes(std::span<std::byte> into) {
    if (into.size() > rest_.size()) fail("too few bytes");
    std::copy_n(rest_.begin(), into.size(), into.begin());
    rest_ = rest_.subspan(into.size());
}

void ByteReader::expect(std::uint64_t got, std::uint64_t expected, std::string_view what) const {
    if (got == expected) return;
    fail(sentence({what, " ", got, ", expected ", expected}));
}

void ByteReader::fail(std::string_view why) const {
    refuse({"[", op_, "] got ", why});
}

std::uint64_t checksum(std::span<const std::byte> bytes) {
    std::uint64_t sum = 0xcbf29ce484222325ull;
    for (const std::byte b : bytes) sum = (sum ^ static_cast<std::uint64_t>(b)) * 0x100000001b3ull;
    return sum;
}

}  // namespace nn
