#!/usr/bin/env node
// tests/bench/jobs/run.mjs [--dist DIR] [--rounds N] [--only TEXT]: the jobs on every runner, in one page, interleaved; a table in
// Markdown. The last line says which bars were missed; then it fails.
//
//   --rounds N   measurements of each, of which the median counts; by default 5
//   --only TEXT  rows whose name contains it
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

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const npm = process.env.DOWNHILL_NPM || join(root, "build/deps/npm");
const { dist, rounds, only } = command(import.meta.url, { dist: join(root, "dist"), rounds: "5", only: "" }).values;

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

const load = loadavg()[0].toFixed(1);
const version = execFileSync(executablePath, ["--version"], { stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
console.log(`${new Date().toISOString().slice(0, 16)}Z, ${cpus()[0].model}, ${availableParallelism()} cores, load ${load}, ${version}, adapter ${adapter}, median of ${rounds}\n`);
console.log("| job | picture | GFLOP | cpu ms | workers / cpu | webgpu ms | webgpu GFLOP/s | of the adapter's peak |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
const missed = [];
const bar = (name, met, said) => met || missed.push(`${name}: ${said}`);
for (const row of rows) {
  const { name, size, gflop, cpu, workers, webgpu, peak, bars } = row;
  const rate = webgpu && gflop / (webgpu / 1000);
  const share = webgpu && rate / peak;
  const cell = (value, digits = 0) => (value ? value.toFixed(digits) : "–");
  console.log(`| ${name} | ${size} | ${gflop.toFixed(2)} | ${cell(cpu)} | ${cell(cpu / workers, 2)} | ${cell(webgpu)} | ${cell(rate, 2)} | ${share ? `${(100 * share).toFixed(0)} %` : "–"} |`);
  if (bars.workers) bar(name, cpu / workers >= bars.workers, `workers are ${cell(cpu / workers, 2)} times as fast as this thread, the bar is ${bars.workers}`);
  if (bars.cpu) bar(name, cpu <= bars.cpu, `${cell(cpu)} ms on the CPU, the bar is ${bars.cpu}`);
  if (bars.share && webgpu) bar(name, share >= bars.share, `${cell(100 * share)} % of the adapter's peak, the bar is ${100 * bars.share} %`);
}
console.log(missed.length ? `\nmissed: ${missed.join("; ")}` : "\nevery bar met");
process.exit(missed.length ? 1 : 0);
