/// Starts the playground on the page's canvas: `playground <page query> <link>`. From there on the page calls what
/// web/exports.hpp lists, and frames are drawn when something has changed.
#include <exception>

#include "web/platform/start.hpp"

int main(int argc, char** argv) {
    try {
        web::start(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
        return 0;
    } catch (const std::exception& error) {
        web::say_error(error.what());
        return 1;
    }
}
