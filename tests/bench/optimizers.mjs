// Steps per second of each optimizer on Rosenbrock's surface, in WebAssembly under Node: median of five rounds.
import { engine as load } from "../support/engine.mjs";

const engine = await load();
const keys = "sgd momentum nesterov adagrad adadelta rmsprop adam amsgrad adamw nadam radam adamax rprop lion lbfgs".split(" ");
const steps = 20_000;
const rounds = 5;

const times = Object.fromEntries(keys.map((key) => [key, []]));
for (let round = -1; round < rounds; ++round)
  for (const key of keys) {
    const start = performance.now();
    const { value: height } = engine.descend({ surface: "rosenbrock", optimizer: { key, lr: key === "lbfgs" ? 1 : 1e-4 }, start: [-1.5, 2], steps });
    const seconds = (performance.now() - start) / 1000;
    if (!Number.isFinite(height)) throw new Error(`${key} diverged: its time says nothing`);
    if (round >= 0) times[key].push(seconds); // the first round warms up
  }
for (const key of keys) {
  const median = times[key].sort((a, b) => a - b)[rounds >> 1];
  console.log(`${key} on rosenbrock,${Math.round(steps / median)},steps/s`);
}
