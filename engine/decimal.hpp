#pragma once
/// Numbers as decimal text and back, exactly: the same text and bits everywhere, no locale. The library's printf and
/// strtod do the same in 20 kB of WebAssembly more.
#include <string>
#include <string_view>

namespace nn {

/// Shortest text that reads back as the same number; plain decimals where they are short ("10000", "0.001", "1e-07").
std::string format_number(double value);

/// Rounded to so many significant digits, as printf's %.<digits>g writes it; at least 7.
std::string format_rounded(double value, int digits);

/// The whole of `text` as a finite decimal number, the nearest double, or nothing.
bool parse_number(std::string_view text, double& value);

}  // namespace nn
