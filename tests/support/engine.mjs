// dist/engine.mjs under Node.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../../dist");

/** @returns the packaged engine, of DOWNHILL_DIST or dist/ */
export async function engine(folder = process.env.DOWNHILL_DIST ?? dist) {
  const { loadEngine } = await import(pathToFileURL(join(folder, "engine.mjs")));
  return loadEngine();
}
