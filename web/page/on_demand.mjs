/**
 * What the page fetches when it is first needed: the engine without a picture (engine.md), for tables and jobs, and the inside of the
 * share dialog. In the single file it is text in the page.
 */
import { unpack } from "./unpack.mjs";

const inline = (id) => document.getElementById(id)?.textContent;

/** What is made once, when it is first asked for; a failed try can be repeated. */
function once(make) {
  let made = null;
  return () =>
    (made ??= make().catch((error) => {
      made = null;
      throw error;
    }));
}

/** @returns {Promise<Uint8Array>} engine.wasm */
export const engineProgram = once(async () => {
  const text = inline("engine-wasm");
  if (text) return unpack(text);
  const answer = await fetch(new URL("engine.wasm", document.baseURI));
  if (!answer.ok) throw new Error(`engine.wasm: the server says ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
});

/** A module that stands beside the page, or as text in it. `id` is that of the text, `address` a function that imports it. */
async function moduleOf(id, load) {
  const text = inline(id);
  if (!text) return load();
  const address = URL.createObjectURL(new Blob([await unpack(text)], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @returns {Promise<import("../../engine/api/engine.mjs").Engine>} always the same one */
export const engineAlone = once(async () => {
  const [{ loadEngine }, wasm] = await Promise.all([moduleOf("engine-code", () => import("./engine.js")), engineProgram()]);
  return loadEngine({ wasm });
});

/** @returns {Promise<typeof import("./jobs/index.mjs")>} */
export const jobsModule = once(() => moduleOf("jobs-code", () => import("./jobs.js")));

/** @returns {Promise<typeof import("./sharing/index.mjs")>} */
export const sharingModule = once(() => moduleOf("sharing-code", () => import("./sharing.js")));
