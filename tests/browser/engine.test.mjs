// engine.mjs in other people's pages: in the page, in a worker, and the same bits as in Node.
import assert from "node:assert/strict";
import { run } from "../support/engine_run.mjs";
import { engine as engineInNode } from "../support/engine.mjs";
import { test } from "./harness.mjs";

test("a network trained in a page and in a module worker has the bits that it has in Node", async (visit) => {
  const inNode = run(await engineInNode(visit.dist));
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/engine.html`);
  const inPage = await page.evaluate(async () => {
    const { loadEngine } = await import("/some/folder/engine.mjs");
    const { run: runHere } = await import("/source/tests/support/engine_run.mjs");
    return runHere(await loadEngine());
  });
  assert.deepEqual(inPage, inNode);
  const inWorker = await page.evaluate(() => {
    const worker = new Worker("/pages/engine_worker.mjs", { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  });
  assert.deepEqual(inWorker, inNode);
});

test("a page can give the engine its program as bytes, and mistakes are errors there, too", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/engine.html`);
  const said = await page.evaluate(async () => {
    const { loadEngine } = await import("/some/folder/engine.mjs");
    const wasm = await (await fetch("/some/folder/engine.wasm")).arrayBuffer();
    const engine = await loadEngine({ wasm });
    try {
      return engine.network({}).forward([1, 2, 3]);
    } catch (error) {
      return error.message;
    }
  });
  assert.equal(said, "[forward] got x of 3 numbers, expected rows of 2");
});
