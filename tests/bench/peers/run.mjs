#!/usr/bin/env node
// tests/bench/peers/run.mjs [--only W3] [--with KEYS] [--rounds N] [--engine DIR] [--out DIR] [--into FILE]: our
// engine against other libraries, in one headless Chromium page on one thread. scripts/bench --peers sets up what is missing and runs this.
//
//   --only W3     this work only (several: W1,W3), by default all of works.mjs
//   --with KEYS   these contestants only, out of ours, plain, tfjs, jax, onnx, onnx_rows, convnet, peak
//   --rounds N    each has N turns, by default 15
//   --engine DIR  where engine.mjs is, by default dist
//   --out DIR     writes table.md and table.csv there, by default build/bench
//   --into FILE   puts the table between <!-- peers --> and <!-- /peers --> of this file, too
//
// To try a kernel: build and package the engine, then `node tests/bench/peers/run.mjs --only W2 --with ours,onnx --rounds 5`.
//
// First each contestant's numbers are compared with the plain loop's, then all are timed in turn. Prints the table in
// Markdown and ends with 1 if numbers differ or a bar is missed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../../scripts/cli.mjs";
import { root } from "../../support/chromium.mjs";
import { openPage } from "./open.mjs";
import { csv, judge, markdown, replaceBlock } from "./table.mjs";
import { works } from "./works.mjs";

const { values, fail } = command(import.meta.url, { only: "", with: "", rounds: "15", engine: join(root, "dist"), out: join(root, "build/bench"), into: "" });
const timing = { rounds: Number(values.rounds), warm: 3000, sample: 40 }; // ms; the page's clock ticks every 0.1 ms

const chosen = values.only ? values.only.split(",").map((key) => works.find((one) => one.key === key) ?? fail(`there is no work "${key}"`)) : works;
const allowed = values.with && values.with.split(",");
const contestantsOf = ({ bars, also = [] }) => [...new Set(["ours", ...bars.map((bar) => bar.against), ...also])].filter((key) => !allowed || allowed.includes(key));
const used = [...new Set(["plain", ...chosen.flatMap(contestantsOf)])];

const { call, close, version } = await openPage({ contestants: used, engine: values.engine }).catch((error) => fail(error.message));
const results = [];
try {
  const names = await call("load", used);
  for (const work of chosen) {
    const keys = contestantsOf(work);
    const differences = await call("check", work.key, keys);
    const times = await call("measure", work.key, keys, timing);
    const result = judge(work, { names, differences, times });
    results.push(result);
    console.log(result.lines.join("\n"));
  }
} finally {
  await close();
}

mkdirSync(values.out, { recursive: true });
const asked = ["only", "with"].filter((name) => values[name]).map((name) => ` --${name} ${values[name]}`);
const table = markdown(results, { version, command: `scripts/bench --peers --rounds ${values.rounds}${asked.join("")}` });
writeFileSync(join(values.out, "table.md"), table);
writeFileSync(join(values.out, "table.csv"), csv(results));
if (values.into) replaceBlock(values.into, "peers", table);
console.log(`\n${table}`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
