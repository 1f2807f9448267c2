// dist/engine.mjs under Node, with texts as strings.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../../dist");

/** @returns {race(racer, surface, steps) -> last height, traceHash(link, step) -> hex} */
export async function text(folder = dist) {
  const { default: load } = await import(pathToFileURL(join(folder, "engine.mjs")));
  const module = await load();
  const call = (name, texts, ...rest) => {
    const pointers = texts.map((one) => module.stringToNewUTF8(one));
    try {
      return module[`_engine_${name}`](...pointers, ...rest);
    } finally {
      for (const pointer of pointers) module._free(pointer);
    }
  };
  return {
    race: (racer, surface, steps) => call("race", [racer, surface], steps),
    traceHash: (link, step) => module.UTF8ToString(call("trace_hash", [link], step)),
  };
}
