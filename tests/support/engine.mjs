// dist/engine.mjs under Node.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Where engine.mjs and engine.wasm are: DOWNHILL_DIST, or dist/. */
export const dist = process.env.DOWNHILL_DIST ?? join(dirname(fileURLToPath(import.meta.url)), "../../dist");

/** @returns the packaged engine */
export async function engine(folder = dist) {
  const { loadEngine } = await import(pathToFileURL(join(folder, "engine.mjs")));
  return loadEngine();
}
