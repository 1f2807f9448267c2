/**
 * The engine without a picture (engine.md), for what the page does beside it. It is fetched when it is first needed; in the
 * single file it is text in the page.
 */
import { unpack } from "./start.mjs";

let loading = null;

/** @returns {Promise<import("../../engine/api/engine.mjs").Engine>} always the same one; a failed try can be repeated */
export function engineAlone() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load() {
  const code = document.getElementById("engine-code");
  if (!code) return (await import("./engine.mjs")).loadEngine();
  const address = URL.createObjectURL(new Blob([await unpack(code.textContent)], { type: "text/javascript" }));
  try {
    const { loadEngine } = await import(address);
    return await loadEngine({ wasm: await unpack(document.getElementById("engine-wasm").textContent) });
  } finally {
    URL.revokeObjectURL(address);
  }
}
