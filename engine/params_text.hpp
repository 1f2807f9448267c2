#pragma once
/// Inside the parameters: values as text. Not for other parts; they use params.hpp.
#include "engine/params.hpp"

namespace nn {

/// The text of each value, by key, in declaration order.
class Format final : public ParamVisitor {
public:
    struct Entry {
        std::string_view key;
        std::string text;
    };
    std::vector<Entry> entries;

    void on(const Real&, double&) override;
    void on(const Integer&, int&) override;
    void on(const Toggle&, bool&) override;
    void on(const Choice&, int&) override;
    void on(const Text&, std::string&) override;
    void on(const OneOf&, Alternative&) override;
    void on(const List&, Items&) override;

private:
    void add(const About& p, std::string text) { entries.push_back({p.key, std::move(text)}); }
};

std::vector<Format::Entry> formatted(const Params&);
/// What the chosen alternative's parameters are before anyone touches them. Asking changes nothing.
std::vector<Format::Entry> defaults_of(Alternative&);
/// `adam:lr=0.3`: only what differs from the defaults.
std::string format_item(Alternative&);

/// Percent-encodes what is not plain ASCII, and what is reserved.
std::string percent_encode(std::string_view text, std::string_view reserved);
std::string percent_decode(std::string_view text);
inline constexpr std::string_view reserved_in_links = "%&#\"<>`", reserved_in_items = "%:,=";

} // namespace nn
