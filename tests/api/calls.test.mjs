// Every call of engine.mjs gives what plain arithmetic says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allClose, close, dense, engine, points, refuses, small } from "./harness.mjs";

const rounding = 2e-6;

test("describe() tells every table with its parameters", () => {
  const about = engine.describe();
  assert.throws(() => { about.reductions.length = 0; }, TypeError, "what describe() gives is everybody's");
  assert.throws(() => { about.layers[0].params[0].default = 3; }, TypeError);
  for (const table of ["layers", "activations", "losses", "initializers", "optimizers", "schedules", "averaging", "datasets", "preprocessing"]) {
    assert.ok(about[table].length >= 3, table);
    for (const row of about[table]) assert.ok(row.key && row.label && Array.isArray(row.params), `${table} ${row.key}`);
  }
  const adam = about.optimizers.find((row) => row.key === "adam");
  assert.ok(adam.params.some((param) => param.key === "lr" && param.min > 0 && param.max > param.min && param.help));
});

test("an activation gives value and slope", () => {
  const z = [-2, 0, 0.5];
  const { value, slope } = engine.activation("tanh", z);
  allClose(value, z.map(Math.tanh), rounding);
  allClose(slope, z.map((one) => 1 - Math.tanh(one) ** 2), rounding);
  allClose(engine.activation("leaky-relu", [-1, 2], { negativeSlope: 0.2 }).value, [-0.2, 2], rounding);
});

test("softmax sums to 1, and its logarithm is its logarithm", () => {
  const z = [1, 2, 3, -500, 0, 500];
  const share = engine.softmax(z, 3);
  close(share[0] + share[1] + share[2], 1, rounding);
  close(share[5], 1, rounding);
  allClose(engine.softmax(z, 3, { log: true }).slice(0, 3), share.slice(0, 3).map(Math.log), 1e-5);
});

test("a loss gives value and gradient under each reduction", () => {
  const given = { prediction: [1, 3], target: [0, 1], weight: [1, 3] };
  const plain = engine.loss("mse", { prediction: given.prediction, target: given.target });
  for (const weights of [{ weight: [1, 3] }, { classWeight: [1, 3] }, { weight: [1, 3], reduction: "mean" }]) refuses(() => engine.loss("bce-logits", { prediction: [1, 3], target: [0, 1], ...weights }), /eight under the reduction mean, which heeds no weights/);
  close(plain.value, 2.5, rounding);
  allClose(plain.gradient, [1, 2], rounding);
  close(engine.loss("mse", { ...given, reduction: "weighted" }).value, (1 + 3 * 4) / 2, rounding);
  close(engine.loss("mse", { ...given, reduction: "weighted-mean" }).value, 13 / 4, rounding);
  close(engine.loss("cross-entropy", { prediction: [0, Math.log(3)], target: [1], columns: 2 }).value, -Math.log(0.75), rounding);
  close(engine.loss("huber", { prediction: [10], target: [0], delta: 2 }).value, 2 * (10 - 1), 1e-5);
});

test("an initializer keeps its range and repeats", () => {
  const w = engine.initialize("glorot-uniform", { fanIn: 30, fanOut: 20, seed: 3 });
  assert.equal(w.length, 600);
  const bound = Math.sqrt(6 / 50);
  assert.ok(w.every((one) => Math.abs(one) <= bound) && Math.max(...w) > 0.9 * bound);
  assert.deepEqual(engine.initialize("glorot-uniform", { fanIn: 30, fanOut: 20, seed: 3 }), w);
  assert.notDeepEqual(engine.initialize("glorot-uniform", { fanIn: 30, fanOut: 20, seed: 4 }), w);
});

test("a schedule tells the rate of each step", () => {
  allClose(engine.schedule({ key: "step", stepSize: 2, gamma: 0.1 }, { steps: 5, baseLr: 0.5 }), [0.5, 0.5, 0.05, 0.05, 0.005], rounding);
  assert.ok(engine.schedule("one-cycle", { steps: 10 }).momentum.length === 10);
  const plateau = engine.schedule({ key: "plateau", patience: 1 }, { steps: 8, metric: new Array(8).fill(1) });
  assert.ok(plateau[7] < plateau[0]);
});

test("one cycle's momentum falls while the rate rises", () => {
  const totalSteps = 11;
  const { momentum } = engine.schedule({ key: "one-cycle", totalSteps, pctStart: 0.5, baseMomentum: 0.8, maxMomentum: 0.9 }, { steps: totalSteps });
  const up = 0.5 * totalSteps - 1; // PyTorch's: the step where the rate is highest
  const cosine = (from, to, share) => to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  allClose(momentum, Array.from({ length: totalSteps }, (_, step) => (step <= up ? cosine(0.9, 0.8, step / up) : cosine(0.8, 0.9, (step - up) / (totalSteps - 1 - up)))), rounding);
  assert.equal(engine.schedule("cosine", { steps: 3 }).momentum, undefined);
});

test("every eigenvalue of the curvature comes with its own vector", () => {
  const network = small();
  const { x, y } = points(9);
  const pairs = network.curvature(x, y, { vectors: 3, iterations: 5000 });
  assert.equal(pairs.length, 3);
  for (const { value, vector, residual, converged, iterations } of pairs) {
    const product = network.hessianVector(x, y, vector);
    const off = product.map((one, i) => one - value * vector[i]);
    close(Math.hypot(...off), residual, 1e-3 * pairs[0].value);
    close(Math.hypot(...vector), 1, 1e-5);
    assert.ok(converged && residual <= 1e-3 * Math.abs(value) + 1e-6 && iterations <= 5000);
  }
  assert.equal(network.curvature(x, y, { iterations: 1 })[0].converged, false);
  network.free();
});

test("a matrix product is the sum of products", () => {
  for (const [m, k, n] of [[1, 1, 1], [3, 5, 7], [17, 9, 33], [0, 3, 2], [2, 0, 3], [64, 70, 65]]) {
    const a = Float32Array.from({ length: m * k }, (_, i) => Math.sin(i));
    const b = Float32Array.from({ length: k * n }, (_, i) => Math.cos(i));
    const expected = Float32Array.from({ length: m * n }, (_, at) => {
      let sum = 0;
      for (let i = 0; i < k; ++i) sum += a[Math.floor(at / n) * k + i] * b[i * n + (at % n)];
      return sum;
    });
    allClose(engine.matmul(a, b, m, k, n), expected, 1e-5);
    allClose(engine.matmul(a, b, m, k, n, { view: true }), expected, 1e-5);
  }
});

test("surfaces give height and slope, and descend() walks on them", () => {
  const rosenbrock = engine.surface("rosenbrock");
  close(rosenbrock.value(1, 1), 0, rounding);
  allClose(rosenbrock.gradient([1, 1, 0, 0]), [0, 0, -2, 0], rounding);
  const bowl = engine.surface("quadratic", { kappa: 10 });
  close(bowl.value(2, 1), (4 + 10) / 2, rounding);
  close(engine.surface("typed", { f: "x*y+1" }).value(2, 3), 7, rounding);
  const { path, value } = engine.descend({ surface: bowl, optimizer: { key: "sgd", lr: 0.05 }, start: [1, 1], steps: 2 });
  allClose(path, [1, 1, 0.95, 0.5, 0.9025, 0.25], rounding);
  close(value, (0.9025 ** 2 + 10 * 0.0625) / 2, rounding);
  rosenbrock.free();
  bowl.free();
});

test("an optimizer steps in place, and L-BFGS asks for more gradients", () => {
  const momentum = engine.optimizer({ key: "momentum", lr: 0.1, momentum: 0.5 }, 2);
  const w = Float32Array.of(1, 2);
  momentum.step(w, [1, 0]);
  momentum.step(w, [1, 0]);
  allClose(w, [1 - 0.1 - 0.15, 2], rounding);
  momentum.reset();
  momentum.step(w, [1, 0], { lrFactor: 2 });
  allClose(w, [0.75 - 0.2, 2], rounding);
  momentum.free();
  const search = engine.optimizer("lbfgs", 2);
  let asked = 0;
  const bowl = (at, gradient) => {
    ++asked;
    gradient.set([2 * at[0], 20 * at[1]]);
    return at[0] ** 2 + 10 * at[1] ** 2;
  };
  let loss;
  for (let i = 0; i < 12; ++i) loss = search.step(w, bowl);
  assert.ok(asked > 12 && loss < 1e-6, `${asked} ${loss}`);
  assert.throws(() => search.step(w, () => { throw new RangeError("mine"); }), RangeError);
  search.free();
});

test("a network is what its formula says", () => {
  const network = small();
  const { x, y } = points(5);
  const w = network.parameters();
  const layout = network.layout();
  assert.deepEqual(layout.map((part) => [part.name, part.shape, part.offset]), [["0.weight", [3, 2], 0], ["0.bias", [3], 6], ["1.weight", [1, 3], 9], ["1.bias", [1], 12]]);
  const hidden = (row) => [0, 1, 2].map((unit) => Math.tanh(w[2 * unit] * x[2 * row] + w[2 * unit + 1] * x[2 * row + 1] + w[6 + unit]));
  const output = (row) => hidden(row).reduce((sum, a, unit) => sum + w[9 + unit] * a, w[12]);
  const expected = [0, 1, 2, 3, 4].map(output);
  allClose(network.forward(x), expected, rounding);
  const units = network.forwardUnits(x);
  allClose(units.slice(15), expected, rounding);
  allClose([0, 1, 2].map((unit) => units[5 * unit + 2]), hidden(2), rounding);
  const loss = expected.reduce((sum, p, row) => sum + (p - y[row]) ** 2, 0) / 5;
  close(network.loss(x, y), loss, rounding);
  const { gradient, inputGradient, loss: same } = network.gradient(x, y);
  close(same, loss, rounding);
  close(gradient[12], expected.reduce((sum, p, row) => sum + (2 * (p - y[row])) / 5, 0), rounding);
  assert.equal(inputGradient.length, x.length);
  const vectors = new Float32Array(26);
  vectors.set(w, 13);
  allClose(network.losses(x, y, vectors), [y.reduce((sum, t) => sum + t * t, 0) / 5, loss], rounding);
  network.setParameters(new Float32Array(13));
  allClose(network.forward(x), [0, 0, 0, 0, 0], 0);
  network.initialize(4);
  assert.deepEqual(network.parameters(), w);
  assert.equal(network.state().length, 0);
  assert.equal(network.describe().outputs, 1);
  network.free();
});

test("looking inside: check, curvature, Hessian, statistics, LSUV, pictures", () => {
  const network = small();
  const { x, y } = points(12);
  assert.ok(network.check(x, y).worst < 1e-5);
  const [{ value, vector }] = network.curvature(x, y, { iterations: 500, tolerance: 1e-4 });
  const turned = network.hessianVector(x, y, vector);
  allClose(turned, vector.map((one) => one * value), 2e-3 * Math.abs(value));
  const [first, last] = network.statistics(x, y, { bins: 8 });
  assert.equal(first.activations.counts.reduce((a, b) => a + b), 36);
  assert.equal(last.dead, 0);
  const middle = network.lossGrid(x, y, { size: 5, span: 0.5 });
  close(middle[12], network.loss(x, y), rounding);
  assert.deepEqual(engine.lossGrid(network, { x, y, size: 5, span: 0.5 }), middle);
  const grid = engine.responseGrid(network, { width: 4, height: 2, x0: 0, x1: 4, y0: 0, y1: 2 });
  close(grid[5], network.forward([1.5, 1.5])[0], rounding);
  assert.equal(engine.responseGrid(network, { width: 4, height: 2, units: true }).length, 4 * 2 * 4);
  const deep = engine.network({ inputs: 8, layers: [dense(64, "relu"), dense(64, "relu"), dense(2, "linear")] });
  for (const layer of deep.lsuv(points(200, 8).x)) close(layer.after, 1, 0.1, "deviation");
  deep.free();
  network.free();
});

test("class weights multiply the samples' weights in training and looking inside as in engine.loss", () => {
  const { x } = points(6);
  const cases = [
    { loss: "cross-entropy", outputs: 3, y: [0, 2, 1, 1, 0, 2], classWeight: [1, 4, 0.5] },
    { loss: "bce-logits", outputs: 1, y: [0, 1, 1, 1, 0, 1], classWeight: [3, 0.5] },
  ];
  for (const { loss, outputs, y, classWeight } of cases) {
    for (const reduction of ["weighted", "weighted-mean"]) {
      const network = small({ layers: [dense(outputs, "linear")], loss, reduction });
      const start = network.parameters();
      for (const weight of [undefined, [1, 2, 1, 0.5, 3, 1]]) {
        const by = (target) => engine.loss(loss, { prediction: network.forward(x), target, columns: outputs, weight, classWeight, reduction });
        const { value, gradient: slopes } = by(y);
        close(network.loss(x, y, { weight, classWeight }), value, rounding);
        const { gradient } = network.gradient(x, y, { weight, classWeight });
        const bias = Array.from({ length: outputs }, (_, k) => slopes.filter((_, i) => i % outputs === k).reduce((a, b) => a + b));
        allClose(gradient.slice(2 * outputs), bias, rounding);
        const trainer = engine.trainer(network, { x, y, weight, classWeight, validation: { x, y, weight }, batchSize: 6, optimizer: { key: "sgd", lr: 0.5 } });
        const [{ loss: first, validation }] = trainer.epochs(1);
        close(first, value, rounding);
        allClose(network.parameters(), start.map((w, i) => w - 0.5 * gradient[i]), rounding);
        close(validation, by(y).value, rounding, "the validation loss is weighted alike");
        trainer.free();
        network.setParameters(start);
      }
      network.free();
    }
  }
  const mean = small({ loss: "bce-logits" });
  refuses(() => mean.loss(x, [0, 1, 1, 1, 0, 1], { classWeight: [1, 2] }), /\[loss\] got classWeight under the reduction mean/);
  const regression = small({ reduction: "weighted" });
  refuses(() => engine.trainer(regression, { x, y: [0, 1, 1, 1, 0, 1], classWeight: [1, 2] }), /\[trainer\] got classWeight for targets that are no classes/);
  mean.free();
  regression.free();
});

test("weights that the reduction does not heed are refused, never ignored", () => {
  const { x, y } = points(4);
  const network = small();
  const given = { weight: [1, 2, 1, 1] };
  const rows = engine.csv("a,b,w,y\n1,2,1,0\n3,1,2,1\n", { target: "y", weight: "w", task: "regression" });
  const acts = {
    loss: () => network.loss(x, y, given), losses: () => network.losses(x, y, network.parameters(), given), gradient: () => network.gradient(x, y, given),
    statistics: () => network.statistics(x, y, given), check: () => network.check(x, y, given), curvature: () => network.curvature(x, y, given),
    hessianVector: () => network.hessianVector(x, y, network.parameters(), given), lossGrid: () => network.lossGrid(x, y, given),
    trainer: () => engine.trainer(network, { x, y, ...given }), "validation data": () => engine.trainer(network, { x, y, validation: rows }), rangeTest: () => engine.rangeTest(network, { x, y, ...given }),
  };
  for (const [what, act] of Object.entries(acts)) refuses(act, /got weight under the reduction mean, which heeds no weights, expected a network of reduction weighted/, what);
  network.free();
  rows.free();
});

test("a network whose output leaves 0 to 1 has no negative loss under bce", () => {
  const network = engine.network({ inputs: 1, layers: [dense(1, "linear")], loss: "bce" });
  network.setParameters([1, 0]);
  for (const [x, y, loss] of [[3, 1, 0], [-2, 0, 0], [3, 0, 100], [-2, 1, 100], [0.5, 1, Math.log(2)]]) close(network.loss([x], [y]), loss, 1e-5, `${x} for ${y}`);
  network.setParameters([NaN, 0]);
  assert.ok(Number.isNaN(network.loss([1], [1])));
  network.free();
});

test("milestones and points are lists, and a schedule's t0 is t-0 of links", () => {
  allClose(engine.schedule({ key: "multi-step", milestones: [2, 4], gamma: 0.5 }, { steps: 6 }), [1, 1, 0.5, 0.5, 0.25, 0.25], rounding);
  allClose(engine.schedule({ key: "drawn", points: [[0, 0], [4, 1]] }, { steps: 6 }), [0, 0.25, 0.5, 0.75, 1, 1], rounding);
  assert.deepEqual(engine.schedule({ key: "sgdr", t0: 2, tMult: 1 }, { steps: 4 }), engine.schedule("sgdr:t-0=2:t-mult=1", { steps: 4 }));
  const network = small();
  engine.trainer(network, { ...points(4), schedule: { key: "multi-step", milestones: [3, 5] } }).free();
  refuses(() => engine.schedule({ key: "drawn", points: [[0, 0, 1]] }, { steps: 1 }), /points/);
  network.free();
});

test("training goes down, saves and goes on bit for bit, keeps the best and averages", () => {
  const data = engine.dataset({ key: "spirals", size: 300, noise: 0.1, seed: 2 });
  const { train, validation } = data.split({ train: 0.7, validation: 0.3, seed: 1 });
  assert.equal(train.rows + validation.rows, 300);
  const network = engine.network({ inputs: 2, layers: [dense(16, "tanh"), { kind: "dropout", p: 0.1 }, dense(16, "tanh"), dense(data.task === "binary" ? 1 : data.classes, "linear")], loss: data.task === "binary" ? "bce-logits" : "cross-entropy" });
  const trainer = engine.trainer(network, { x: train.x, y: train.y, validation: { x: validation.x, y: validation.y }, batchSize: 16, keepBest: true, optimizer: { key: "adam", lr: 0.02 }, averaging: { key: "swa", start: 10, period: 5 } });
  const rows = trainer.epochs(20);
  assert.equal(rows.length, 20);
  assert.ok(rows[19].loss < rows[0].loss / 1.2 && rows[19].metric > 0.5, JSON.stringify(rows[19]));
  trainer.steps(3);
  const saved = trainer.save();
  const on = trainer.steps(40);
  trainer.restore(saved);
  assert.deepEqual(trainer.steps(40), on);
  assert.ok(trainer.status().averaged > 0 && trainer.history().length >= 20);
  const averaged = trainer.averaged();
  assert.notDeepEqual(averaged.parameters(), network.parameters());
  const before = network.loss(validation.x, validation.y);
  assert.equal(trainer.takeBest(), true);
  assert.ok(network.loss(validation.x, validation.y) <= before + rounding);
  trainer.retune({ optimizer: { key: "sgd", lr: 0.1 } });
  assert.ok(Number.isFinite(trainer.stepOn([0, 5, 7])));
  const sweep = engine.rangeTest(network, { x: train.x, y: train.y, optimizer: "sgd", from: 1e-4, to: 100, steps: 50 });
  assert.ok(sweep.points.length > 10 && sweep.points[1].lr > sweep.points[0].lr);
  for (const object of [averaged, trainer, network, data, train, validation]) object.free();
});

test("there is no average before the first weights that count", () => {
  const network = small();
  const data = points(8);
  const plain = engine.trainer(network, data);
  const late = engine.trainer(network, { ...data, batchSize: 4, averaging: { key: "swa", start: 5, period: 2 } });
  plain.steps(3);
  late.steps(4);
  for (const trainer of [plain, late]) refuses(() => trainer.averaged(), /\[averaged\] got no weights that were averaged yet/);
  late.steps(4);
  late.averaged().free();
  for (const object of [plain, late, network]) object.free();
});

test("what a split does not tell goes to validation, so that no row is lost", () => {
  const data = engine.dataset({ key: "line", size: 100 });
  const counts = (shares) => Object.values(data.split(shares)).map((part) => (part ? [part.rows, part.free()][0] : 0));
  assert.deepEqual(counts(), [80, 20, 0]);
  assert.deepEqual(counts({ train: 0.7 }), [70, 30, 0]);
  assert.deepEqual(counts({ train: 0.6, test: 0.1 }), [60, 30, 10]);
  assert.deepEqual(counts({ train: undefined }), [80, 20, 0]);
  assert.deepEqual(counts({ test: 0.1 }), [80, 10, 10]);
  assert.deepEqual(counts({ train: 0.9, test: 0.1 }), [90, 0, 10]);
  assert.deepEqual(counts({ train: 0.7, test: 0.3 }), [70, 0, 30], "1 - 0.7 - 0.3 is a little more than 0");
  assert.deepEqual(counts({ train: 0.5, validation: 0.1 }), [50, 10, 0], "unless validation is told");
  assert.deepEqual(counts({ train: 1 }), [100, 0, 0]);
  refuses(() => data.split({ train: 0.9, test: 0.2 }), /add up to 1.1/);
  data.free();
});

test("people's own tables become samples", () => {
  const text = "height;kind;weight\n1,5;cat;4\n2,5;dog;30\n?;cat;5\n1,0;dog;20\n";
  const data = engine.csv(text, { target: "weight", task: "regression", oneHot: true });
  assert.deepEqual([data.rows, data.inputs, data.table.delimiter], [4, 3, ";"]);
  assert.deepEqual([...data.y], [4, 30, 5, 20]);
  assert.equal(data.filled[0], 1);
  data.free();
  const reader = engine.csvReader({ header: true });
  reader.feed("a,b\n1,").feed(new TextEncoder().encode("x\n2,y\n"));
  assert.equal(reader.finish().rows, 2);
  const samples = reader.samples({ target: "b" });
  assert.deepEqual([samples.task, [...samples.y]], ["binary", [0, 1]]);
  samples.free();
  reader.free();
});

test("a text may be cut within a letter of two UTF-16 units", () => {
  const text = "a😀,b\n1,😀\n2,y\n";
  const whole = engine.csvReader().feed(text).finish();
  for (let cut = 0; cut <= text.length; ++cut) {
    const reader = engine.csvReader().feed(text.slice(0, cut)).feed("").feed(text.slice(cut));
    assert.deepEqual(reader.finish(), whole, `cut at ${cut}`);
    reader.free();
  }
  const lone = engine.csvReader().feed("a,b\n1,x\ud83d").feed(new TextEncoder().encode("\n2,y\ud83d"));
  assert.deepEqual(lone.finish().columns[1].categories, ["x\ufffd", "y\ufffd"]);
  lone.free();
});

test("preprocessing is fitted on one part and applied to others", () => {
  const scale = engine.preprocess("standardize").fit([1, 10, 3, 30], 2);
  allClose(scale.transform([1, 20, 5, 40]), [-1, 0, 3, 2], rounding);
  allClose(scale.inverse([-1, 0, 3, 2]), [1, 20, 5, 40], rounding);
  assert.deepEqual([scale.columns, scale.outputs, scale.names(["a", "b"])], [2, 2, ["a", "b"]]);
  const range = engine.preprocess({ kind: "min-max", low: -1, only: [1] }).fit([1, 10, 3, 30], 2);
  allClose(range.transform([7, 25], 2), [7, 0.5], rounding);
  const white = engine.preprocess("pca-whiten").fit([1, 1, 2, 2, 3, 3], 2);
  allClose(white.transform([3, 3]), [1, 0], rounding);
  assert.deepEqual(white.names(), ["axis 1", "axis 2"]);
  const oneHot = engine.preprocess({ kind: "one-hot", only: [0] }).fit([2, 7, 0.1, 8], 2);
  assert.deepEqual([...oneHot.transform([0.1, 5, 3, 6])], [1, 0, 5, 0, 0, 6]);
  assert.deepEqual([oneHot.columns, oneHot.outputs, oneHot.names(["age", "b"])], [2, 3, ["age=0.1", "age=2", "b"]]);
  assert.deepEqual([...oneHot.inverse([0, 1, 5, 0, 0, 6], 3)], [2, 5, NaN, 6]);
  const codes = engine.preprocess("codes").fit([30, 10, 20], 1);
  assert.deepEqual([...codes.transform([10, 20, 30, 40])], [0, 1, 2, 3]);
  assert.deepEqual([...codes.inverse([2])], [30]);
  codes.fit([1, 2, 3, 4, 5, 6], 3);
  assert.equal(codes.columns, 3, "a second fit forgets the first");
  for (const work of [scale, range, white, oneHot, codes]) work.free();
});

test("missing numbers are kept by the reader and filled from the training part alone", () => {
  const data = engine.csv("a,b,y\n1,2,0\n,4,1\n3,,0\n100,100,1\n", { fill: "keep", task: "binary" });
  assert.deepEqual([[...data.x], data.filled], [[1, 2, NaN, 4, 3, NaN, 100, 100], [0, 0]]);
  const network = engine.network({ inputs: 2, layers: [dense(1, "linear")], loss: "bce-logits" });
  refuses(() => engine.trainer(network, { x: data.x, y: data.y }), /NaN in x at 2/);
  const seen = data.x.slice(0, 6);
  const filled = (way) => {
    const fill = engine.preprocess({ kind: "fill", ...way }).fit(seen, 2);
    const rows = [...fill.transform(data.x)];
    fill.free();
    return rows;
  };
  assert.deepEqual(filled({}), [1, 2, 2, 4, 3, 3, 100, 100]);
  assert.deepEqual(filled({ with: "median" }), [1, 2, 2, 4, 3, 3, 100, 100]);
  assert.deepEqual(filled({ with: "most-frequent" }), [1, 2, 1, 4, 3, 2, 100, 100]);
  assert.deepEqual(filled({ with: "constant", value: -999 }), [1, 2, -999, 4, 3, -999, 100, 100]);
  refuses(() => engine.preprocess({ kind: "fill", with: "zero" }), /zero/);
  network.free();
  data.free();
});

test("what was fitted is a plain object, and works the same when it is taken again", () => {
  const { x } = points(40);
  for (const kind of engine.describe().preprocessing.map((row) => row.key)) {
    const work = engine.preprocess({ kind, only: [1] }).fit(x, 2);
    const again = engine.preprocess(JSON.parse(JSON.stringify(work.save())));
    assert.deepEqual(again.transform(x), work.transform(x), kind);
    assert.deepEqual([again.columns, again.outputs, again.save()], [2, work.outputs, work.save()], kind);
    work.free();
    again.free();
  }
});

test("before fit() a preprocessor says so", () => {
  const work = engine.preprocess("standardize");
  assert.deepEqual([work.columns, work.outputs], [0, 0]);
  for (const act of [() => work.transform([1]), () => work.inverse([1]), () => work.names(), () => work.save()]) refuses(act, /before any fit, expected fit\(\) first/);
  work.free();
});

test("metrics count what was right", () => {
  const { metrics } = engine;
  const [predicted, actual] = [[0, 1, 1, 1, 0], [0, 1, 0, 1, 1]];
  close(metrics.accuracy(predicted, actual), 0.6, rounding);
  close(metrics.accuracy(predicted, actual, { weight: [1, 1, 4, 1, 1] }), 3 / 8, rounding);
  assert.deepEqual([...metrics.confusion(predicted, actual)], [1, 1, 1, 2]);
  assert.equal(metrics.confusion(predicted, actual, { classes: 3 }).length, 9);
  const scores = metrics.classification(predicted, actual);
  allClose(scores.precision, [1 / 2, 2 / 3], rounding);
  allClose(scores.recall, [1 / 2, 2 / 3], rounding);
  assert.deepEqual([...scores.support], [2, 3]);
  close(scores.macro.f1, (1 / 2 + 2 / 3) / 2, rounding);
  close(scores.weighted.recall, 0.6, rounding);
  const curve = metrics.roc([3, 2, 1, 0], [1, 0, 1, 0]);
  allClose(curve.falsePositive, [0, 0, 0.5, 0.5, 1], rounding);
  allClose(curve.truePositive, [0, 0.5, 0.5, 1, 1], rounding);
  assert.deepEqual([...curve.thresholds], [Infinity, 3, 2, 1, 0]);
  close(curve.auc, 0.75, rounding);
  close(metrics.auc([3, 2, 1, 0], [1, 0, 1, 0], { weight: [1, 1, 0, 1] }), 1, rounding);
  assert.ok(Number.isNaN(metrics.auc([1, 2], [1, 1])), "of one class alone it is not known");
  close(metrics.logLoss([0.5, 0.25], [1, 0]), (Math.log(2) - Math.log(0.75)) / 2, rounding);
  close(metrics.logLoss([0.5, 0.25, 0.25], [2], { classes: 3 }), Math.log(4), 1e-5);
  const fit = metrics.regression([1, 2, 5], [1, 2, 3]);
  allClose([fit.rmse, fit.mae, fit.r2], [Math.sqrt(4 / 3), 2 / 3, -1], rounding);
  close(metrics.ams(10, 90, { regularization: 10 }), Math.sqrt(2 * (110 * Math.log1p(0.1) - 10)), rounding);
  close(metrics.bestAms([3, 2, 1], [1, 1, 0]).threshold, 2, 0);
});
