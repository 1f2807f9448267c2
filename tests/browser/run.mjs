#!/usr/bin/env node
// tests/browser/run.mjs [--only TEXT] [--dist DIR]: the page in Chromium, against the built site.
//
//   --only TEXT  only tests whose claim or file contains it
//   --dist DIR   by default dist
//
// CHROMIUM names the browser, DOWNHILL_NPM the folder whose node_modules holds playwright-core and axe-core.
// Screenshots go to build/shots/. The last line is `N passed, N failed`.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "../../scripts/cli.mjs";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { tests, Visit } from "./harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const limit = 120_000; // for one test
const flags = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--enable-unsafe-webgpu", "--enable-unsafe-swiftshader",
  "--max-active-webgl-contexts=8", // as on a phone
];

function fail(sentence) {
  console.log(`browser tests: ${sentence}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

/** Runs one test. @returns what went wrong, or nothing */
async function attempt({ run }, browser, place) {
  const visit = new Visit(browser, place);
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`not done after ${limit / 1000} s`)), limit)));
  try {
    await Promise.race([run(visit), late]);
    const unexpected = visit.unexpected();
    if (unexpected.length) throw new Error(`trouble in the page:\n${unexpected.join("\n")}`);
    return null;
  } catch (error) {
    return [error.stack ?? String(error), ...visit.unexpected()].join("\n");
  } finally {
    clearTimeout(timer);
    await visit.close().catch(() => {});
  }
}

const { only, dist } = command(import.meta.url, { only: "", dist: join(root, "dist") }).values;
const chromium = process.env.CHROMIUM || "/usr/bin/chromium";
const npm = process.env.DOWNHILL_NPM || join(root, "build/deps/npm");
if (!existsSync(chromium)) fail(`there is no browser at ${chromium}: run scripts/setup --test, or name one in CHROMIUM`);
if (!existsSync(join(npm, "node_modules/playwright-core"))) fail(`there is no playwright-core in ${npm}: run scripts/setup`);
if (!existsSync(join(dist, "index.html"))) fail(`there is no site in ${dist}: run scripts/build web`);

for (const file of readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort()) {
  const before = tests.length;
  await import(`./${file}`);
  for (const one of tests.slice(before)) one.file = file;
}
const chosen = tests.filter(({ claim, file }) => claim.includes(only) || file.includes(only));

const mounts = { "/pages/": join(here, "pages"), "/npm/": join(npm, "node_modules"), "/some/folder/": dist, "/source/": root };
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; require-trusted-types-for 'script'";
const headers = (path) => (path.startsWith("/pages/strict") ? { "Content-Security-Policy": strict } : {});
const server = createStaticServer(dist, { mounts, headers });
const open = createStaticServer(dist, { headers: () => ({ "Access-Control-Allow-Origin": "*" }) }); // as GitHub Pages does
const [port, openPort] = [await listen(server, 0), await listen(open, 0)];
const { chromium: launcher } = createRequire(join(npm, "node_modules/"))("playwright-core");
const browser = await launcher.launch({ executablePath: chromium, args: flags }).catch((error) => fail(`the browser did not start: ${error.message}`));
const place = { site: `http://127.0.0.1:${port}/`, other: `http://127.0.0.1:${openPort}/`, dist, root, npm };

let failed = 0;
let file = "";
for (const one of chosen) {
  if (one.file !== file) console.log(`${(file = one.file)}`);
  const start = performance.now();
  const wrong = await attempt(one, browser, place);
  const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(`  ${wrong ? "FAILED" : "ok    "} ${one.claim} (${took})`);
  if (wrong) {
    failed += 1;
    console.log(wrong.replace(/^/gm, "         "));
  }
}
await browser.close();
server.close();
open.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed || !chosen.length ? 1 : 0);
