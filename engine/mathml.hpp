#pragma once
/// Formulas as people write them, for the page.
#include <string>
#include <string_view>

namespace nn {

/// MathML Core of a formula in the language of expression.hpp (which says whether it is one), in which κ may stand for
/// the condition number: `<math>...</math>`. Quotients become fractions and exponents rise. Other text comes back as
/// itself, within `<mtext>`.
std::string mathml(std::string_view formula);

}  // namespace nn
