#include "engine/lessons/playground_presets.hpp"

namespace nn {
namespace {

constexpr PlaygroundPreset table[] = {
    {"spirals", "Two spirals", "Two hidden layers of eight wind a boundary between the arms in a hundred steps.", ""},
    {"notebook-1", "The tutorial's spirals", "Notebook 1 of the seminar: 2-10-10-1 with ReLU, Adam at 0.01, batches of 64, 25 epochs.",
     "data=tutorial-spirals&standardize=false&train=0.9&layers=dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal"
     "&output-init=glorot-normal&optimizer=adam:lr=0.01&batch-size=64&stop-step=150"},
    {"xor-product", "XOR without a hidden layer", "The product of the coordinates tells all: with the right feature one weight and one bias are enough.",
     "data=xor&x1=false&x2=false&x1x2=true&layers="},
    {"linear", "Stacked lines are one line", "Three layers of eight units without a bend learn what no hidden layer at all would: a straight line. Choose tanh in one of them.",
     "data=moons&layers=dense:activation=linear,dense:activation=linear,dense:activation=linear"},
    {"circle-2", "2-2-1 cannot untangle a circle", "Two units fold the plane along two lines, and no straight cut of what comes out frees the disc. Add a third.",
     "data=circles:noise=0&layers=dense:units=2"},
    {"circle-3", "2-3-1 can", "Three lines make a triangle around the disc, which is all it takes.", "data=circles:noise=0&layers=dense:units=3"},
    {"zeros", "A start from zeros", "All units start alike and get no gradient, so nothing is ever learned. Under Network, give both layers another initializer.",
     "layers=dense:init=zeros,dense:init=zeros&output-init=zeros"},
    {"sine-raw", "Raw inputs fail a third of the time", "Notebook 2: six layers of ten on a noisy sine. Press new seed a few times: some never find the second half of the wave.",
     "data=sine&standardize=false&train=0.9"
     "&layers=dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,"
     "dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal"
     "&output-init=glorot-normal&optimizer=adam:lr=0.01&batch-size=64&stop-step=300&seed=6"},
    {"sine-standardized", "Standardized inputs hardly ever do", "The same network and data, x brought to mean 0 and deviation 1: what is left is the noise.",
     "data=sine&train=0.9"
     "&layers=dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,"
     "dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal,dense:units=10:activation=relu:init=he-normal"
     "&output-init=glorot-normal&optimizer=adam:lr=0.01&batch-size=64&stop-step=300&seed=6"},
    {"fading", "Sigmoids fade in depth", "Through six sigmoids hardly any gradient comes back: the loss stays at log 2, a coin's. With ReLU the same network learns.",
     "layers=dense:activation=sigmoid:init=glorot-uniform,dense:activation=sigmoid:init=glorot-uniform,dense:activation=sigmoid:init=glorot-uniform,"
     "dense:activation=sigmoid:init=glorot-uniform,dense:activation=sigmoid:init=glorot-uniform,dense:activation=sigmoid:init=glorot-uniform&optimizer=sgd:lr=0.1"},
    {"too-fast", "A learning rate too large", "Each step leaps farther up the other side, until the numbers end. Divide the rate by ten.", "data=plane&optimizer=sgd:lr=2&log=true"},
    {"dead", "Four steps that kill ReLUs", "From step 10 to 14 the rate is a hundred times too large: units that land where they never fire get no gradient, and stay dead.",
     "layers=dense:activation=relu,dense:activation=relu&optimizer=sgd:lr=0.1&edits=10:lr=10,14:lr=0.1&panel=signals"},
    {"swap", "From SGD to Adam on the way", "Plain steps of 0.01 crawl for 300 steps; Adam goes on from the very same weights and is done by step 500.",
     "optimizer=sgd:lr=0.01&edits=300:optimizer=adam:lr=0.02"},
    {"over-training", "Twenty points learned by heart", "A thousand weights and twenty noisy points: the training loss goes to 0, that of the points it never saw rises.",
     "data=moons:size=40:noise=1&train=0.5&layers=dense:units=32:activation=relu,dense:units=32:activation=relu&optimizer=adam:lr=0.01&seed=2"},
    {"l2", "L2 against it", "The same network, its weights pulled to zero: it makes a few mistakes more on what it saw, and far fewer on the rest.",
     "data=moons:size=40:noise=1&train=0.5&layers=dense:units=32:activation=relu,dense:units=32:activation=relu&optimizer=adam:lr=0.01&l2=0.03&seed=2"},
    {"wrong-output", "Four classes as one number", "One output and the mean square: class 1 is said to lie between 0 and 2. Let the loss follow the task: four outputs and softmax.",
     "data=gaussians:classes=4:noise=0.8&layers=&loss=mse&outputs=one"},
};

}  // namespace

const std::span<const PlaygroundPreset> playground_presets = table;

}  // namespace nn
