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

/** A job of width x height pixels that takes a while everywhere. */
export function order(width, height, seed = 1) {
  const inner = 4000;
  const numbers = (n, shift) => Float32Array.from({ length: n }, (_, i) => Math.sin(seed + shift + i));
  return { key: "matmul", settings: `m=${height}&k=${inner}&n=${width}`, arrays: [numbers(height * inner, 0), numbers(inner * width, 1)] };
}

/**
 * The browser's GPU with faults: `shader` changes the code, a buffer above `memory` bytes is too large for the card.
 * @returns {gpu, devices} devices: those given out
 */
export function lendGpu({ shader = null, memory = Infinity } = {}) {
  const devices = [];
  const gpu = {
    async requestAdapter(options) {
      const adapter = await navigator.gpu.requestAdapter(options);
      const requestDevice = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = async (settings) => {
        const device = await requestDevice(settings);
        devices.push(device);
        const { createShaderModule, createBuffer, popErrorScope } = Object.fromEntries(["createShaderModule", "createBuffer", "popErrorScope"].map((name) => [name, device[name].bind(device)]));
        if (shader) device.createShaderModule = (given) => createShaderModule({ ...given, code: shader(given.code) });
        let full = false;
        device.createBuffer = (given) => {
          full ||= given.size > memory;
          return createBuffer(given);
        };
        device.popErrorScope = async () => {
          const error = await popErrorScope();
          if (!full || error) return error;
          full = false;
          return new GPUOutOfMemoryError("the buffer is too large");
        };
        return device;
      };
      return adapter;
    },
  };
  return { gpu, devices };
}

/** The living workers' handles, each with crash(). */
export const workersOf = () => spied.map((worker) => ({ crash: () => worker.dispatchEvent(new ErrorEvent("error", { message: "crash" })) }));
const spied = [];
const Native = globalThis.Worker;
globalThis.Worker = class extends Native {
  constructor(...given) {
    super(...given);
    spied.push(this);
  }
};

export function withoutWorkers() {
  globalThis.Worker = class {
    constructor() {
      throw new Error("refused by this page's policy");
    }
  };
  return {};
}
