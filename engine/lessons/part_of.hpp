#pragma once
/// A lesson that is about another one's setup takes over some of its parameters.
#include <string_view>

#include "engine/params.hpp"

namespace nn {

/// Hands on those parameters whose key `belongs`, as relevant only where `relevant`.
class PartOf final : public ParamVisitor {
public:
    PartOf(ParamVisitor& to, bool (*belongs)(std::string_view key), bool relevant = true) : to_(to), belongs_(belongs), relevant_(relevant) {}

    void on(const Real& p, double& v) override { pass(p, v); }
    void on(const Integer& p, int& v) override { pass(p, v); }
    void on(const Toggle& p, bool& v) override { pass(p, v); }
    void on(const Choice& p, int& v) override { pass(p, v); }
    void on(const Text& p, std::string& v) override { pass(p, v); }
    void on(const OneOf& p, Alternative& v) override { pass(p, v); }
    void on(const List& p, Items& v) override { pass(p, v); }

private:
    template <class P, class V>
    void pass(P about, V& value) {
        if (!belongs_(about.key)) return;
        about.relevant &= relevant_;
        to_.on(about, value);
    }

    ParamVisitor& to_;
    bool (*belongs_)(std::string_view);
    bool relevant_;
};

} // namespace nn
