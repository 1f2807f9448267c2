/** Our engine, through what dist/engine.mjs offers to everyone. */
import { loadEngine } from "/engine/engine.mjs";

export const name = "ours";

let engine = null;

export async function start() {
  engine = await loadEngine();
}

/** The network of a piece of work, with its start weights: they lie in the same order. */
function networkOf({ sizes, activation, loss = "mse", start }) {
  const layers = sizes.slice(1).map((units, l) => ({ kind: "dense", units, activation: l + 2 < sizes.length ? activation : "linear" }));
  const network = engine.network({ inputs: sizes[0], layers, loss, seed: 1 });
  if (start) network.setParameters(start);
  return network;
}

export function train(problem) {
  const { optimizer, rate, batch, stepsPerUnit, x, y } = problem;
  const network = networkOf(problem);
  const trainer = engine.trainer(network, { x, y, batchSize: batch, shuffle: false, seed: 1, optimizer: { key: optimizer, lr: rate } });
  return {
    run: (units) => trainer.steps(units * stepsPerUnit),
    result: () => network.parameters(),
    free() {
      trainer.free();
      network.free();
    },
  };
}

export function forward(problem) {
  const network = networkOf(problem);
  let out = null;
  const run = (passes) => {
    for (; passes > 0; --passes) out = network.forward(problem.x, { view: true });
  };
  return { run, result: () => out.slice(), free: () => network.free() };
}

export function units(problem) {
  const network = networkOf(problem);
  let out = null;
  const run = (passes) => {
    for (; passes > 0; --passes) out = network.forwardUnits(problem.x, { view: true });
  };
  return { run, result: () => out.slice(), free: () => network.free() };
}

export function losses(problem) {
  const network = networkOf({ ...problem, start: null });
  let out = null;
  const run = (maps) => {
    for (; maps > 0; --maps) out = network.losses(problem.x, problem.y, problem.vectors);
  };
  return { run, result: () => out.slice(), free: () => network.free() };
}

export function matmul({ size, a, b }) {
  let out = null;
  const run = (products) => {
    for (; products > 0; --products) out = engine.matmul(a, b, size, size, size, { view: true });
  };
  return { run, result: () => out.slice() };
}

export function descend({ start, rate, steps }) {
  let path = null;
  const run = (calls) => {
    for (; calls > 0; --calls) ({ path } = engine.descend({ surface: "rosenbrock", optimizer: { key: "adam", lr: rate }, start, steps }));
  };
  return { run, result: () => path };
}
