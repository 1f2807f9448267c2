#pragma once
/// How far the engine is from PyTorch and scikit-learn, as the tests see it while they compare: a table for the About page.
/// It is written to the file that DOWNHILL_AGREEMENT names when all tests are done (agreement.cpp).
#include <cmath>
#include <string>
#include <string_view>

/// One comparison of values that belong together. `kind` groups rows, rows of the same kind and name become one.
class Agreement {
public:
    Agreement(std::string_view kind, std::string_view name, std::string_view truth = "PyTorch") : kind_(kind), name_(name), truth_(truth) {}
    Agreement(const Agreement&) = delete;
    ~Agreement();

    void see(double got, double expected) {
        ++values_;
        if (got == expected || !std::isfinite(expected)) return;
        difference_ = std::fmax(difference_, std::fabs(got - expected));
        size_ = std::fmax(size_, std::fabs(expected));
    }
    template <class Got, class Expected> void see_all(const Got& got, const Expected& expected) {
        for (std::size_t i = 0; i < expected.size(); ++i) see(static_cast<double>(got[i]), static_cast<double>(expected[i]));
    }

private:
    std::string kind_, name_, truth_;
    long values_ = 0;
    double difference_ = 0, size_ = 1; ///< of all values; small ones are measured against 1
};
