#include "engine/datasets.hpp"

#include <stdexcept>

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
        throw std::invalid_argument("[dataset] got " + std::string(about.key) + " " + format_number(value) +
                                    ", expected " + format_number(min) + " to " + format_number(max));
    }
};

}  // namespace

Data generate(const Dataset& dataset) {
    return std::visit(
        [](auto setup) {
            RangeCheck check;
            visit_params(setup, check);
            return setup.make();
        },
        dataset);
}

}  // namespace nn
