#pragma once
/// How a network does on data, without dropout and with the running statistics of batch norms.
#include "engine/data.hpp"
#include "engine/network.hpp"

namespace nn {

struct Score {
    float loss = 0;    ///< under the network's loss and reduction
    float metric = 0;  ///< share of right answers; for regression the root of the mean squared error
};

/// Throws std::invalid_argument where the data do not fit the network.
Score score(Network& network, const Data& data);

/// Throws std::invalid_argument("[op] got ...") unless the network takes the data: as many inputs and targets, at least
/// one row, a weight for each row or none, classes that the network has an output for.
void expect_fit(std::string_view op, const Network& network, const Data& data);

}  // namespace nn
