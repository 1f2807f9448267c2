import { breathe } from "./breathe.mjs";

/**
 * A tile in slices of some milliseconds, between which the thread listens.
 * @param {import("../../../engine/api/jobs.mjs").Job} job
 * @param {() => boolean} cancelled asked after each slice
 * @returns {Promise<Float32Array | null>} its values; null where it was cancelled
 */
export async function sliced(job, tile, slice, cancelled) {
  job.begin(tile);
  for (;;) {
    const end = performance.now() + slice;
    let more = true;
    while (more && performance.now() < end) more = job.advance();
    if (!more) return job.values();
    await breathe();
    if (cancelled()) return null;
  }
}
