#pragma once
/// Reads decimal numbers. Knows no locale, and gives the same bits everywhere.
#include <string_view>

namespace nn::csv {

/// The whole text as digits with an optional sign, decimal mark and exponent ("12", "-.5", "+1e-3"), or false; also
/// false where it is above the largest float. Within a few units of a double's last place, so right to a float's.
bool parse_decimal(std::string_view text, char mark, double& value);

}  // namespace nn::csv
