// What is made and freed leaves nothing behind, and memory that grows in the middle of a call moves nothing out of place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { engine as load } from "../support/engine.mjs";
import { allClose, dense, engine, points, refuses, small } from "./harness.mjs";

test("after 10,000 networks made, trained and freed the memory is that after 1,000", () => {
  const { x, y } = points(40);
  const layers = [dense(8, "tanh"), { kind: "batch-norm" }, { kind: "dropout", p: 0.1 }, dense(1, "linear")];
  const cycle = () => {
    const network = engine.network({ inputs: 2, layers });
    const trainer = engine.trainer(network, { x, y, batchSize: 16, averaging: "ema", keepBest: true, validation: { x, y }, patience: 5 });
    trainer.epochs(2);
    trainer.restore(trainer.save());
    network.forward(x);
    network.gradient(x, y);
    refuses(() => network.forward([1]));
    trainer.free();
    network.free();
  };
  for (let i = 0; i < 1000; ++i) cycle();
  const { taken, used } = engine.memory;
  for (let i = 1000; i < 10_000; ++i) cycle();
  assert.deepEqual(engine.memory, { taken, used });
});

test("every kind of object gives all of its memory back", () => {
  const kinds = {
    surface: () => engine.surface("typed", { f: "x^2+sin(y)" }),
    optimizer: () => engine.optimizer("adam", 1000),
    network: () => small(),
    trainer: () => { // keeps its network, even a freed one
      const network = small();
      const trainer = engine.trainer(network, points(100));
      network.free();
      trainer.epochs(1);
      return trainer;
    },
    data: () => engine.dataset({ key: "circles", size: 1000 }),
    preprocessor: () => {
      const work = engine.preprocess({ kind: "one-hot" }).fit(points(500).x, 2);
      work.inverse(work.transform(points(20).x));
      refuses(() => work.fit([1], 2));
      refuses(() => engine.preprocess({ ...work.save(), only: [0] }));
      engine.preprocess(work.save()).free();
      return work;
    },
    reader: () => engine.csvReader().feed("a,b\n1,2\n"),
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const times = (n) => { for (let i = 0; i < n; ++i) make().free(); };
    times(5); // the holes between what lives have settled
    const { used } = engine.memory;
    times(5);
    assert.equal(engine.memory.used, used, kind);
  }
});

test("a large object's memory is used again", () => {
  const make = () => engine.network({ inputs: 1000, layers: [dense(1000, "relu"), dense(1, "linear")] }).free();
  make();
  const { taken } = engine.memory;
  for (let i = 0; i < 30; ++i) make();
  assert.equal(engine.memory.taken, taken);
});

test("objects that nothing refers to any more are freed in time", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const forget = () => Array.from({ length: 100 }, () => engine.optimizer("adam", 10_000));
  for (const one of forget()) one.free(); // the table of objects has its size
  const { used } = engine.memory;
  forget();
  assert.ok(engine.memory.used > used + 100 * 10_000 * 4);
  for (let i = 0; i < 50 && engine.memory.used > used; ++i) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(engine.memory.used, used);
});

test("memory that grows while arguments go in and results come out loses none of them", async () => {
  const fresh = await load();
  const before = fresh.memory.taken;
  const n = 3_000_000;
  const z = Float32Array.from({ length: n }, (_, i) => (i % 7) - 3);
  const { value, slope } = fresh.activation("relu", z);
  assert.ok(fresh.memory.taken > before);
  for (const at of [0, 1, 4, 5, n - 1]) allClose([value[at], slope[at]], [Math.max(0, z[at]), z[at] > 0 ? 1 : 0], 0);
});

test("a view of a result may be an argument of the next call, even where the memory grows", async () => {
  const fresh = await load();
  const side = 1500;
  const a = new Float32Array(side * side).fill(1);
  const eye = Float32Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? 2 : 0));
  const view = fresh.matmul(a, eye, side, side, side, { view: true });
  assert.equal(view[7], 2);
  const next = fresh.matmul(view, eye, side, side, side);
  assert.ok(next.every((one) => one === 4));
});

test("more than there is memory for is an error, and what was there before still works", () => {
  const network = small();
  const before = network.forward([1, 2]);
  const { used } = engine.memory;
  refuses(() => engine.network({ inputs: 100000, layers: [dense(4096, "relu"), dense(4096, "relu")] }), /parameters|memory/);
  refuses(() => engine.matmul(new Float32Array(65536), new Float32Array(65536), 65536, 1, 65536), /memory/);
  const wide = engine.network({ inputs: 1, layers: [dense(4096, "relu")] });
  refuses(() => wide.responseGrid({ width: 4096, height: 4096, units: true }), /4096 x 4096 pixels/);
  for (const rows of [1 << 20, 1 << 19, 131071]) { // 4096 times the first is 2^32
    refuses(() => wide.forward(new Float32Array(rows)), /memory/);
    refuses(() => wide.forwardUnits(new Float32Array(rows)), /memory/);
    refuses(() => wide.lsuv(new Float32Array(rows)), /memory|numbers/);
  }
  refuses(() => wide.gradient(new Float32Array(1 << 20), new Float32Array(0)), /y of 0 numbers, expected 4294967296/);
  wide.free();
  const together = engine.network({ inputs: 1, layers: [dense(4096, "relu"), { kind: "batch-norm" }, dense(1, "linear")] });
  for (let twice = 0; twice < 2; ++twice) refuses(() => together.forward(new Float32Array(1 << 18), { train: true }), /memory/);
  together.free();
  assert.ok(Math.abs(engine.memory.used - used) < 8e6, "what was begun is given back, but for 1 MB for each argument");
  assert.deepEqual(network.forward([1, 2]), before);
  network.free();
});

test("while an optimizer asks for a loss, any other call works, and it cannot be freed", () => {
  const search = engine.optimizer({ key: "lbfgs", maxIter: 4 }, 13);
  const network = small();
  const { x, y } = points(30);
  const w = network.parameters();
  const made = [];
  let asked = 0;
  const loss = search.step(w, (at, gradient) => {
    engine.optimizer("lbfgs", 1).step(Float32Array.of(1), (v, slope) => (slope.set([2 * v[0]]), v[0] ** 2));
    made.push(...Array.from({ length: 100 }, () => engine.surface("quadratic"))); // the table of objects grows
    refuses(() => search.free(), /at work/);
    refuses(() => search.step(w, gradient), /at work/);
    refuses(() => search.reset(), /at work/);
    network.setParameters(at);
    const answer = network.gradient(x, y);
    gradient.set(answer.gradient);
    asked += 1;
    return answer.loss;
  });
  network.setParameters(w);
  assert.ok(asked > 1 && network.loss(x, y) < loss, `${asked} ${loss}`);
  for (const object of [...made, search, network]) object.free();
});
