#pragma once
/// The ring that marks a start and can be dragged, with the mouse or a finger.
#include "web/stage.hpp"

namespace web {

class StartHandle {
public:
    /// Draws the ring at `at`, where the parameters `keys` say. `reachable`: the pointer is over the picture that the ring is in.
    /// True while it is dragged; the pointer then says where to.
    bool draw(Stage&, ImVec2 at, bool reachable, std::initializer_list<std::string_view> keys);
    bool dragged() const { return dragged_; }

private:
    bool dragged_ = false;
};

} // namespace web
