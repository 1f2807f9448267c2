/**
 * The pieces of work of the comparison, each once: what is computed, on which numbers, who takes part and the bar.
 *
 * A row: {key, title, unit, kind, problem(), check: {units, tolerance}, bars, also}.
 *   kind       the function of a contestant that does it: (problem) -> {run(units), result()}. run may return a promise;
 *              it goes on from where it is. result(): the numbers that are compared, as one Float32Array or Float64Array.
 *   unit       what is counted: run(1) does one
 *   check      after `units` units, the largest difference from the plain loop in float64, over the largest number there;
 *              `on`: changes of the problem for this
 *   bars       {against, faster: at least so many times as fast as that contestant | timeAtMost: share of its time}; `of`
 *              names who must, by default ours
 *   also       contestants without a bar, for the reader
 *
 * Parameters are flat: layer by layer the weights (out, in), then the biases. Samples are row-major.
 */

/** Numbers from the seed alone, evenly in [0, 1). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

const fill = (count, next) => Float32Array.from({ length: count }, next);

/** Where each layer of a dense network lies among the parameters: [{inputs, outputs, weight, bias}], offsets. */
export function layersOf(sizes) {
  let offset = 0;
  return sizes.slice(1).map((outputs, i) => {
    const layer = { inputs: sizes[i], outputs, weight: offset, bias: offset + outputs * sizes[i] };
    offset = layer.bias + outputs;
    return layer;
  });
}

export const countOf = (sizes) => layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);

/** Weights in +-sqrt(6 / (in + out)), biases in +-0.1. */
export function startOf(sizes, seed) {
  const next = uniform(seed);
  const start = new Float32Array(countOf(sizes));
  for (const { inputs, outputs, weight, bias } of layersOf(sizes)) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    for (let i = weight; i < bias; ++i) start[i] = limit * (2 * next() - 1);
    for (let i = bias; i < bias + outputs; ++i) start[i] = 0.2 * next() - 0.1;
  }
  return start;
}

/** Points in the square and whether they lie in a circle, with noise, so that the gradient never dies out. */
function circle(samples, seed) {
  const next = uniform(seed);
  const x = fill(2 * samples, () => 2 * next() - 1);
  const y = fill(samples, (_, i) => (Math.hypot(x[2 * i], x[2 * i + 1]) < 0.7 ? 1 : -1) + 0.4 * (next() - 0.5));
  return { x, y, samples };
}

/** The points of a picture, row by row over [-1, 1] x [-1, 1]. */
function grid(side) {
  const at = (i) => (2 * i) / (side - 1) - 1;
  return { x: fill(2 * side * side, (_, i) => at((i & 1 ? Math.floor(i / 2 / side) : (i >> 1) % side))), samples: side * side };
}

/** Noisy pictures of ten classes. */
function pictures(samples, pixels, classes, seed) {
  const next = uniform(seed);
  const centers = fill(classes * pixels, next);
  const y = fill(samples, () => Math.floor(classes * next()));
  const x = fill(samples * pixels, (_, i) => 0.3 * centers[y[Math.floor(i / pixels)] * pixels + (i % pixels)] + 0.7 * next());
  return { x, y, samples };
}

const small = [2, 8, 8, 1];
const training = (batch) => ({ sizes: small, activation: "tanh", loss: "mse", optimizer: "sgd", rate: 0.03, batch, start: startOf(small, 1), ...circle(250, 2) });

export const works = [
  {
    key: "W1",
    title: "train 2-8-8-1 tanh, squared error, SGD, batch 10, 250 points",
    unit: "epoch",
    kind: "train",
    problem: () => ({ ...training(10), stepsPerUnit: 25 }),
    check: { units: 20, tolerance: 2e-5 },
    bars: [
      { against: "plain", faster: 11 },
      { against: "tfjs", faster: 450 },
      { of: "plain", against: "tfjs", faster: 35, why: "the loop is fair" },
    ],
    also: ["convnet"],
  },
  {
    key: "W1b",
    title: "the same, full batch",
    unit: "epoch",
    kind: "train",
    problem: () => ({ ...training(250), stepsPerUnit: 1, runOffEvery: 1 }),
    check: { units: 200, tolerance: 2e-5 },
    bars: [
      { against: "plain", faster: 14 },
      { against: "tfjs", faster: 30 },
      { against: "jax", faster: 30 },
    ],
    also: ["convnet"],
  },
  {
    key: "W2",
    title: "forward of 2-8-8-1 tanh on 256 x 256 points",
    unit: "pass",
    kind: "forward",
    problem: () => ({ sizes: small, activation: "tanh", start: startOf(small, 1), ...grid(256) }),
    check: { units: 1, tolerance: 2e-6 },
    bars: [{ against: "onnx", timeAtMost: 0.4 }],
    also: ["onnx_rows"],
  },
  {
    key: "W3",
    title: "train 784-128-64-10 ReLU, softmax cross-entropy, Adam, batch 64",
    unit: "step",
    kind: "train",
    problem: () => ({
      sizes: [784, 128, 64, 10], activation: "relu", loss: "cross-entropy", optimizer: "adam", rate: 1e-4, batch: 64, stepsPerUnit: 1,
      runOffEvery: 5, start: startOf([784, 128, 64, 10], 3), ...pictures(1280, 784, 10, 4),
    }),
    check: { units: 20, tolerance: 1e-4 },
    bars: [
      { against: "tfjs", faster: 9 },
      { against: "jax", faster: 2.6 },
    ],
  },
  {
    key: "W4",
    title: "loss of 2-16-16-1 tanh on 500 points at 4,096 parameter vectors",
    unit: "map",
    kind: "losses",
    problem: () => {
      const sizes = [2, 16, 16, 1];
      const [center, next] = [startOf(sizes, 5), uniform(6)];
      return { sizes, activation: "tanh", count: 4096, vectors: fill(4096 * center.length, (_, i) => center[i % center.length] + next() - 0.5), ...circle(500, 7) };
    },
    check: { units: 1, tolerance: 5e-6 },
    bars: [
      { against: "onnx", faster: 2.8 },
      { against: "tfjs", faster: 13 },
    ],
    also: ["onnx_rows"],
  },
  {
    key: "W5",
    title: "512 x 512 x 512 matrix product",
    unit: "product",
    kind: "matmul",
    problem: () => {
      const next = uniform(8);
      return { size: 512, a: fill(512 * 512, () => 2 * next() - 1), b: fill(512 * 512, () => 2 * next() - 1) };
    },
    check: { units: 1, tolerance: 5e-6 },
    bars: [
      { against: "peak", faster: 0.9 },
      { against: "tfjs", faster: 1.25 },
    ],
  },
  {
    key: "W6",
    title: "Adam on 2-D Rosenbrock, one call for 100,000 steps",
    unit: "call",
    kind: "descend",
    problem: () => ({ start: [-1.2, 1], rate: 1e-3, steps: 100_000 }),
    check: { units: 1, tolerance: 1e-3, on: { steps: 5000 } }, // later on, float32 hops about in the valley's floor
    bars: [{ against: "plain", faster: 0.9 }],
  },
  {
    key: "W7",
    title: "every unit's output of 2-8-8-1 tanh on 100 x 100 points",
    unit: "pass",
    kind: "units",
    problem: () => ({ sizes: small, activation: "tanh", start: startOf(small, 1), ...grid(100) }),
    check: { units: 1, tolerance: 2e-6 },
    bars: [{ against: "onnx", timeAtMost: 0.22 }],
    also: ["onnx_rows"],
  },
];
