#pragma once
/// Memory that a kernel may use while it runs: grows to what was asked for at most, and is never given back.
#include <cstddef>
#include <memory>

namespace nn {

/// A copy starts with none: what is inside means nothing between two calls.
template <class V>
class Scratch {
  public:
    Scratch() = default;
    Scratch(const Scratch&) noexcept {}
    Scratch& operator=(const Scratch&) noexcept { return *this; }

    /// At least n V, with whatever is in them.
    V* take(std::size_t n) {
        if (size_ < n) {
            memory_ = std::make_unique_for_overwrite<V[]>(n);
            size_ = n;
        }
        return memory_.get();
    }

  private:
    std::unique_ptr<V[]> memory_;
    std::size_t size_ = 0;
};

}  // namespace nn
