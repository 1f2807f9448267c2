/** Helpers in the page for the tests of jobs: engine and runners as the site ships them. */
import { loadEngine } from "/some/folder/engine.mjs";
import * as jobs from "/some/folder/jobs.mjs";

export const wasm = new Uint8Array(await (await fetch("/some/folder/engine.wasm")).arrayBuffer());
export const engine = await loadEngine({ wasm });
export const { createJobs, TilePlan } = jobs;

const makers = {
  cpu: async () => jobs.cpuRunner(engine),
  workers: () => jobs.workersRunner(jobs.workerAddress(), wasm, 2),
  webgpu: () => jobs.webgpuRunner(engine, navigator.gpu),
};

/** A whole picture by one runner, in tiles of `pixels`: (channels, height, width), and what it was. */
export async function picture(runnerKey, order, pixels = 1500) {
  const runner = await makers[runnerKey]();
  const job = engine.job(order.key, order.settings, order.arrays);
  const { about } = job;
  job.free();
  const { width, height, channels } = about;
  const session = await runner.open(order);
  const plan = new TilePlan(width, height);
  const values = new Float32Array(width * height * channels).fill(NaN);
  const lane = async () => {
    for (let tile; (tile = plan.next(Math.min(pixels, session.most))); ) put(values, about, tile, await session.tile(tile, () => false));
  };
  await Promise.all(Array.from({ length: runner.lanes }, lane));
  session.close();
  runner.close();
  return { values, about };
}

/** A tile's values into the picture. */
export function put(values, { width, height, channels }, tile, part) {
  const count = tile.columns * tile.rows;
  if (part.length !== count * channels) throw new Error(`a tile of ${count} pixels gave ${part.length} numbers`);
  for (let channel = 0; channel < channels; channel += 1)
    for (let i = 0; i < count; i += 1) {
      const x = tile.x0 + (i % tile.columns) * tile.step;
      const y = tile.y0 + Math.floor(i / tile.columns) * tile.step;
      values[(channel * height + y) * width + x] = part[channel * count + i];
    }
}

/** Where two pictures differ beyond the tolerance: {wrong, worst, at}. */
export function difference(a, b, { absolute, relative }) {
  let [wrong, worst, at] = [0, 0, -1];
  for (let i = 0; i < b.length; i += 1) {
    const beyond = Math.abs(a[i] - b[i]) / (absolute + relative * Math.abs(b[i]));
    if (!(beyond <= 1) && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) wrong += 1;
    if (!(beyond <= worst)) [worst, at] = [beyond, i];
  }
  return { wrong, worst, at, ours: b[at], theirs: a[at] };
}
