#pragma once
/// Writes JSON text. Numbers that JSON lacks (NaN, infinities) become null.
#include <string>
#include <string_view>

namespace nn {

class Json {
public:
    Json& begin_object() { return open('{'); }
    Json& end_object() { return close('}'); }
    Json& begin_array() { return open('['); }
    Json& end_array() { return close(']'); }
    Json& key(std::string_view name);
    Json& value(std::string_view text);
    Json& value(const char* text) { return value(std::string_view(text)); }
    Json& value(double number);
    Json& value(int number) { return value(static_cast<double>(number)); }
    Json& value(bool truth);
    Json& null();
    /// Text that is JSON already.
    Json& raw(std::string_view json);

    template <class T>
    Json& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    const std::string& text() const { return text_; }

private:
    Json& open(char c);
    Json& close(char c);
    void separate();
    std::string text_;
    bool comma_ = false;
};

} // namespace nn
