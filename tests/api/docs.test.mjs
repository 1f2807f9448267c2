// The examples of engine.md run, one after another.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { engine } from "./harness.mjs";

const text = readFileSync(new URL("../../web/page/engine.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/```js\n([^]*?)```/g)].map((found) => found[1]);
const AsyncFunction = (async () => {}).constructor;

test("every example of engine.md runs", async () => {
  assert.ok(blocks.length >= 6);
  const program = blocks.join("\n").replace(/^import .*$/m, "");
  const said = [];
  await new AsyncFunction("loadEngine", "console", program)(async () => engine, { log: (line) => said.push(line) });
  assert.ok(said[0].metric > 0.9, `the spiral is learned: ${JSON.stringify(said[0])}`);
});

test("engine.md names every call", () => {
  const names = [engine, engine.network({ inputs: 1 })].flatMap((object) => Object.getOwnPropertyNames(Object.getPrototypeOf(object)));
  for (const name of names.filter((one) => one !== "constructor")) assert.ok(text.includes(name), name);
});
