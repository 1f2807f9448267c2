// The examples of engine.md run, one after another, and give what is written there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { calls } from "./calls.mjs";
import { engine } from "./harness.mjs";

const text = readFileSync(new URL("../../web/page/engine.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/```js\n([^]*?)```/g)].map((found) => found[1]);
const AsyncFunction = (async () => {}).constructor;
const rounding = 1e-6;

/** Objects and arrays as written there; numbers within rounding. */
function same(got, wanted, what) {
  if (typeof wanted === "number") return assert.ok(Math.abs(got - wanted) <= rounding * Math.max(1, Math.abs(wanted)), `${what} gave ${got}`);
  if (typeof wanted !== "object" || wanted === null) return assert.equal(got, wanted, what);
  assert.equal(Object.keys(got).length, Object.keys(wanted).length, `${what} gave ${JSON.stringify(got)}`);
  for (const key of Object.keys(wanted)) same(got[key], wanted[key], `${what}: ${key}`);
  return undefined;
}

test("every example of engine.md runs, and gives what it says", async () => {
  const program = blocks.join("\n").replace(/^import .*$/m, "");
  const checked = program.replace(/^(.*); \/\/ = (.*)$/gm, (_, expression, wanted) => `same(${expression}, ${wanted}, ${JSON.stringify(expression)});`);
  const said = [];
  await new AsyncFunction("loadEngine", "console", "same", checked)(async () => engine, { log: (line) => said.push(line) }, same);
  assert.ok(said[0].metric > 0.9, `the spiral is learned: ${JSON.stringify(said[0])}`);
});

test("every default in engine.md is the one in describe()", () => {
  const about = engine.describe();
  const params = (rows) => new Map(rows.map((row) => [row.key, row.params]));
  const section = (title) => text.slice(text.indexOf(`## ${title}\n`)).split(/\n## /)[0];
  const kebab = (key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  let checked = 0;
  const check = (said, known, what) => {
    for (const [, name, value] of said.matchAll(/\b([a-z]\w*): ("[^"]*"|[\d.e-]+|true|false)/gi)) {
      const param = known.find(({ key }) => key === kebab(name));
      assert.ok(param, `${what}: there is no ${name}`);
      assert.equal(JSON.parse(value), param.default, `${what}: ${name}`);
      ++checked;
    }
  };
  const inTicks = (line) => [...line.matchAll(/`[^`]*`/g)].join(" ");
  for (const [title, rows] of [["Networks", about.layers], ["Preprocessing", about.preprocessing]]) {
    const known = params(rows);
    for (const [line, kind] of section(title).matchAll(/^\| `([\w-]+)` \|.*$/gm)) if (known.has(kind)) check(inTicks(line), known.get(kind), kind);
  }
  check(inTicks(/Settings: [^]*?\n\n/.exec(section("Training"))[0]), about.trainer.params, "trainer");
  check(/`engine\.network\(\{(.*?)\}\)`/.exec(text)[1], about.network.params, "network");
  check(/`split\(\{(.*?)\}\)`/.exec(text)[1], about.split.params, "split");
  assert.ok(checked > 30, `${checked} defaults`);
});

test("engine.md tells every call, and calls it in an example", () => {
  const examples = blocks.join("\n");
  for (const name of Object.keys(calls).map((call) => call.split(".").at(-1))) {
    assert.match(text, new RegExp(`\\b${name}\\(`), `${name}() in engine.md`);
    assert.match(examples, new RegExp(`\\.${name}\\(`), `an example of ${name}()`);
  }
});
