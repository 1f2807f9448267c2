#pragma once
#include <string_view>

namespace web {

/// Makes the program that web/exports.hpp speaks to. Throws std::runtime_error where the browser has no WebGL2.
void start(std::string_view page_query, std::string_view link);

/// Sends the page an `error` event.
void say_error(std::string_view message);

} // namespace web
