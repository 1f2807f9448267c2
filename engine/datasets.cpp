#include "engine/datasets.hpp"

#include "engine/sentence.hpp"

namespace nn {

namespace {

/// Throws where a number is out of its declared range or not a number.
class RangeCheck final : public ParamVisitor {
  public:
    void on(const Real& about, double& value) override { check(about, value, about.min, about.max); }
    void on(const Integer& about, int& value) override { check(about, value, about.min, about.max); }
    void on(const Toggle&, bool&) override {}
    void on(const Choice&, int&) override {}
    void on(const Text&, std::string&) override {}
    void on(const OneOf&, Alternative&) override {}
    void on(const List&, Items&) override {}

  private:
    static void check(const About& about, double value, double min, double max) {
        if (value >= min && value <= max) return;
        refuse({"[dataset] got ", about.key, " ", value, ", expected ", min, " to ", max});
    }
};

}  // namespace

Data generate(const Dataset& dataset) {
    Dataset checked = dataset;
    RangeCheck check;
    VariantAlternative(checked).visit(check);
    return std::visit([](const auto& setup) { return setup.make(); }, checked);
}

}  // namespace nn
