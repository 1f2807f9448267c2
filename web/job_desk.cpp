#include "web/job_desk.hpp"

#include <algorithm>

#include "engine/json.hpp"

namespace web {

bool JobDesk::place(std::shared_ptr<const JobOrder> order) {
    if (order == order_) return false;
    order_ = std::move(order);
    state_ = {};
    ++number_;
    return true;
}

std::string JobDesk::order() const {
    nn::Json json;
    json.begin_object().member("id", number_).member("key", order_ ? std::string_view(order_->key) : "");
    json.member("settings", order_ ? std::string_view(order_->settings) : "").key("arrays").begin_array();
    if (order_)
        for (const auto& array : order_->arrays) json.value(static_cast<int>(array.size()));
    return json.end_array().end_object().text();
}

std::span<const float> JobDesk::array(int i) const {
    if (!order_ || i < 0 || static_cast<std::size_t>(i) >= order_->arrays.size()) return {};
    return order_->arrays[static_cast<std::size_t>(i)];
}

std::span<float> JobDesk::room(int count) {
    room_.resize(static_cast<std::size_t>(std::max(0, count)));
    return room_;
}

} // namespace web
