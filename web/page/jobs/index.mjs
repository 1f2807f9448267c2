/** What dist/jobs.mjs holds: everything about jobs that no first picture needs. */
import workerScript from "engine-worker";
import { Jobs } from "./jobs.mjs";
import { cpuRunner, webgpuRunner, workersRunner } from "./runners.mjs";

export { openGpu } from "../gpu.mjs";
export { TilePlan } from "./tiles.mjs";
export { Jobs, cpuRunner, webgpuRunner, workersRunner };

/** @returns the address of the workers' script; a blob, which `file://` and sandboxed frames allow, too */
export const workerAddress = () => URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" }));

/**
 * Jobs with all runners.
 * @param {object} given
 * @param {import("../../../engine/api/engine.mjs").Engine} given.engine
 * @param {Uint8Array} given.wasm the engine's program
 * @param {GPU} [given.gpu]
 * @param {string} [given.compute]
 * @param {() => Promise<void>} [given.visible]
 */
export function createJobs({ engine, wasm, gpu = navigator.gpu, ...rest }) {
  return new Jobs({
    runners: {
      cpu: async () => cpuRunner(engine),
      workers: () => workersRunner(workerAddress(), wasm),
      webgpu: () => webgpuRunner(engine, gpu),
    },
    async about({ key, settings, arrays }) {
      const job = engine.job(key, settings, arrays);
      job.free();
      return job.about;
    },
    ...rest,
  });
}
