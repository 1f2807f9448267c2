/**
 * The three runners of jobs (design: `compute=`). Each is {key, lanes, open(order), close()}: `open` makes ready for one job and
 * gives {most, tile(tile, cancelled), close()}, where `tile` is a promise of the values, or of null where it was cancelled.
 * `lanes` tiles may be under way at a time. An order is {key, settings, arrays}.
 */
import { openGpu } from "../gpu.mjs";
import { breathe } from "./breathe.mjs";
import { sliced } from "./sliced.mjs";

const slice = 8; // ms of the main thread at a time
const mostWorkers = 8;

/** The engine on the page's own thread, in slices. */
export function cpuRunner(engine) {
  return {
    key: "cpu",
    name: "this thread",
    lanes: 1,
    async open({ key, settings, arrays }) {
      const job = engine.job(key, settings, arrays);
      return {
        most: Infinity,
        tile: (tile, cancelled) => sliced(job, tile, slice, cancelled),
        close: () => job.free(),
      };
    },
    close() {},
  };
}

/** One worker with an engine of its own. */
class EngineWorker {
  #worker;
  #waiting = new Map(); // by tile
  #ready;

  constructor(address, wasm) {
    this.#worker = new Worker(address);
    this.#ready = new Promise((resolve, reject) => this.#waiting.set("ready", { resolve, reject }));
    this.#ready.catch(() => {});
    this.failed = null;
    this.#worker.onmessage = ({ data }) => {
      const one = this.#waiting.get(data.ready ? "ready" : data.tile);
      if (!one) return data.error && this.#fail(data.error);
      this.#waiting.delete(data.ready ? "ready" : data.tile);
      if (data.error) one.reject(new Error(data.error));
      else one.resolve(data.values);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message || "a worker stopped");
    };
    this.#worker.onmessageerror = () => this.#fail("a worker's message could not be read");
    this.#worker.postMessage({ wasm });
  }

  #fail(why) {
    this.failed = why;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }

  get ready() {
    return this.#ready;
  }
  send(message) {
    this.#worker.postMessage(message);
  }
  tile(job, tile, at) {
    if (this.failed) return Promise.reject(new Error(this.failed));
    return new Promise((resolve, reject) => {
      this.#waiting.set(tile, { resolve, reject });
      this.send({ job, tile, at });
    });
  }
  stop() {
    this.#fail("the worker was stopped");
    this.#worker.terminate();
  }
}

/**
 * Web workers, as many as the machine has cores.
 * @param {string} address of the worker's script
 * @param {Uint8Array} wasm the engine's program
 */
export async function workersRunner(address, wasm, count = Math.min(mostWorkers, navigator.hardwareConcurrency || 2)) {
  if (typeof Worker !== "function") throw new Error("this browser has no web workers");
  const workers = Array.from({ length: count }, () => new EngineWorker(address, wasm));
  const close = () => workers.forEach((worker) => worker.stop());
  try {
    await Promise.all(workers.map((worker) => worker.ready));
  } catch (error) {
    close();
    throw error;
  }
  let jobs = 0;
  let tiles = 0;
  return {
    key: "workers",
    name: `${count} workers`,
    lanes: count,
    async open(order) {
      const job = (jobs += 1);
      const idle = [...workers];
      for (const worker of workers) worker.send({ job, order });
      return {
        most: Infinity,
        async tile(tile) {
          const worker = idle.shift();
          try {
            return await worker.tile(job, (tiles += 1), tile);
          } finally {
            idle.push(worker);
          }
        },
        close() {},
      };
    },
    get failed() {
      return workers.find(({ failed }) => failed)?.failed ?? null;
    },
    workers,
    close,
  };
}

/**
 * Shaders on the graphics card.
 * @param engine packs what the shader needs
 */
export async function webgpuRunner(engine, gpu) {
  const card = await openGpu(gpu);
  return {
    key: "webgpu",
    name: card.name,
    lanes: 1,
    card,
    get failed() {
      return card.lost;
    },
    async open({ key, settings, arrays }) {
      const job = engine.job(key, settings, arrays);
      try {
        await breathe(); // making and packing it take a while, each
        const work = job.gpu();
        if (work.whyNot) throw new Error(work.whyNot);
        const ready = await card.prepare(job.about, work);
        return {
          get most() {
            return ready.most;
          },
          get cardTime() {
            return ready.cardTime;
          },
          tile: (tile, cancelled) => ready.tile(tile, cancelled),
          close: () => ready.free(),
        };
      } finally {
        job.free();
      }
    },
    close: () => card.close(),
  };
}
