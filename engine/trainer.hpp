#pragma once
/// A network, data, an optimizer and a schedule at work: counts steps, never seconds. Everything random is a function of
/// the seed, the epoch and the step, so a run replays from its setup, and a saved one goes on bit for bit.
///
/// One step: the gradient of the batch's loss, averaged as the network's reduction says; plus l1 * sign(w) + l2 * w, the
/// gradient of l1 * sum |w| + l2 / 2 * sum w^2; clipped by value, then by norm; then the optimizer, whose own weight
/// decay comes after the clipping, as in PyTorch. L-BFGS takes all samples in each step, since its line search compares
/// losses, and is not clipped.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "engine/averaging.hpp"
#include "engine/data.hpp"
#include "engine/network.hpp"
#include "engine/optimizers.hpp"
#include "engine/schedules.hpp"
#include "engine/score.hpp"

namespace nn {

struct TrainerSetup {
    int batch_size = 32;
    bool shuffle = true, drop_last = false;
    int seed = 1;
    Optimizer optimizer = Adam{.lr = 0.01};
    Schedule schedule;
    double l1 = 0, l2 = 0;
    double clip_norm = 0, clip_value = 0;
    int accumulate = 1;
    int patience = 0;
    bool keep_best = false;
    Averaging averaging;
    static constexpr auto params() {
        return std::tuple{
            integer("batch-size", &TrainerSetup::batch_size, 1, 100000, log_scale, "Batch size",
                    "Samples per step: fewer are faster and noisier; as many as there are: no noise.")
                .unit("samples"),
            toggle("shuffle", &TrainerSetup::shuffle, "Shuffle", "Takes the samples in a new order in every epoch."),
            toggle("drop-last", &TrainerSetup::drop_last, "Drop the rest",
                   "Leaves out the samples of an epoch that fill no batch, other ones each time.")
                .advanced(),
            integer("seed", &TrainerSetup::seed, 0, 2147483647, linear_scale, "Seed",
                    "Another seed, another order of samples and other dropout."),
            one_of("optimizer", &TrainerSetup::optimizer, "Optimizer", "The rule for one step."),
            one_of("schedule", &TrainerSetup::schedule, "Schedule", "How the learning rate changes along the run."),
            real("l1", &TrainerSetup::l1, 0, 1, linear_scale, "L1", "Pulls every parameter to zero, small ones all the way."),
            real("l2", &TrainerSetup::l2, 0, 1, linear_scale, "L2", "Pulls every parameter to zero, large ones most."),
            real("clip-norm", &TrainerSetup::clip_norm, 0, 1e6, linear_scale, "Clip by length",
                 "Shortens a gradient that is longer, so one steep place throws no run off; 0: off.")
                .advanced(),
            real("clip-value", &TrainerSetup::clip_value, 0, 1e6, linear_scale, "Clip by value",
                 "Cuts every slope to this size, which turns the gradient; 0: off.")
                .advanced(),
            integer("accumulate", &TrainerSetup::accumulate, 1, 1000, log_scale, "Batches per step",
                    "Gradients of so many batches make one step, as of one large batch in less memory.")
                .advanced(),
            integer("patience", &TrainerSetup::patience, 0, 100000, linear_scale, "Patience",
                    "Stops after so many epochs without a better validation loss; 0: never.")
                .unit("epochs"),
            toggle("keep-best", &TrainerSetup::keep_best, "Keep the best",
                   "Remembers the parameters of the epoch with the lowest validation loss."),
            one_of("averaging", &TrainerSetup::averaging, "Weight averaging", "Follows the run with an average of its weights.")
                .advanced()};
    }
};

/// What is known after an epoch. NaN: not known.
struct Epoch {
    int number = 0;  ///< the first is 1
    float loss = 0;  ///< mean of the batches' losses, each before its step
    float validation = std::numeric_limits<float>::quiet_NaN();  ///< loss of the validation data
    float metric = std::numeric_limits<float>::quiet_NaN();      ///< of the validation data: see Score
    float lr = 0;                                                ///< learning rate of the last step
};

/// Losses below are of the data alone, without l1 and l2. Divergence never throws: the losses become inf or NaN.
class Trainer {
  public:
    static constexpr std::size_t most_history = 16384;

    /// Trains the network's parameters in place. Throws std::invalid_argument where the data do not fit the network, or
    /// a setting cannot be (batch-size 0).
    Trainer(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
            std::shared_ptr<const Data> validation = {});

    const TrainerSetup& setup() const { return setup_; }
    /// Goes on under other settings from the next step on: Descent::retune says what becomes of the optimizer's memory;
    /// a new order of samples begins with the next epoch; another averaging or schedule starts afresh.
    void retune(TrainerSetup setup);

    /// One step after another; writes the loss of each batch before its step. Each sample counts once per epoch: the
    /// last batch is a smaller one (or left out, see drop_last, unless it is the only one), and the samples of an
    /// accumulated step count alike. Does not allocate after the first epoch, but
    /// for the history of more than 64 epochs, whose room doubles, for L-BFGS while its own fills, and for validation.
    void steps(std::span<float> losses);
    /// One step on the given rows; returns their loss before it. The place in the epoch stays. Throws where a row is
    /// not in the data, or none is given.
    float step_on(std::span<const int> rows);
    /// Runs to the end of the epoch begun, and on, one row for each; returns how many it wrote: fewer than there is
    /// room for where patience ran out. Then it takes the best, if that is kept.
    std::size_t epochs(std::span<Epoch> rows);

    std::int64_t step() const { return run_.step; }    ///< steps done
    std::int64_t epoch() const { return run_.epoch; }  ///< epochs done
    float lr() const { return run_.lr; }  ///< learning rate of the last step; before the first 0
    /// Every epoch so far; of more than most_history every 2nd, 4th, ... one.
    std::span<const Epoch> history() const { return run_.history; }
    /// For those who keep one of their own: a saved run is then not longer for having run longer.
    void keep_history(bool keep) { keeps_history_ = keep; }
    /// First step whose loss was not finite; -1: none.
    std::int64_t diverged_at() const { return run_.diverged_at; }
    /// Did patience run out? steps() goes on all the same.
    bool stopped() const { return setup_.patience > 0 && run_.bad >= setup_.patience; }

    /// The epoch with the lowest validation loss (training loss where there are no validation data); its number is 0
    /// before the first.
    const Epoch& best() const { return run_.best; }
    /// Sets the network to the parameters and running statistics of the best epoch. False where none is kept.
    bool take_best();

    /// The average weights and how many are in them; empty without averaging.
    const WeightAverage& average() const { return average_; }
    /// A copy of the network at the average weights, its batch norms' statistics recomputed from the training data.
    Network averaged() const;

    /// The whole run as bytes: settings, parameters, running statistics, the optimizer's memory, the place in the
    /// epoch, history, best and average.
    std::vector<std::byte> save() const;
    /// Goes on as the saved run would have, under its settings. Throws std::invalid_argument, and changes nothing, where
    /// the bytes are damaged or of a run with another network or other numbers of samples.
    void restore(std::span<const std::byte> bytes);

  private:
    /// What a saved run needs beside the network, the optimizer, the average and the schedule.
    struct Run {
        std::int64_t step = 0, epoch = 0, batch = 0, diverged_at = -1;
        std::size_t at = 0;      ///< samples of this epoch that are done
        int order_seed = 0;      ///< of this epoch's order
        bool shuffled = false;
        double loss_sum = 0;     ///< of this epoch's steps
        std::int64_t losses = 0;
        float lr = 0;
        std::vector<Epoch> history;
        std::int64_t history_every = 1;
        Epoch last, best;
        std::int64_t bad = 0;  ///< epochs since the best
        std::vector<float> best_parameters, best_state;
    };

    bool is_lbfgs() const { return std::holds_alternative<Lbfgs>(setup_.optimizer); }
    std::size_t rows() const { return all_.count; }
    std::size_t epoch_end() const;
    void begin_epoch();
    void order_samples();
    void finish_epoch();
    float step_in_epoch();
    /// at_once: samples of a batch; a step takes one or several.
    float step_on(const Samples& samples, std::size_t at_once, bool ends_epoch);
    double add_gradient(const Samples& samples, std::size_t at_once, std::span<float> dw) const;
    static void expect_possible(const TrainerSetup& setup);
    static void put_run(ByteWriter& to, const Run& run);
    Run get_run(ByteReader& from) const;
    std::uint64_t fingerprint() const;

    std::shared_ptr<Network> network_;
    TrainerSetup setup_;
    std::shared_ptr<const Data> train_, validation_;
    Samples all_;  ///< of train_
    double lr_ = 0;  ///< the optimizer's, before the schedule
    Descent descent_;
    Pacer pacer_;
    WeightAverage average_;
    Run run_;
    bool keeps_history_ = true;
    std::vector<int> order_;
};

}  // namespace nn
