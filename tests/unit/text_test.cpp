#include "web/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

TEST_CASE("a sentence with something in it is translated by its pattern, and what no table has stays and is told") {
    web::set_text("there are {} of {}, counted from 0", "{} von {} sind da, ab 0 gezählt");
    CHECK(std::string(web::text("there are 3 of 10, counted from 0")) == "3 von 10 sind da, ab 0 gezählt");
    CHECK(std::string(web::text("there are 3")) == "there are 3");
    const auto missing = web::untranslated();
    CHECK(std::count(missing.begin(), missing.end(), "there are 3") == 1);
    CHECK(std::count(missing.begin(), missing.end(), "there are 3 of 10, counted from 0") == 0);
}

TEST_CASE("numbers have the language's own sign before their decimals") {
    CHECK(web::number(0.0019) == "0.0019");
    web::set_text(".", ",");
    CHECK(web::number(0.0019) == "0,0019");
    CHECK(web::number(-1.234e-7) == "−1,23e−7");
    CHECK(web::number(12) == "12");
    CHECK(web::percent(0.125) == "12,5 %");
    web::set_text(".", ".");
    CHECK(web::percent(0.125) == "12.5 %");
}
