#!/usr/bin/env node
// tests/browser/links.mjs: when a version is released, writes links/VERSION.json: one row per demo and per run that the page or an
// experiment proposes, with the hash of its state. From then on a test keeps each of them as it is.
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "../../scripts/cli.mjs";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { version } from "../../scripts/version.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { fail } = command(import.meta.url, {});
const file = join(root, `tests/browser/links/${version}.json`);
if (existsSync(file)) fail(`${file} is there: what was published stays as it is. A new release has a new version in CMakeLists.txt.`);

const { chromium } = createRequire(join(process.env.DOWNHILL_NPM ?? join(root, "build/deps/npm"), "node_modules/"))("playwright-core");
const server = createStaticServer(join(root, "dist"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--enable-unsafe-swiftshader"] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${await listen(server, 0)}/`);
const rows = await page.evaluate(async () => {
  await downhill.ready;
  const links = new Set();
  for (const { key } of downhill.demos()) {
    links.add(key);
    for (const a of document.querySelectorAll(`.about[data-of=${key}] a[href^="#"]`)) links.add(a.getAttribute("href").slice(1));
    downhill.open(key);
    for (const { key: setup } of downhill.actions().filter((one) => one.setup)) {
      downhill.open(key);
      downhill.act(setup);
      links.add(downhill.link());
    }
  }
  const rows = [];
  for (const link of links) {
    downhill.open(link);
    downhill.seek(20);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
    rows.push({ link, step: downhill.status().step, hash: downhill.status().hash });
  }
  return rows;
});
writeFileSync(file, `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
console.log(`${rows.length} links of ${version}`);
await browser.close();
server.close();
