#include "engine/json.hpp"

#include <cmath>

#include "engine/params.hpp"

namespace nn {

void Json::separate() {
    if (comma_) text_ += ',';
    comma_ = true;
}

Json& Json::open(char c) {
    separate();
    text_ += c;
    comma_ = false;
    return *this;
}

Json& Json::close(char c) {
    text_ += c;
    comma_ = true;
    return *this;
}

Json& Json::key(std::string_view name) {
    value(name);
    text_ += ':';
    comma_ = false;
    return *this;
}

Json& Json::value(std::string_view text) {
    separate();
    text_ += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            (text_ += '\\') += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            ((text_ += "\\u00") += static_cast<char>('0' + (c >> 4))) += "0123456789abcdef"[c & 15];
        } else {
            text_ += c;
        }
    }
    text_ += '"';
    return *this;
}

Json& Json::value(double number) {
    if (!std::isfinite(number)) return null();
    separate();
    text_ += format_number(number);
    return *this;
}

Json& Json::value(bool truth) { return raw(truth ? "true" : "false"); }

Json& Json::null() { return raw("null"); }

Json& Json::raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
}

} // namespace nn
