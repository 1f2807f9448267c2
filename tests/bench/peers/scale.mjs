#!/usr/bin/env node
// tests/bench/peers/scale.mjs [--rounds N] [--engine DIR] [--out DIR] [--into FILE]: what a training step costs our engine against the
// number of parameters (10^2 to 10^6) and of samples (10^2 to 10^5), in a headless Chromium page. scripts/bench --scale runs this.
//
//   --rounds N    each size has N turns, by default 9
//   --engine DIR  where engine.mjs is, by default dist
//   --out DIR     writes scale.md there, by default build/bench
//   --into FILE   puts the tables between <!-- scale --> and <!-- /scale --> of this file, too
//
// The growth is the slope of log(time) over log(size) between neighbours and over all: 1 is linear. It ends with 1 where
// it exceeds 1.15 over all sizes.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../../scripts/cli.mjs";
import { root } from "../../support/chromium.mjs";
import { openPage } from "./open.mjs";
import { machine, quantile, replaceBlock } from "./table.mjs";
import { countOf } from "./works.mjs";

const { values } = command(import.meta.url, { rounds: "9", engine: join(root, "dist"), out: join(root, "build/bench"), into: "" });
const most = 1.15;

const network = (sizes, batch, samples = batch) => ({ sizes, batch, samples });
const series = [
  {
    title: "One step of SGD, batch 32, 2-n-n-1 tanh: parameters",
    what: "parameters",
    points: [8, 30, 98, 315, 998].map((n) => ({ size: countOf([2, n, n, 1]), ...network([2, n, n, 1], 32) })),
  },
  {
    title: "One step of SGD on a full batch, 2-8-8-1 tanh: samples",
    what: "samples",
    points: [100, 1000, 10_000, 100_000].map((samples) => ({ size: samples, ...network([2, 8, 8, 1], samples) })),
  },
];

/** Slope of the line through (log size, log time) by least squares. */
function growth(points) {
  const [xs, ys] = [points.map(({ size }) => Math.log(size)), points.map(({ ms }) => Math.log(ms))];
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

const { call, close, version } = await openPage({ contestants: ["ours", "plain"], engine: values.engine });
const lines = [`Measured ${new Date().toISOString().slice(0, 10)} with \`scripts/bench --scale\` on ${machine()}, headless Chromium ${version}, one thread.`];
let linear = true;
try {
  await call("load", ["ours"]);
  for (const { title, what, points } of series) {
    const times = await call("scale", points, { rounds: Number(values.rounds), warm: 300, sample: 40 });
    const seen = points.map((point, i) => ({ size: point.size, ms: quantile(times[i], 0.5) }));
    lines.push("", `${title}`, "", `| ${what} | microseconds a step | nanoseconds each | growth from the row above |`, "| --- | --- | --- | --- |");
    seen.forEach(({ size, ms }, i) => {
      const slope = i ? growth(seen.slice(i - 1, i + 1)).toFixed(2) : "";
      lines.push(`| ${size.toLocaleString("en")} | ${(1000 * ms).toPrecision(3)} | ${((1e6 * ms) / size).toPrecision(3)} | ${slope} |`);
    });
    const all = growth(seen);
    linear &&= all <= most;
    lines.push("", `Fitted over all rows: time grows with ${what} to the power of ${all.toFixed(2)} (bar: at most ${most}).`);
  }
} finally {
  await close();
}
mkdirSync(values.out, { recursive: true });
const text = `${lines.join("\n")}\n`;
writeFileSync(join(values.out, "scale.md"), text);
if (values.into) replaceBlock(values.into, "scale", text);
console.log(text);
process.exit(linear ? 0 : 1);
