#pragma once
/// The lesson "Build a network and watch it learn": data, features, a network and a training that can be asked for any of
/// its steps and changed while it runs.
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/inspect.hpp"
#include "engine/lessons/playground_data.hpp"
#include "engine/lessons/playground_model.hpp"
#include "engine/lessons/playground_setup.hpp"
#include "engine/lessons/reel.hpp"

namespace nn {

/// How the network does, measured without dropout; of large data and networks on the first samples of each part, which
/// are in random order. NaN: not known.
struct PlaygroundScore {
    int step = 0;
    double epochs = 0;  ///< so far, by the batch sizes that were in force
    float train_loss = 0, loss = 0;      ///< of the training and of the validation part
    float train_metric = 0, metric = 0;  ///< see PlaygroundRun::metric_label
    std::array<float, 3> train_metrics{}, metrics{};  ///< accuracy, F1, area; of a regression root mean square, mean absolute error, R²
};

struct PlaygroundStop {
    int step = 0;
    std::string why;  ///< "target loss reached", "patience ran out", "diverged at step 12", "stopped at step 300", "the longest run"
};

class PlaygroundRun {
  public:
    static constexpr int longest = 1'000'000, opening_step = 60, horizon = 600;

    /// own: what the learner brought, for source=own; without it the generated data are taken, and rejected() says so.
    explicit PlaygroundRun(PlaygroundSetup setup, std::shared_ptr<const OwnData> own = {});
    PlaygroundRun(const PlaygroundRun&) = delete;
    PlaygroundRun& operator=(const PlaygroundRun&) = delete;

    // ---- what it is ----

    /// With its edits: what the link says.
    const PlaygroundSetup& setup() const { return setup_; }
    /// What is in force at a step.
    PlaygroundSetup settings(int step) const { return setup_.at(step); }
    /// What of the link could not be taken, and what was taken instead.
    const std::vector<Rejection>& rejected() const { return rejected_; }
    /// What is taken, but not built as asked. A learner gets there by hand, too: it is explained, not refused.
    const std::vector<Rejection>& adjusted() const { return adjusted_; }
    /// One sentence where something does not belong together or is not built as asked, else nothing.
    std::string why_wrong() const;

    /// One sentence where the data ask for another setting, else nothing.
    const std::string& advice() const { return advice_; }

    const PlaygroundModel& model() const { return *model_; }
    const PlaygroundInputs& inputs() const { return *inputs_; }
    const Data& data() const { return data_; }  ///< all of them, raw
    const PlaygroundPart& train() const { return train_; }
    const PlaygroundPart& validation() const { return validation_; }
    const PlaygroundPlane& plane() const { return plane_; }

    // ---- time ----

    /// One piece of work, a step or a jump back, towards `step` or to where the run stops. False: it stands there.
    bool work(int step);
    void finish(int step);
    /// Where it stands.
    int step() const { return reel_->step(); }
    std::int64_t epoch() const { return reel_->trainer().epoch(); }
    int steps_per_epoch() const;
    /// Known once the run has come there.
    const std::optional<PlaygroundStop>& stop() const { return stop_; }

    /// Sets a value as a learner does while the run stands at `step`: see effect_of. A live one becomes an edit and later
    /// edits are dropped; at step 0 it becomes the setup's own. Others are the setup's, and where it has to, the run
    /// starts again. Returns what could not be taken.
    std::vector<Rejection> change(int step, std::string_view path, std::string_view value);
    /// The same for a parameter of the network.
    void set_parameter(int step, int index, float value);
    /// Takes back the last edit.
    void undo();
    /// Other data of the learner's own: starts again.
    void bring(std::shared_ptr<const OwnData> own);

    // ---- what it gives, at the step where it stands ----

    Network& network() { return reel_->network(); }
    const Trainer& trainer() const { return reel_->trainer(); }
    /// Loss of the batch of each step, before it; as far as the run has ever been.
    std::span<const float> losses() const { return reel_->losses(); }
    /// Measured at every step to 512, then at every second, fourth, ...; as far as the run has ever been.
    std::span<const PlaygroundScore> scores() const { return scores_; }
    /// The lowest validation loss so far.
    const PlaygroundScore* best() const;
    /// The step to go back to once the run has diverged: of the lowest validation loss before. -1: it has not.
    int way_back() const;
    /// Learning rate of each of the first `steps` steps: the one that it was as far as the run has been, from there on the one
    /// that it will be if nothing else is changed. Is kept until it comes otherwise; `rates_told` then counts on.
    std::span<const float> rates(int steps);
    int rates_told() const { return rates_told_; }
    /// Right now; measured once where it stands.
    PlaygroundScore score();
    std::string_view metric_label() const;
    bool metric_is_share() const;  ///< from 0 to 1, more is better

    int outputs() const { return model_->outputs(); }
    /// Units of all hidden layers and the output, as `map` counts them from 1.
    int units() const;
    /// Which layer (from 0) and unit of it the n-th, from 0, is.
    std::pair<int, int> unit(int n) const;

    /// raw (n, inputs().columns()) to answers (n, outputs()), as they are read. Like those below it does not allocate where
    /// it was asked for as many before.
    void answer(std::span<const float> raw, std::span<float> answers);
    /// What every unit gives: (units(), n), a unit a row; outputs as they are read.
    void answer_units(std::span<const float> raw, std::span<float> values);
    /// The same for points that are inputs (n, inputs().count()) already; of one unit alone n numbers.
    void answer_inputs(std::span<const float> x, std::span<float> answers);
    void answer_units_inputs(std::span<const float> x, std::span<float> values);
    void answer_unit_inputs(std::span<const float> x, int unit, std::span<float> values);
    /// What two units of a layer (all from 0) give: n pairs.
    std::vector<float> positions(int layer, int unit_x, int unit_y, std::span<const float> raw);
    /// The plane's grid of lines x lines, each of `points` points, raw: first the lines of equal v, then those of equal u.
    std::vector<float> grid_lines(int lines, int points) const;
    /// Raw points of one row of a width x height picture of the plane, row 0 the lowest.
    void picture_row(int width, int height, int row, std::vector<float>& raw) const;

    /// The samples of a part that score(), confusion() and residuals() look at: the first ones, all where it takes no time.
    int measured_rows(const PlaygroundPart& part) const;
    /// Answers on a part: (rows, outputs()).
    std::vector<float> answers(const PlaygroundPart& part);
    /// (actual, given), classes * classes; empty for labels and regression.
    std::vector<double> confusion(const PlaygroundPart& part);
    /// Pairs of target and answer, column after column; of a regression.
    std::vector<float> residuals(const PlaygroundPart& part);
    /// Signals and gradients of each layer on the training part, at most its first 1000 samples, fewer of a large network.
    std::vector<LayerStatistics> statistics(int bins = 40);

    std::string hash(int step);

  private:
    /// Dropout of each hidden layer from a step on.
    struct Dropouts {
        int from;
        std::vector<double> p;
    };

    void begin();
    std::string find_advice() const;
    void read_edits(int parameters);
    void arrive(int step, Trainer& trainer, Network& network) const;
    bool add_edit(PlaygroundEdit edit);
    void branch(int step);
    bool has_to_measure(int step) const;
    void measure();
    PlaygroundScore measured();
    void find_stop();
    void foretell_rates(int steps);
    int metric_index() const;
    std::vector<float> answers_on(const PlaygroundPart& part, int rows);
    float loss_on(const PlaygroundPart& part);
    std::array<float, 3> metrics_on(const PlaygroundPart& part);
    TrainerSetup trainer_setup(const PlaygroundSetup& setup) const;

    PlaygroundSetup setup_;
    std::shared_ptr<const OwnData> own_;
    std::vector<Rejection> rejected_;
    std::string advice_;
    std::vector<Rejection> adjusted_;
    std::size_t before_edits_ = 0;  ///< rejections that are not of edits
    Data data_;
    PlaygroundPart train_, validation_;
    PlaygroundPlane plane_;
    std::unique_ptr<PlaygroundInputs> inputs_;
    std::unique_ptr<PlaygroundModel> model_;
    std::vector<PlaygroundEdit> edits_;
    std::vector<Dropouts> dropouts_;  ///< empty where they stay as they start
    std::unique_ptr<Reel> reel_;
    std::vector<PlaygroundScore> scores_;
    std::optional<PlaygroundStop> stop_;
    int measure_every_ = 1, reached_ = 0, diverged_ = -1;
    std::vector<float> rates_;        ///< of the steps done
    std::vector<float> rate_curve_;   ///< what rates() gives
    std::size_t rates_checked_ = 0;   ///< so many at the start of both are known to agree
    int rates_told_ = 0;
    std::optional<PlaygroundScore> here_;  ///< where it stands, if that has been asked for
    std::vector<float> units_, x_, spare_;
};

}  // namespace nn
