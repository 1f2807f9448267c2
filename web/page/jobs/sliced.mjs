import { breathe } from "./breathe.mjs";

/**
 * A tile in slices of some milliseconds, before each of which the thread listens.
 * @param {import("../../../engine/api/jobs.mjs").Job} job
 * @param {() => boolean} cancelled asked before each slice
 * @returns {Promise<Float32Array | null>} its values; null where it was cancelled
 */
export async function sliced(job, tile, slice, cancelled) {
  for (let more = true, begun = false; more; begun = true) {
    await breathe(); // before the first one, too: what came before a tile has held the thread as well
    if (cancelled()) return null;
    const end = performance.now() + slice;
    if (!begun) job.begin(tile);
    while (more && performance.now() < end) more = job.advance();
  }
  return job.values();
}
