/**
 * The side of the comparison that runs in the browser's page: start the contestants, let each do the work once and compare
 * what comes out, then time them in turn.
 */
import { startOf, uniform, works } from "./works.mjs";

const workOf = (key) => works.find((one) => one.key === key);
const contestants = {};

/** Loads what is named; each is a module with `name`, perhaps `start()`, and a function for each kind of work. */
export async function load(keys) {
  for (const key of keys) {
    if (contestants[key]) continue;
    const module = await import(`/${key}.mjs`);
    await module.start?.();
    contestants[key] = module;
  }
  return Object.fromEntries(keys.map((key) => [key, contestants[key].name]));
}

/** Largest difference over the largest number of `right`. */
function difference(numbers, right) {
  if (numbers.length !== right.length) throw new Error(`gives ${numbers.length} numbers where ${right.length} are right`);
  let [far, top] = [0, 0];
  for (let i = 0; i < right.length; ++i) {
    far = Math.max(far, Math.abs(numbers[i] - right[i]));
    top = Math.max(top, Math.abs(right[i]));
    if (!Number.isFinite(numbers[i])) return Infinity;
  }
  return far / top;
}

/** @returns {contestant: difference from the plain loop}, null for one that only sets a limit */
export async function check(workKey, keys) {
  const { kind, problem, check: wanted } = workOf(workKey);
  const numbers = {};
  for (const key of new Set(["plain", ...keys])) {
    const work = await contestants[key][kind]({ ...problem(), ...wanted.on });
    await work.run(wanted.units);
    numbers[key] = await work.result();
    work.free?.();
  }
  return Object.fromEntries(keys.map((key) => [key, numbers[key] && difference(numbers[key], numbers.plain)]));
}

async function timeOf(work, units) {
  const start = performance.now();
  await work.run(units);
  return performance.now() - start;
}

/** Runs until the engine's optimizing compilers are done. @returns units that fill a sample */
async function warmUp(work, { warm, sample }) {
  let units = 1;
  let time = await timeOf(work, units);
  for (let spent = time; spent < warm; spent += time) {
    if (time < sample / 2) units *= 2;
    time = await timeOf(work, units);
  }
  return Math.max(1, Math.round((units * sample) / time));
}

/** @returns {contestant: [milliseconds per unit, round by round]}; in each round all have their turn */
export async function measure(workKey, keys, { rounds, warm, sample }) {
  const { kind, problem } = workOf(workKey);
  const runs = [];
  for (const key of keys) {
    const work = await contestants[key][kind](problem());
    runs.push({ key, work, units: await warmUp(work, { warm, sample }), times: [] });
  }
  for (let round = 0; round < rounds; ++round) {
    for (const run of runs) run.times.push((await timeOf(run.work, run.units)) / run.units);
    runs.push(runs.shift()); // nobody always follows the same one
  }
  for (const { work } of runs) work.free?.();
  return Object.fromEntries(runs.map(({ key, times }) => [key, times]));
}

/** One training step of our engine at each point {sizes, batch, samples}. @returns a list of milliseconds for each */
export async function scale(points, { rounds, warm, sample }) {
  const runs = [];
  for (const { sizes, batch, samples } of points) {
    const next = uniform(1);
    const data = { x: Float32Array.from({ length: samples * sizes[0] }, () => 2 * next() - 1), y: Float32Array.from({ length: samples }, () => 2 * next() - 1), samples };
    const work = await contestants.ours.train({ sizes, activation: "tanh", loss: "mse", optimizer: "sgd", rate: 1e-3, batch, stepsPerUnit: 1, start: startOf(sizes, 1), ...data });
    runs.push({ work, units: await warmUp(work, { warm, sample }), times: [] });
  }
  for (let round = 0; round < rounds; ++round) for (const run of runs) run.times.push((await timeOf(run.work, run.units)) / run.units);
  for (const { work } of runs) work.free?.();
  return runs.map(({ times }) => times);
}
