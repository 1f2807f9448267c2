#!/usr/bin/env node
// tests/browser/firefox.mjs [--dist DIR]: the page in Firefox, against the built site: what a person needs, not everything that Chromium
// is asked.
//
// FIREFOX names the browser, DOWNHILL_FIREFOX the folder whose node_modules holds puppeteer-core. WebGL 2 needs a screen: without one,
// run it under xvfb-run. The last line is `N passed, N failed`.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { command } from "../../scripts/cli.mjs";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { publishedLinks, until } from "./harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const { values, fail } = command(import.meta.url, { dist: join(root, "dist") });
const executablePath = process.env.FIREFOX || "/usr/bin/firefox-esr";
const packages = process.env.DOWNHILL_FIREFOX || join(root, "build/deps/firefox");
if (!existsSync(executablePath)) fail(`there is no browser at ${executablePath}: run scripts/setup --firefox, or name one in FIREFOX`);
const { default: puppeteer } = await import(pathToFileURL(createRequire(join(packages, "node_modules/")).resolve("puppeteer-core")).href);

const mounts = { "/pages/": join(here, "pages"), "/npm/": join(root, "build/deps/npm/node_modules"), "/some/folder/": values.dist };
const server = createStaticServer(values.dist, { mounts });
const site = `http://127.0.0.1:${await listen(server, 0)}/`;
const browser = await puppeteer.launch({
  browser: "firefox", executablePath, headless: false,
  extraPrefsFirefox: { "webgl.force-enabled": true, "gfx.webrender.software": true, "webgl.max-warnings-per-context": 0 },
});

let trouble = [];
async function open(path) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.on("console", (message) => message.type() === "error" && trouble.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`page: ${error.stack ?? error}`));
  await page.goto(path.startsWith("file:") ? path : site + path);
  return page;
}
const ready = (page) => page.evaluate(() => downhill.ready.then(() => true));
const finished = (page) => until(() => page.evaluate(() => downhill.status().progress === 1), "its job is done", 60_000);

const tests = {
  "every demo shows its picture": async () => {
    const page = await open("?theme=light");
    await ready(page);
    for (const demo of await page.evaluate(() => downhill.demos().map(({ key }) => key))) {
      await page.evaluate((demo) => void downhill.open(demo), demo);
      await finished(page);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const colors = await page.evaluate(async () => {
        const bitmap = await createImageBitmap(await downhill.picture());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        return new Set(Array.from({ length: 5000 }, (_, i) => data.slice(i * 400, i * 400 + 3).join())).size;
      });
      assert.ok(colors > 30, `${demo}: ${colors} colours`);
      mkdirSync(join(root, "build/shots"), { recursive: true });
      await page.screenshot({ path: join(root, `build/shots/${demo}-firefox.png`) });
    }
  },
  "every published link gives the same bits as in Chromium": async () => {
    const page = await open("");
    await ready(page);
    for (const { link, step, hash } of publishedLinks(root)) {
      const now = await page.evaluate(
        async (link, step) => {
          const { rejected } = downhill.open(link);
          downhill.seek(step);
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
          return { rejected, hash: downhill.status().hash, step: downhill.status().step };
        },
        link,
        step,
      );
      assert.deepEqual(now, { rejected: [], hash, step }, link);
    }
  },
  "it plays, pauses and is driven by keys": async () => {
    const page = await open("#valley");
    await ready(page);
    await page.focus("#canvas");
    const { step } = await page.evaluate(() => downhill.status());
    await page.keyboard.press(" ");
    await until(() => page.evaluate((step) => downhill.status().step > step, step), "it plays");
    await page.keyboard.press(" ");
    await until(() => page.evaluate(() => !downhill.status().playing), "it pauses");
    await page.keyboard.press("Home");
    await until(() => page.evaluate(() => downhill.status().step === 0), "Home");
  },
  "jobs run in workers": async () => {
    const page = await open("?compute=workers#trainability?rows=16");
    await ready(page);
    await finished(page);
    assert.equal(await page.evaluate(() => downhill.status().runner), "workers");
  },
  "elements on a page with a strict policy run, and come back as they were": async () => {
    const page = await open("pages/strict.html");
    const result = await page.evaluate(async () => {
      await customElements.whenDefined("downhill-demo");
      const demo = document.getElementById("one");
      await demo.seek(17);
      const before = await demo.status();
      await demo.park();
      const after = await demo.status();
      return { same: before.hash === after.hash, step: after.step, link: await demo.link() };
    });
    assert.deepEqual(result, { same: true, step: 17, link: "valley?kappa=300" });
  },
  "a deck starts, stops and drives its demos": async () => {
    const page = await open("pages/deck.html");
    await page.waitForFunction(() => window.started?.then(() => true));
    const status = () => page.evaluate(() => document.querySelector("#driven downhill-demo").status());
    await page.evaluate(() => void deck.slide(1));
    await until(async () => (await status()).playing, "its slide starts it", 30_000);
    for (let i = 0; i < 2; ++i) await page.evaluate(() => (deck.next(), Downhill.settled()));
    assert.equal((await status()).step, 40);
    await page.evaluate(() => void deck.slide(0));
    await until(async () => !(await status()).playing, "it stops with its slide");
  },
  "the single file opens from a folder": async () => {
    const page = await open(`${pathToFileURL(join(values.dist, "downhill.html"))}#descent`);
    await ready(page);
    assert.equal(await page.evaluate(() => downhill.link()), "descent");
  },
  "German, sharing, gallery": async () => {
    const page = await open("?lang=de");
    await ready(page);
    await page.click("#open-share");
    await page.waitForSelector("#share-code");
    assert.match(await page.$eval("#share-title", (title) => title.textContent), /teilen/);
    const gallery = await open("gallery.html");
    assert.equal(await gallery.$$eval(".entry", (all) => all.length), 7);
  },
};

let failed = 0;
console.log(await browser.version());
for (const [claim, run] of Object.entries(tests)) {
  trouble = [];
  const start = performance.now();
  const wrong = await run().then(
    () => (trouble.length ? `trouble in the page:\n${trouble.join("\n")}` : null),
    (error) => [error.stack, ...trouble].join("\n"),
  );
  console.log(`  ${wrong ? "FAILED" : "ok    "} ${claim} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (wrong) {
    failed += 1;
    console.log(wrong.replace(/^/gm, "         "));
  }
  for (const page of (await browser.pages()).slice(1)) await page.close();
}
await browser.close();
server.close();
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
