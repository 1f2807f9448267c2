/** What has to be there before the picture can start: an able browser, and the bytes of playground.wasm. */
import { text } from "./text.mjs";
import { unpack } from "./unpack.mjs";

/** A module of one function that uses a 128-bit vector: it validates only where WebAssembly SIMD is there. */
const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

/** What SDL would ask for. A canvas has one context, whoever asks first: SDL finds this one. */
const context = { alpha: false, depth: true, stencil: false, antialias: false };

/** @returns {string | null} why this browser cannot show the picture on this canvas, in words */
export function whyNot(canvas) {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(simd)) {
    return text("This browser lacks WebAssembly SIMD, which every current browser has: update it, or use another one.");
  }
  if (!canvas.getContext("webgl2", context)) {
    return text("This browser gives no WebGL 2. Turn hardware acceleration on in its settings, update it, or use another one.");
  }
  return null;
}

/**
 * playground.wasm: in the single file it is text in the page, else a file that is preloaded, and compiled while it comes. Only where
 * the server does not say that it is WebAssembly it has to come first: browsers refuse, and complain in the console.
 * @returns {Promise<WebAssembly.Module>}
 */
export async function program() {
  const inline = document.getElementById("wasm");
  if (inline) return WebAssembly.compile(await unpack(inline.textContent));
  const { href } = document.querySelector('link[rel="preload"][as="fetch"]');
  const answer = await fetch(href, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${href}: the server says ${answer.status}`);
  const known = /^application\/wasm\b/.test(answer.headers.get("Content-Type"));
  return known ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/** An instance of it. @param create what Emscripten's glue exports */
export function instantiate(create, module, options) {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(module, imports).then((instance) => done(instance, module)).catch(reject);
      return {};
    };
    create({ ...options, instantiateWasm }).then(resolve, reject);
  });
}
