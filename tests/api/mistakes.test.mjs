// Whatever people give by mistake comes back as an Error in words, and the engine goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { close, dense, engine, points, refuses, small } from "./harness.mjs";

const { x, y } = points(6);
const network = small();
const trainer = engine.trainer(network, { x, y });
const data = engine.dataset("circles");
const reader = engine.csvReader();
const surface = engine.surface("quadratic");
const optimizer = engine.optimizer("adam", 3);

/** An object of each class after its end. */
const freed = (object) => (object.free(), object);
const gone = {
  Network: freed(small()),
  Trainer: freed(engine.trainer(network, { x, y })),
  Data: freed(engine.dataset("circles")),
  CsvReader: freed(engine.csvReader()),
  Surface: freed(engine.surface("quadratic")),
  Optimizer: freed(engine.optimizer("adam", 3)),
};
const w = new Float32Array(3);

/** For every call: what it must refuse. */
const mistakes = {
  Engine: {
    describe: [],
    activation: [() => engine.activation("nope", [1]), () => engine.activation(3, [1]), () => engine.activation("tanh"), () => engine.activation("tanh", [NaN]), () => engine.activation("tanh", ["1"]), () => engine.activation("tanh", [1], { nope: 1 }), () => engine.activation("elu", [1], { alpha: -1e9 })],
    softmax: [() => engine.softmax([1, 2, 3], 2), () => engine.softmax([1], 0), () => engine.softmax([1], -1), () => engine.softmax([1], 1.5), () => engine.softmax([1], 1, { log: 1 }), () => engine.softmax([Infinity], 1), () => engine.softmax([1], 1, { nope: 1 })],
    loss: [() => engine.loss("mse", { prediction: [1, 2], target: [1] }), () => engine.loss("mse", {}), () => engine.loss("mse"), () => engine.loss("nope", { prediction: [1], target: [1] }), () => engine.loss("mse", { prediction: [1], target: [1], reduction: "nope" }), () => engine.loss("cross-entropy", { prediction: [1, 2], target: [2], columns: 2 }), () => engine.loss("bce", { prediction: [0.5], target: [2] }), () => engine.loss("mse", { prediction: [1], target: [1], weight: [1, 2] }), () => engine.loss("mse", { prediction: [NaN], target: [1] }), () => engine.loss("mse", { prediction: [], target: [] })],
    initialize: [() => engine.initialize("nope", { fanIn: 1, fanOut: 1 }), () => engine.initialize("zeros", { fanIn: -1, fanOut: 1 }), () => engine.initialize("zeros", { fanIn: 1 }), () => engine.initialize("zeros", { fanIn: 1e5, fanOut: 1e5 }), () => engine.initialize("zeros", { fanIn: NaN, fanOut: 1 }), () => engine.initialize("zeros")],
    schedule: [() => engine.schedule("nope", { steps: 3 }), () => engine.schedule("cosine", { steps: -1 }), () => engine.schedule("cosine", {}), () => engine.schedule("cosine", { steps: 3, metric: [1] }), () => engine.schedule({ tMax: 3 }, { steps: 3 }), () => engine.schedule({ key: "cosine", tMax: NaN }, { steps: 3 }), () => engine.schedule("cosine", { steps: 3, nope: 1 })],
    matmul: [() => engine.matmul([1], [1], 1, 1, 2), () => engine.matmul([1], [1], -1, 1, 1), () => engine.matmul("a", [1], 1, 1, 1), () => engine.matmul([1], undefined, 1, 1, 1), () => engine.matmul([1], [1], 1, 1, NaN)],
    surface: [() => engine.surface("nope"), () => engine.surface(), () => engine.surface("quadratic", { kappa: -5 }), () => engine.surface("typed", { f: "x+" }), () => engine.surface("quadratic", { nope: 1 }), () => engine.surface("quadratic", 3)],
    optimizer: [() => engine.optimizer("nope", 3), () => engine.optimizer("adam", -1), () => engine.optimizer("adam"), () => engine.optimizer({ key: "adam", lr: NaN }, 3), () => engine.optimizer({ key: "adam", lr: -1 }, 3), () => engine.optimizer("adam", 2e9), () => engine.optimizer(null, 3)],
    descend: [() => engine.descend(), () => engine.descend({ surface: "nope", optimizer: "adam", start: [0, 0], steps: 1 }), () => engine.descend({ surface: "quadratic", optimizer: "adam", start: [0], steps: 1 }), () => engine.descend({ surface: "quadratic", optimizer: "adam", start: [NaN, 0], steps: 1 }), () => engine.descend({ surface: "quadratic", optimizer: "adam", start: [0, 0], steps: -1 }), () => engine.descend({ surface: gone.Surface, optimizer: "adam", start: [0, 0], steps: 1 }), () => engine.descend({ optimizer: "adam", start: [0, 0], steps: 1 })],
    network: [() => engine.network({ inputs: -1 }), () => engine.network({ inputs: 2, layers: [] }), () => engine.network({ inputs: 2, layers: [{ kind: "nope" }] }), () => engine.network({ inputs: 2, layers: [dense(0, "relu")] }), () => engine.network({ inputs: 2, layers: [dense(2, "nope")] }), () => engine.network({ nope: 1 }), () => engine.network(7), () => engine.network({ inputs: 2, layers: [{ ...dense(3, "relu"), residual: true }] }), () => engine.network({ inputs: 100000, layers: [dense(4096, "relu")] }), () => engine.network({ inputs: 2, layers: [{ kind: "embedding", column: 5 }, dense(1, "linear")] }), () => engine.network({ inputs: NaN })],
    trainer: [() => engine.trainer(network, {}), () => engine.trainer(network, { x, y: [1] }), () => engine.trainer({}, { x, y }), () => engine.trainer(gone.Network, { x, y }), () => engine.trainer(network, { x, y, batchSize: 0 }), () => engine.trainer(network, { x, y, nope: 1 }), () => engine.trainer(network, { x, y, weight: [1] }), () => engine.trainer(network, { x: [NaN, 1], y: [1] }), () => engine.trainer(network, { x, y, validation: { x } }), () => engine.trainer(network, { x, y, optimizer: { lr: 1 } }), () => engine.trainer(network, { x: [], y: [] })],
    rangeTest: [() => engine.rangeTest(network, {}), () => engine.rangeTest(network, { x, y, from: -1 }), () => engine.rangeTest(gone.Network, { x, y }), () => engine.rangeTest(network, { x, y, steps: 0 })],
    responseGrid: [() => engine.responseGrid({}), () => engine.responseGrid(network, { width: -1 }), () => engine.responseGrid(network, { x0: NaN }), () => engine.responseGrid(network, { width: 16384, height: 16384 }), () => engine.responseGrid(network, { inputX: 9 }), () => engine.responseGrid(network, { rest: [1] })],
    lossGrid: [() => engine.lossGrid({}), () => engine.lossGrid(network, {}), () => engine.lossGrid(network, { x, y, size: 1 }), () => engine.lossGrid(network, { x, y, span: NaN }), () => engine.lossGrid(network, { x, y, directions: [1] })],
    dataset: [() => engine.dataset("nope"), () => engine.dataset({ key: "circles", size: -5 }), () => engine.dataset({ key: "circles", noise: NaN }), () => engine.dataset()],
    csv: [() => engine.csv(5), () => engine.csv(""), () => engine.csv("a,b\n1\n"), () => engine.csv('a,b\n"1,2\n'), () => engine.csv("a,b\n1,2\n", { target: "c" }), () => engine.csv("a,b\n1,2\n", { nope: 1 }), () => engine.csv("a,b\n1,2\n", { task: "nope" }), () => engine.csv("a,b\n1,x\n", { kinds: { b: "number" } }), () => engine.csv("a,b\n1,2\n", { delimiter: "xx" })],
    csvReader: [() => engine.csvReader({ nope: 1 }), () => engine.csvReader({ header: 3 }), () => engine.csvReader(9), () => engine.csvReader({ kinds: { a: "nope" } })],
    traceHash: [() => engine.traceHash("nope", 1), () => engine.traceHash("valley", -1), () => engine.traceHash(), () => engine.traceHash("valley?kappa=x", 1)],
  },
  Network: {
    describe: [],
    layout: [],
    parameters: [],
    state: [],
    setParameters: [() => network.setParameters([1]), () => network.setParameters(), () => network.setParameters(network.parameters(), [1])],
    initialize: [() => network.initialize(), () => network.initialize(-1), () => network.initialize(0.5)],
    forward: [() => network.forward([1, 2, 3]), () => network.forward([NaN, 1]), () => network.forward(), () => network.forward(x, { train: 1 }), () => network.forward(x, { nope: 1 }), () => network.forward(x, { seed: -1 })],
    forwardUnits: [() => network.forwardUnits([1]), () => network.forwardUnits("x"), () => network.forwardUnits(x, { view: 1 })],
    gradient: [() => network.gradient(x), () => network.gradient(x, [1]), () => network.gradient(x, y, { weight: [1] }), () => network.gradient([], []), () => network.gradient(x, y, { step: 0.5 }), () => network.gradient([Infinity, 1], [1])],
    loss: [() => network.loss(x, [1]), () => network.loss()],
    losses: [() => network.losses(x, y, [1]), () => network.losses(x, y), () => network.losses(x, y, [])],
    lsuv: [() => network.lsuv([1]), () => network.lsuv(x, { tolerance: -1 }), () => network.lsuv(x, { tries: 0 }), () => network.lsuv([]), () => network.lsuv([NaN, 1])],
    statistics: [() => network.statistics(x, y, { bins: 0 }), () => network.statistics(x), () => network.statistics(x, [1])],
    check: [() => network.check(x, [1]), () => network.check()],
    hessianVector: [() => network.hessianVector(x, y, [1]), () => network.hessianVector(x, y)],
    curvature: [() => network.curvature(x, y, { vectors: 0 }), () => network.curvature(x, y, { tolerance: 0 }), () => network.curvature(x)],
    responseGrid: [() => network.responseGrid({ nope: 1 })],
    lossGrid: [() => network.lossGrid(x, y, { nope: 1 })],
  },
  Trainer: {
    steps: [() => trainer.steps(-1), () => trainer.steps(NaN), () => trainer.steps(2e9), () => trainer.steps("3")],
    stepOn: [() => trainer.stepOn([]), () => trainer.stepOn([6]), () => trainer.stepOn([-1]), () => trainer.stepOn([0.5]), () => trainer.stepOn(), () => trainer.stepOn([NaN])],
    epochs: [() => trainer.epochs(-1), () => trainer.epochs(1.5), () => trainer.epochs(2e9)],
    history: [],
    status: [],
    retune: [() => trainer.retune({ nope: 1 }), () => trainer.retune({ x }), () => trainer.retune({ batchSize: -1 }), () => trainer.retune(3)],
    takeBest: [],
    averaged: [],
    save: [],
    restore: [() => trainer.restore(), () => trainer.restore("bytes"), () => trainer.restore(new Uint8Array(0)), () => trainer.restore(new Uint8Array(500)), () => trainer.restore(trainer.save().slice(0, -3)), () => trainer.restore(foreign())],
  },
  Data: { split: [() => data.split({ train: 2 }), () => data.split({ train: -1 }), () => data.split({ nope: 1 }), () => data.split({ train: 0.9, validation: 0.9 }), () => data.split(1)] },
  CsvReader: {
    feed: [() => reader.feed(3), () => reader.feed(null)],
    finish: [() => engine.csvReader().finish()],
    samples: [() => engine.csvReader().samples(), () => reader.samples({ nope: 1 })],
  },
  Surface: { value: [() => surface.value(NaN, 1), () => surface.value([1]), () => surface.value("1", 2)], gradient: [() => surface.gradient([1, 2, 3]), () => surface.gradient()] },
  Optimizer: {
    step: [() => optimizer.step(w), () => optimizer.step([1, 2, 3], [1, 2, 3]), () => optimizer.step(new Float32Array(2), [1, 2]), () => optimizer.step(w, [1]), () => optimizer.step(w, w, { lrFactor: NaN }), () => optimizer.step(w, () => "x"), () => engine.optimizer("lbfgs", 3).step(w, w)],
    reset: [],
  },
};

/** The bytes of another network's run. */
function foreign() {
  const other = small({ layers: [dense(4, "tanh"), dense(1, "linear")] });
  const run = engine.trainer(other, { x, y });
  const bytes = run.save();
  run.free();
  other.free();
  return bytes;
}

const classes = { Engine: engine, Network: network, Trainer: trainer, Data: data, CsvReader: reader, Surface: surface, Optimizer: optimizer };
/** What a class offers, as JavaScript knows it. */
const callsOf = (object) => Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((name) => name !== "constructor" && typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object), name).value === "function");

for (const [name, object] of Object.entries(classes)) {
  test(`every call of ${name} has its mistakes here`, () => {
    assert.deepEqual(callsOf(object).sort(), Object.keys(mistakes[name]).sort());
  });
  for (const call of Object.keys(mistakes[name])) {
    test(`${name}.${call} refuses in words`, () => {
      for (const mistake of mistakes[name][call]) refuses(mistake);
      if (gone[name]) {
        refuses(() => gone[name][call](x, y, w), /was freed/);
      }
      close(network.forward([0.5, 0.5])[0], network.forward([0.5, 0.5])[0], 0);
    });
  }
}

test("an object is freed once, and one of another engine is refused", async () => {
  for (const object of Object.values(gone)) refuses(() => object.free(), /was freed/);
  const { engine: load } = await import("../support/engine.mjs");
  const other = await load();
  refuses(() => other.trainer(network, { x, y }), /another engine/);
});

test("after 10,000 networks made, trained and freed the memory is that after 1,000", () => {
  const cycle = () => {
    const one = small();
    const run = engine.trainer(one, { x, y, batchSize: 2 });
    run.epochs(1);
    assert.throws(() => one.forward([1]));
    run.free();
    one.free();
  };
  for (let i = 0; i < 1000; ++i) cycle();
  const { memory } = engine;
  for (let i = 0; i < 9000; ++i) cycle();
  assert.equal(engine.memory, memory);
});
