// engine.mjs starts wherever JavaScript modules do, and tells what kept it from starting.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { run } from "../support/engine_run.mjs";
import { dist } from "../support/engine.mjs";
import { engine, isInWords } from "./harness.mjs";

const { loadEngine } = await import(pathToFileURL(join(dist, "engine.mjs")));
const bytes = readFileSync(join(dist, "engine.wasm"));
const works = (one) => assert.deepEqual([...one.softmax([0, 0], 2)], [0.5, 0.5]);

test("the program may be given as bytes, or by its address", async () => {
  works(await loadEngine({ wasm: bytes }));
  works(await loadEngine({ wasm: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) }));
  works(await loadEngine({ wasm: pathToFileURL(join(dist, "engine.wasm")) }));
  works(await loadEngine({ wasm: join(dist, "engine.wasm") }));
});

test("the two files work from any folder, whatever its name", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "downhill-")), "größer als 1 % #2");
  mkdirSync(folder);
  for (const name of ["engine.mjs", "engine.wasm"]) cpSync(join(dist, name), join(folder, name));
  works(await (await import(pathToFileURL(join(folder, "engine.mjs")))).loadEngine());
  rmSync(dirname(folder), { recursive: true });
});

test("what keeps it from starting is told", async () => {
  const wrong = [{ wasm: 3 }, { wasm: null }, { wasm: new Uint8Array(20) }, { wasm: bytes.subarray(0, 1000) }, { wasm: new URL("file:///not/there.wasm") }, { program: bytes }, "engine.wasm", 7];
  for (const given of wrong) {
    await assert.rejects(loadEngine(given), (error) => isInWords(error) && error.message.startsWith("[loadEngine]"), JSON.stringify(given));
  }
});

test("two engines share nothing", async () => {
  const other = await loadEngine();
  const [a, b] = [engine, other].map((one) => one.network({ seed: 5 }));
  assert.deepEqual(a.parameters(), b.parameters());
  b.initialize(6);
  assert.notDeepEqual(a.parameters(), b.parameters());
  a.free();
  b.free();
});

test("a worker trains to the same bits", async () => {
  const address = pathToFileURL(join(dist, "engine.mjs")).href;
  const script = fileURLToPath(new URL("../support/engine_run.mjs", import.meta.url));
  const code = `const { parentPort } = require("node:worker_threads");
    Promise.all([import(${JSON.stringify(address)}), import(${JSON.stringify(pathToFileURL(script).href)})])
      .then(async ([{ loadEngine }, { run }]) => parentPort.postMessage(run(await loadEngine())));`;
  const worker = new Worker(code, { eval: true });
  const inWorker = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await worker.terminate();
  assert.deepEqual(inWorker, run(engine));
});
