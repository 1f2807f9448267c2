/** What has to be there before the picture can start: an able browser, and the bytes of playground.wasm. */
import { text } from "./text.mjs";

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

/** Module options that say where the wasm is: in the single file it is text in the page, else a file that is preloaded. */
export async function wasmSource() {
  const inline = document.getElementById("wasm");
  if (inline) return { wasmBinary: await unpack(inline.textContent) };
  const { href } = document.querySelector('link[rel="preload"][as="fetch"]');
  return { locateFile: () => href };
}

/** Base64 of gzip, back to bytes. */
export async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64.trim()), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
