// The network on lanes: training, pictures, everything that counts. Built for speed.
#include "engine/network/passes_inl.hpp"
#include "engine/network/runner_inl.hpp"

namespace nn {

template class Passes<Lane>;
template class Runner<Lane>;

}  // namespace nn
