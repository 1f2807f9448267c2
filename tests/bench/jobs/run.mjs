#!/usr/bin/env node
// tests/bench/jobs/run.mjs [--dist DIR] [--rounds N] [--only TEXT] [--into FILE]: the jobs on every runner, in one page, interleaved; a table in
// Markdown. The last line says which bars were missed; then it fails.
//
//   --rounds N   measurements of each, of which the median counts; by default 5
//   --only TEXT  rows whose name contains it
//   --into FILE  puts the table between <!-- jobs --> and <!-- /jobs --> of this file, too
//
// CHROMIUM names the browser; what it is given beside the usual flags stands in CHROMIUM_FLAGS (a real card: --use-angle=vulkan
// --enable-features=Vulkan).
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "../../../scripts/cli.mjs";
import { createStaticServer, listen } from "../../../scripts/serve.mjs";
import { replaceBlock } from "../peers/table.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const npm = process.env.DOWNHILL_NPM || join(root, "build/deps/npm");
const { dist, rounds, only, into } = command(import.meta.url, { dist: join(root, "dist"), rounds: "5", only: "", into: "" }).values;

const server = createStaticServer(dist, { mounts: { "/pages/": join(root, "tests/browser/pages"), "/some/folder/": dist, "/source/": root } });
const port = await listen(server, 0);
const { chromium } = createRequire(join(npm, "node_modules/"))("playwright-core");
const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
const flags = ["--no-sandbox", "--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", ...(process.env.CHROMIUM_FLAGS ?? "").split(" ").filter(Boolean)];
const browser = await chromium.launch({ executablePath, args: flags });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${port}/pages/engine.html`);
const { adapter, rows } = await page.evaluate(async ([rounds, only]) => (await import("/source/tests/bench/jobs/page.mjs")).measure(rounds, only), [Number(rounds), only]);
await browser.close();
server.close();

const version = execFileSync(executablePath, ["--version"], { stdio: ["ignore", "pipe", "ignore"] }).toString().trim().split(" built")[0];
const cell = (value, digits = 0) => (value ? value.toFixed(digits) : "–");
const lines = [
  `Measured ${new Date().toISOString().slice(0, 10)} with \`scripts/bench --jobs\` on ${cpus()[0].model}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}, ${version}, WebGPU adapter ${adapter}, median of ${rounds} rounds.`,
  "",
  "| job | picture | GFLOP | this thread, ms | workers against it | WebGPU, ms | GFLOP/s | of the adapter's peak |",
  "| --- | --- | --- | --- | --- | --- | --- | --- |",
];
const missed = [];
for (const { name, size, gflop, cpu, workers, webgpu, peak, bars } of rows) {
  const rate = webgpu && gflop / (webgpu / 1000);
  const share = webgpu && rate / peak;
  lines.push(`| ${name} | ${size} | ${gflop.toFixed(2)} | ${cell(cpu)} | ${cell(cpu / workers, 2)} | ${cell(webgpu)} | ${cell(rate, 2)} | ${share ? `${cell(100 * share)} %` : "–"} |`);
  const bar = (met, said) => met || missed.push(`${name}: ${said}`);
  if (bars.workers) bar(cpu / workers >= bars.workers, `workers are ${cell(cpu / workers, 2)} times as fast as this thread, the bar is ${bars.workers}`);
  if (bars.cpu) bar(cpu <= bars.cpu, `${cell(cpu)} ms on this thread, the bar is ${bars.cpu}`);
  if (bars.share && webgpu) bar(share >= bars.share, `${cell(100 * share)} % of the adapter's peak, the bar is ${100 * bars.share} %`);
}
lines.push("", missed.length ? `Missed: ${missed.join("; ")}.` : "Every bar met.");
console.log(lines.join("\n"));
if (into) replaceBlock(into, "jobs", lines.join("\n"));
process.exit(missed.length ? 1 : 0);
