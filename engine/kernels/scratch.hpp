#pragma once
/// Memory that a kernel may use while it runs: grows to what was asked for at most, and is never given back.
#include <cstddef>
#include <vector>

namespace nn {

template <class V>
class Scratch {
  public:
    /// At least n V, with whatever is in them.
    V* take(std::size_t n) {
        if (memory_.size() < n) memory_.resize(n);
        return memory_.data();
    }

  private:
    std::vector<V> memory_;
};

}  // namespace nn
