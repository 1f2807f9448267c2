#pragma once
/// Every visible string passes here on its way to the screen. English is the key; a page in another language fills the
/// table at start (web/page/text.mjs), and what is missing stays English. A key with {} stands for all sentences that have
/// something in these places; the translation has as many. The key "." is the sign between a number and its decimals.
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// The translation of `english`, or `english` itself. The result ends with a zero, as ImGui wants it; it lives until
/// the table changes.
const char* text(std::string_view english);
void set_text(std::string_view english, std::string_view translation);
/// What was asked for so far and is not in the table.
std::vector<std::string> untranslated();

/// printf into a std::string, for numbers inside sentences.
std::string format(const char* pattern, ...) __attribute__((format(printf, 1, 2)));

/// Digits with a point in them, with the language's own sign instead.
std::string decimal(std::string digits);
/// "12.5 %"
std::string percent(double share, int decimals = 1);
/// Three significant figures with a true minus sign: "0.0019", "−1.03", "3.2e5"; whole powers as "10⁻⁴".
std::string number(double value);
/// "10⁻⁴"
std::string power_of_ten(int exponent);

} // namespace web
