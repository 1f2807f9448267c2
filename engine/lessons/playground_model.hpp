#pragma once
/// From what a learner asks for to a network that the engine can run: layers, loss, outputs and targets.
#include <memory>
#include <string>
#include <vector>

#include "engine/lessons/playground_data.hpp"
#include "engine/lessons/playground_setup.hpp"
#include "engine/network.hpp"

namespace nn {

/// What is to be learned, without the samples.
struct PlaygroundTask {
    Task task = Task::binary;
    int classes = 2, targets = 1;
};
PlaygroundTask task_of(const Data& data);

/// How the network's outputs are read: what stands on the map, where 0.5 is undecided for yes or no.
enum class PlaygroundReading {
    number,   ///< as it is
    sigmoid,  ///< probability of each
    softmax,  ///< probabilities that sum to 1
    margin,   ///< -1 and 1 become 0 and 1
};

/// How targets of the data become targets of the loss.
enum class PlaygroundTargets {
    as_they_are,
    one_hot,   ///< a column for each class
    as_share,  ///< the class over the last class, from 0 to 1
    cut,       ///< cut to 0 to 1
};

struct PlaygroundModel {
    /// Layers get a place for dropout where one has any, or some edit gives it some.
    PlaygroundModel(const PlaygroundSetup& setup, const PlaygroundTask& task, int inputs);

    NetworkSetup network;
    PlaygroundTask task;
    PlaygroundReading reading = PlaygroundReading::number;
    PlaygroundTargets targets = PlaygroundTargets::as_they_are;
    bool is_one_number = false;  ///< a class told by one number, from 0 to the last class
    std::vector<Rejection> adjusted;  ///< what could not be built as asked, and what was built instead

    /// A hidden layer, or last the output, among the network's layers.
    struct Place {
        int dense, bend, dropout;  ///< places in network.layers; bend: whose numbers are the layer's; dropout -1: none
        int units, first_row;      ///< first_row: among the rows of Network::forward_units
    };
    std::vector<Place> layers;
    int outputs() const { return layers.back().units; }

    /// Of a regression, by a loss between numbers: measures the columns of y (rows, task.targets) for targets_of and read.
    void scale_targets(std::span<const float> y);
    /// Mean and deviation of each target; empty: they are learned as they are.
    struct Scale {
        double mean, deviation;
    };
    std::vector<Scale> scales;

    /// (rows, target columns) of y (rows, task.targets).
    std::vector<float> targets_of(std::span<const float> y) const;
    /// Outputs (rows, outputs()) as they are read, in place.
    void read(std::span<float> outputs) const;
    /// The class that a sample's outputs, as they are read, stand for. Not for labels and regression.
    int decide(std::span<const float> answer) const;
    /// Gives a network of this model its start: each layer draws from a stream of its own, whatever norms and dropout are
    /// between them. x: rows for LSUV to fit itself to.
    void initialize(Network& network, std::span<const float> x) const;
};

/// One sentence where loss, output and task do not belong together, else nothing.
std::string why_wrong(const PlaygroundSetup& setup, const PlaygroundTask& task);

}  // namespace nn
