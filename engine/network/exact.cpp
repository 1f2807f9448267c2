// The network in double, a sample at a time, with its derivatives. Built for size: nothing waits for it but checks.
#include "engine/kernels/activate_inl.hpp"
#include "engine/kernels/dense_inl.hpp"
#include "engine/losses_inl.hpp"
#include "engine/network/passes_inl.hpp"
#include "engine/network/runner_inl.hpp"

namespace nn {

template struct ActivationTable<Exact>;
template struct LossTable<Exact>;
template struct DenseOfAnyShape<Exact>;
template class Passes<Exact>;
template class Runner<Exact>;

}  // namespace nn
