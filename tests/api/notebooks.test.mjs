// The tutorial's notebooks 0A, 0B, 1 and 2 (G. Strong, PyTorch Tutorial, 2020) run from the API as people would write them;
// medians over a few seeds lie where those of many runs of the originals do. tests/unit/notebooks_test.cpp takes hundreds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engine } from "./harness.mjs";

const seeds = Array.from({ length: 15 }, (_, i) => i + 1);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const within = (low, values, high, what) => assert.ok(median(values) >= low && median(values) <= high, `${what}: ${median(values)}, expected ${low} to ${high}`);

/** One neuron that starts from w ~ N(0, 1), b = 0. */
const neuron = (loss, seed) => engine.network({ inputs: 1, layers: [{ kind: "dense", units: 1, init: { key: "normal", deviation: 1 } }], loss, seed });

/** The tutorial's NN(): hidden layers with ReLU and He's normal start, output with Glorot's. */
const deep = (inputs, depth, loss, seed) => engine.network({
  inputs, loss, seed,
  layers: [...Array.from({ length: depth }, () => ({ kind: "dense", units: 10, activation: "relu", init: "he-normal" })), { kind: "dense", units: 1, init: "glorot-normal" }],
});
const byAdam = (seed) => ({ batchSize: 64, dropLast: true, seed, optimizer: { key: "adam", lr: 0.01 } });

/** Runs it from each seed and gives what `run` gives as columns. */
function fromEachSeed(run) {
  const rows = seeds.map((seed) => {
    const made = [];
    const keep = (object) => (made.push(object), object);
    const row = run(seed, keep);
    for (const object of made) object.free();
    return row;
  });
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

test("notebook 0 A: one neuron finds the line, and has not quite arrived after 500 steps", () => {
  const [loss, w, b] = fromEachSeed((seed, keep) => {
    const { x, y } = keep(engine.dataset({ key: "line", seed }));
    const network = keep(neuron({ key: "mse", half: true }, seed));
    const losses = keep(engine.trainer(network, { x, y, batchSize: 100, shuffle: false, optimizer: { key: "sgd", lr: 0.1 } })).steps(500);
    return [losses[480], ...network.parameters()];
  });
  within(0.0093, loss, 0.0151, "loss");
  within(2.80, w, 2.94, "w");
  within(-2.12, b, -2.04, "b");
});

test("notebook 0 B: one neuron tells the two sides of a step apart", () => {
  const [loss, w, b, boundary] = fromEachSeed((seed, keep) => {
    const { x, y } = keep(engine.dataset({ key: "step", seed }));
    const network = keep(neuron("bce-logits", seed));
    const losses = keep(engine.trainer(network, { x, y, batchSize: 100, shuffle: false, optimizer: { key: "sgd", lr: 1 } })).steps(1000);
    const [slope, bias] = network.parameters();
    return [losses[950], slope, bias, -bias / slope];
  });
  within(0.055, loss, 0.103, "loss");
  within(10.3, w, 10.9, "w");
  within(-10.9, b, -10.1, "b");
  within(0.965, boundary, 1.019, "boundary");
});

test("notebook 1: 151 parameters wind around the two spirals in 25 epochs", () => {
  const [loss, accuracy] = fromEachSeed((seed, keep) => {
    const { x, y } = keep(engine.dataset({ key: "tutorial-spirals", seed }));
    const network = keep(deep(2, 2, "bce-logits", seed));
    assert.equal(network.parameters().length, 151);
    const history = keep(engine.trainer(network, { x, y, ...byAdam(seed) })).epochs(25);
    const answers = network.forward(x).map((z) => (z > 0 ? 1 : 0));
    return [history.at(-1).loss, engine.metrics.accuracy(answers, y)];
  });
  within(0.077, loss, 0.25, "loss");
  within(0.94, accuracy, 0.99, "accuracy");
});

test("notebook 2: the sine is found from standardized x, and often missed from raw x", () => {
  const lastLoss = (standardized) => fromEachSeed((seed, keep) => {
    const { x, y } = keep(engine.dataset({ key: "sine", seed }));
    const rows = standardized ? keep(engine.preprocess("standardize").fit(x, 1)).transform(x) : x;
    const network = keep(deep(1, 6, "mse", seed));
    return [keep(engine.trainer(network, { x: rows, y, ...byAdam(seed) })).epochs(100).at(-1).loss];
  })[0];
  const [raw, scaled] = [lastLoss(false), lastLoss(true)];
  within(0.045, raw, 0.12, "raw x");
  within(0.034, scaled, 0.045, "standardized x"); // the noise alone is 0.04
  assert.ok(raw.filter((loss) => !(loss <= 0.08)).length > scaled.filter((loss) => !(loss <= 0.08)).length);
});
