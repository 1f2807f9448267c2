#pragma once
/// One declaration per parameter.
///
/// A setup struct says once what each of its parameters is; its member initialisers are the defaults:
///
///     struct Adam {
///         static constexpr std::string_view key = "adam", label = "Adam";
///         double lr = 0.01;
///         static constexpr auto params() {
///             return std::tuple{real("lr", &Adam::lr, 1e-5, 1, log_scale, "Learning rate", "Length of one step.")};
///         }
///     };
///
/// From that line come the link, the widget, the page API, the mirror for assistive technology and the tests: each is a
/// `ParamVisitor`. Nothing here is a template beyond the thin layer that turns a struct into a sequence of visits.
///
/// Text form: `key=value` pairs; a one-of is `name:option=value:option=value`, a list is one-ofs separated by `,`.
/// A path names a nested value: `racers.0.lr` is the learning rate of the first racer.
#include <array>
#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/decimal.hpp"

namespace nn {

enum class Scale { linear, log };
inline constexpr Scale linear_scale = Scale::linear, log_scale = Scale::log;

/// A word of a choice: `key` in links, `label` on screen.
struct Option {
    std::string_view key, label;
};

/// What every kind of parameter says about itself. `help` is one sentence with the consequence.
struct About {
    std::string_view key, label, help;
    std::string_view unit = {};
    bool advanced = false; ///< shown only when more settings are asked for
    bool relevant = true;  ///< false: the value is kept but has no effect now (kappa of a surface that has none)
};

struct Real : About {
    double min, max;
    Scale scale;
};
struct Integer : About {
    int min, max;
    Scale scale;
};
struct Toggle : About {};
struct Choice : About {
    std::span<const Option> options;
};
/// `check` returns why a text is refused, or an empty string.
struct Text : About {
    std::size_t max_length;
    std::string (*check)(std::string_view);
};
struct OneOf : About {};
struct List : About {
    int min_items, max_items;
};

class ParamVisitor;

/// A variant seen without its type: one of several setups is chosen, and only its parameters exist.
class Alternative {
public:
    virtual ~Alternative() = default;
    virtual std::span<const Option> options() const = 0;
    /// Where each comes from, in a line; empty where the setups do not say.
    virtual std::span<const std::string_view> papers() const = 0;
    virtual int index() const = 0;
    /// Chooses; the chosen setup starts from its defaults, even if it was chosen already.
    virtual void select(int index) = 0;
    virtual void visit(ParamVisitor&) = 0;
};

/// A vector of variants seen without its type.
class Items {
public:
    virtual ~Items() = default;
    virtual int size() const = 0;
    /// New items are the first alternative with its defaults.
    virtual void resize(int size) = 0;
    virtual void erase(int index) = 0;
    virtual std::unique_ptr<Alternative> item(int index) = 0;
    virtual std::unique_ptr<Items> fresh() const = 0; ///< an empty list of its own, to parse into
    virtual void assign(Items& other) = 0;            ///< takes over what `fresh` gave
};

/// Called once per parameter, in declaration order, with its description and a reference to its value.
class ParamVisitor {
public:
    virtual ~ParamVisitor() = default;
    virtual void on(const Real&, double&) = 0;
    virtual void on(const Integer&, int&) = 0;
    virtual void on(const Toggle&, bool&) = 0;
    virtual void on(const Choice&, int& index) = 0;
    virtual void on(const Text&, std::string&) = 0;
    virtual void on(const OneOf&, Alternative&) = 0;
    virtual void on(const List&, Items&) = 0;
};

/// A setup without its type: visits every parameter of it. Refers to the setup (or to the function that visits), which
/// must outlive it.
class Params {
public:
    using Visit = void (*)(void* setup, ParamVisitor&);
    Params(void* setup, Visit visit) : setup_(setup), visit_(visit) {}
    template <class F>
        requires std::invocable<F&, ParamVisitor&>
    Params(F&& f)
        : setup_(const_cast<void*>(static_cast<const void*>(&f))),
          visit_([](void* g, ParamVisitor& visitor) { (*static_cast<std::remove_reference_t<F>*>(g))(visitor); }) {}

    void operator()(ParamVisitor& visitor) const { visit_(setup_, visitor); }

private:
    void* setup_;
    Visit visit_;
};

// ---- declaring -------------------------------------------------------------------------------------------------------

/// A description bound to the member that it describes.
template <class S, class M, class D>
struct Bound {
    D about;
    M S::*member;
    bool (S::*relevance)() const = nullptr;

    constexpr Bound unit(std::string_view u) const {
        Bound b = *this;
        b.about.unit = u;
        return b;
    }
    constexpr Bound advanced() const {
        Bound b = *this;
        b.about.advanced = true;
        return b;
    }
    constexpr Bound only_if(bool (S::*r)() const) const {
        Bound b = *this;
        b.relevance = r;
        return b;
    }
};

template <class S>
constexpr auto real(std::string_view key, double S::*m, double min, double max, Scale scale, std::string_view label,
                    std::string_view help) {
    return Bound<S, double, Real>{{{key, label, help}, min, max, scale}, m};
}
template <class S>
constexpr auto integer(std::string_view key, int S::*m, int min, int max, Scale scale, std::string_view label,
                       std::string_view help) {
    return Bound<S, int, Integer>{{{key, label, help}, min, max, scale}, m};
}
template <class S>
constexpr auto toggle(std::string_view key, bool S::*m, std::string_view label, std::string_view help) {
    return Bound<S, bool, Toggle>{{{key, label, help}}, m};
}
template <class S>
constexpr auto choice(std::string_view key, int S::*m, std::span<const Option> options, std::string_view label,
                      std::string_view help) {
    return Bound<S, int, Choice>{{{key, label, help}, options}, m};
}
template <class S>
constexpr auto text(std::string_view key, std::string S::*m, std::size_t max_length, std::string (*check)(std::string_view),
                    std::string_view label, std::string_view help) {
    return Bound<S, std::string, Text>{{{key, label, help}, max_length, check}, m};
}
template <class S, class... A>
constexpr auto one_of(std::string_view key, std::variant<A...> S::*m, std::string_view label, std::string_view help) {
    return Bound<S, std::variant<A...>, OneOf>{{{key, label, help}}, m};
}
template <class S, class... A>
constexpr auto list(std::string_view key, std::vector<std::variant<A...>> S::*m, int min_items, int max_items,
                    std::string_view label, std::string_view help) {
    return Bound<S, std::vector<std::variant<A...>>, List>{{{key, label, help}, min_items, max_items}, m};
}

/// Menu words of a table whose rows have `key` and `label`.
template <const auto& table>
inline constexpr auto names_of = [] {
    std::array<Option, std::size(table)> names{};
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = {table[i].key, table[i].label};
    return names;
}();

void no_such_key(); // nowhere defined: a call of it is no constant

/// Row of `key` in a table, at compile time: a wrong key does not compile.
template <class Table>
consteval int index_of(const Table& table, std::string_view key) {
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (table[i].key == key) return static_cast<int>(i);
    no_such_key();
    return -1;
}

// ---- visiting --------------------------------------------------------------------------------------------------------

template <class S>
void visit_params(S& setup, ParamVisitor& visitor);

namespace detail {
template <class S>
constexpr std::string_view paper_of() {
    if constexpr (requires { S::paper; })
        return S::paper;
    else
        return {};
}
} // namespace detail

template <class... A>
class VariantAlternative final : public Alternative {
public:
    explicit VariantAlternative(std::variant<A...>& v) : v_(v) {}
    std::span<const Option> options() const override {
        static constexpr Option names[] = {{A::key, A::label}...};
        return names;
    }
    std::span<const std::string_view> papers() const override {
        static constexpr std::string_view all[] = {detail::paper_of<A>()...};
        return all;
    }
    int index() const override { return static_cast<int>(v_.index()); }
    void select(int index) override {
        int i = 0;
        ((i++ == index ? (void)v_.template emplace<A>() : void()), ...);
    }
    void visit(ParamVisitor& visitor) override {
        std::visit([&](auto& setup) { visit_params(setup, visitor); }, v_);
    }

private:
    std::variant<A...>& v_;
};

template <class... A>
class VariantItems final : public Items {
public:
    explicit VariantItems(std::vector<std::variant<A...>>& v) : v_(&v) {}
    VariantItems() : owned_(std::make_unique<std::vector<std::variant<A...>>>()), v_(owned_.get()) {}
    int size() const override { return static_cast<int>(v_->size()); }
    void resize(int size) override { v_->resize(static_cast<std::size_t>(size)); }
    void erase(int index) override { v_->erase(v_->begin() + index); }
    std::unique_ptr<Alternative> item(int index) override {
        return std::make_unique<VariantAlternative<A...>>((*v_)[static_cast<std::size_t>(index)]);
    }
    std::unique_ptr<Items> fresh() const override { return std::make_unique<VariantItems>(); }
    void assign(Items& other) override { *v_ = std::move(*static_cast<VariantItems&>(other).v_); }

private:
    std::unique_ptr<std::vector<std::variant<A...>>> owned_;
    std::vector<std::variant<A...>>* v_;
};

namespace detail {
template <class D, class V>
void visit_value(const D& about, V& value, ParamVisitor& visitor) {
    visitor.on(about, value);
}
template <class... A>
void visit_value(const OneOf& about, std::variant<A...>& value, ParamVisitor& visitor) {
    VariantAlternative<A...> alternative(value);
    visitor.on(about, static_cast<Alternative&>(alternative));
}
template <class... A>
void visit_value(const List& about, std::vector<std::variant<A...>>& value, ParamVisitor& visitor) {
    VariantItems<A...> items(value);
    visitor.on(about, static_cast<Items&>(items));
}
/// One function for each kind of value, not for each parameter: there are hundreds of these.
template <class D, class V>
[[gnu::noinline]] void visit_relevant(const D& described, bool relevant, V& value, ParamVisitor& visitor) {
    D about = described;
    about.relevant = relevant;
    visit_value(about, value, visitor);
}
} // namespace detail

template <class S>
void visit_params(S& setup, ParamVisitor& visitor) {
    static constexpr auto all = S::params();
    std::apply(
        [&](const auto&... bound) {
            (detail::visit_relevant(bound.about, !bound.relevance || (setup.*bound.relevance)(), setup.*bound.member, visitor), ...);
        },
        all);
}

/// The setup must outlive the result.
template <class S>
Params params_of(S& setup) {
    return {&setup, [](void* s, ParamVisitor& visitor) { visit_params(*static_cast<S*>(s), visitor); }};
}

// ---- text ------------------------------------------------------------------------------------------------------------

/// A value that could not be taken as it was given, and why, in words for the reader.
struct Rejection {
    std::string key, value, why;
};

/// One value by path (`kappa`, `racers`, `racers.0`, `racers.0.lr`), as text. Never throws: what cannot be taken is
/// reported and leaves the value as it was; a number out of range is clamped and reported.
std::vector<Rejection> set_param(const Params&, std::string_view path, std::string_view value);

/// The keys of the top-level values, in declaration order.
std::vector<std::string> keys_of(const Params&);

/// The text of one top-level value; empty if there is no such parameter.
std::string get_param(const Params&, std::string_view key);

/// `kappa=300&racers=adam:lr=0.3`, percent-encoded: only what differs from `defaults`, which visits the same setup type.
std::string to_query(const Params& values, const Params& defaults);

/// Takes every pair of a query; `+` stays a plus, `%41` is decoded. Later pairs win.
std::vector<Rejection> from_query(const Params&, std::string_view query);

/// JSON array for the page: [{key, label, help, unit, kind, advanced, value, default, min, max, scale, choices}], nested
/// values by path after the one-of or list that holds them. What is not relevant now is left out.
std::string describe_params(const Params& values, const Params& defaults);

} // namespace nn
