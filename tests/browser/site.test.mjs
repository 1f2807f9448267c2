// The site as a whole: offline, previews, gallery and About, and what was published before.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { demosOf, stillsOf } from "../../scripts/site/texts.mjs";
import { desktop, phone, publishedLinks, ready, test, until } from "./harness.mjs";

const offline = { ...desktop, serviceWorkers: "allow" };
const active = (page) => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
const cachesOf = (page) => page.evaluate(() => caches.keys());

test("once opened, the site works without a network: every demo, its jobs, sharing and languages", async (visit) => {
  const page = await visit.open("", offline);
  await until(async () => (await active(page)) === "activated", "the worker");
  await page.context().setOffline(true);
  await page.goto(`${visit.site}?lang=de&compute=workers#trainability?rows=16`);
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await until(() => page.evaluate(() => downhill.status().progress === 1), "its job is done", 40_000);
  await page.locator("#open-share").click();
  await page.locator("#share-code").waitFor();
  await page.goto(`${visit.site}descent.html?ui=minimal`);
  await ready(page);
  assert.equal(await page.evaluate(() => downhill.status().demo), "descent");
  await page.goto(`${visit.site}gallery.html`, { waitUntil: "load" });
  const shown = () => page.evaluate(() => [...document.images].map((one) => (one.loading = "eager") && one.complete && one.naturalWidth > 0));
  await until(async () => (await shown()).length > 20 && (await shown()).every(Boolean), "no still in the gallery is a broken one");
});

test("a new version replaces the old one as a whole and removes what that had kept", async (visit) => {
  const folder = mkdtempSync(join(tmpdir(), "downhill-site-"));
  const server = createStaticServer(folder);
  try {
    cpSync(visit.dist, folder, { recursive: true });
    const site = `http://127.0.0.1:${await listen(server, 0)}/`;
    const page = await visit.blank(offline);
    await page.goto(site);
    await until(async () => (await active(page)) === "activated", "the worker");
    await page.evaluate(() => caches.open("somebody-else"));
    const [first] = (await cachesOf(page)).filter((name) => name.startsWith("downhill-"));
    const worker = readFileSync(join(folder, "offline.js"), "utf8");
    writeFileSync(join(folder, "offline.js"), worker.replace(/VERSION = "\w+"/, 'VERSION = "00000000"'));
    writeFileSync(join(folder, "index.html"), readFileSync(join(folder, "index.html"), "utf8").replace("<title>", "<title>New: "));
    await page.goto(site);
    assert.doesNotMatch(await page.content(), /<title>New/, "still the old version, as a whole");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await until(() => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration()).waiting), "the new one waits");
    await page.goto("about:blank"); // no page of the old version is open any more
    await page.waitForTimeout(500);
    await page.goto(site);
    await until(async () => String(await cachesOf(page)) === "somebody-else,downhill-/-00000000" || String(await cachesOf(page)) === "downhill-/-00000000,somebody-else", `only the new one is kept, not ${first}`);
    await page.reload();
    await until(async () => /<title>New/.test(await (await page.request.get(site)).text()), "the new page");
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  }
});

test("on a host that redirects valley.html to /valley a second visit works, too", async (visit) => {
  const files = createStaticServer(visit.dist);
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, "http://host");
    if (pathname.endsWith(".html")) return response.writeHead(301, { Location: pathname.replace(/(index)?\.html$/, "") + search }).end();
    if (pathname !== "/" && !extname(pathname)) request.url = `${pathname}.html${search}`;
    files.emit("request", request, response);
  });
  try {
    const site = `http://127.0.0.1:${await listen(server, 0)}/`;
    const page = await visit.blank(offline);
    await page.goto(site);
    await until(async () => (await active(page)) === "activated", "the worker");
    for (const path of ["", "descent.html"]) {
      await page.goto(site + path);
      await ready(page);
      assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller), `${path} comes from the worker`);
    }
    assert.equal(await page.evaluate(() => downhill.status().demo), "descent");
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("two copies on one origin keep apart what they keep", async (visit) => {
  const page = await visit.open("", offline);
  await until(async () => (await active(page)) === "activated", "the worker of the first");
  await page.goto(`${visit.site}some/folder/`);
  await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).filter(({ active }) => active?.state === "activated").length === 2), "that of the second");
  const names = await cachesOf(page);
  assert.deepEqual(names.map((name) => name.replace(/-\w+$/, "")).sort(), ["downhill-/", "downhill-/some/folder/"]);
  await page.context().setOffline(true);
  for (const address of [visit.site, `${visit.site}some/folder/`]) {
    await page.goto(address);
    await ready(page);
  }
});

test("from a double click the gallery's links open their demos, in the theme that was chosen", async (visit) => {
  visit.expectTrouble(/CORS|Failed to load|ERR_FAILED|file:/); // of the page that goes on as the single file
  const page = await visit.blank();
  await page.goto(`${pathToFileURL(join(visit.dist, "gallery.html"))}?theme=dark`);
  assert.equal(await page.locator("source[media]").first().getAttribute("media"), "all", "pictures of the theme");
  for (const address of await page.locator("a").evaluateAll((all) => all.map((a) => a.href))) assert.match(address, /\.html(#|$)/, "a file, no folder");
  await page.locator('a[href="index.html#descent?lr=0.0255"]').click();
  await page.waitForURL(/downhill\.html#descent\?lr=0\.0255$/);
  await ready(page);
});

test("the site can be installed", async (visit) => {
  const manifest = JSON.parse(readFileSync(join(visit.dist, "downhill.webmanifest"), "utf8"));
  for (const { src } of manifest.icons) assert.ok(existsSync(join(visit.dist, src)), src);
  const page = await visit.open("", offline);
  const session = await page.context().newCDPSession(page);
  await until(async () => (await active(page)) === "activated", "the worker");
  assert.deepEqual((await session.send("Page.getAppManifest")).errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  const inherent = ["in-incognito"]; // a test's window is one
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => !inherent.includes(id)), []);
});

test("every demo and every run that the page proposes has its stills", ({ dist }) => {
  const stills = stillsOf(demosOf(readFileSync(join(dist, "index.html"), "utf8")));
  assert.ok(stills.length > 25);
  for (const { name } of stills) {
    const [png, light, dark] = [".png", ".webp", "-dark.webp"].map((ending) => readFileSync(join(dist, "posters", name + ending)));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 675], name);
    for (const webp of [light, dark]) assert.equal(webp.toString("latin1", 8, 12), "WEBP", name);
    assert.ok(light.length > 4000 && !light.equals(dark), `${name} shows something`);
  }
});

test("each demo's page has its own preview, absolute where the build knows the address", ({ root, dist }) => {
  const demos = demosOf(readFileSync(join(dist, "index.html"), "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "downhill-site-"));
  try {
    const wrong = spawnSync(process.execPath, [join(root, "scripts/package.mjs"), "--out", folder, "--url", "example.org"], { encoding: "utf8" });
    assert.match(wrong.stderr, /needs an address like https/);
    const run = spawnSync(process.execPath, [join(root, "scripts/package.mjs"), "--out", folder, "--url", "https://example.org/downhill"], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    assert.match(readFileSync(join(folder, "index.html"), "utf8"), /property="og:image" content="https:\/\/example\.org\/downhill\/posters\/valley\.png"/);
    for (const { key, question } of demos) {
      const html = readFileSync(join(folder, `${key}.html`), "utf8");
      const tag = (name) => new RegExp(`<meta property="${name}" content="([^"]*)"`).exec(html)?.[1];
      assert.ok(tag("og:title").includes(question), key);
      assert.equal(tag("og:image"), `https://example.org/downhill/posters/${key}.png`);
      assert.equal(tag("og:url"), `https://example.org/downhill/${key}.html`);
      for (const name of ["type", "title", "image", "url"]) assert.equal(html.split(`property="og:${name}"`).length, 2, `${key}: ${name}`);
      const oembed = /type="application\/json\+oembed" href="https:\/\/example\.org\/downhill\/([^"]*)"/.exec(html)[1];
      const card = JSON.parse(readFileSync(join(folder, oembed), "utf8"));
      assert.deepEqual([card.version, card.type, card.thumbnail_url], ["1.0", "rich", tag("og:image")]);
      assert.match(card.html, new RegExp(`^<iframe src="https://example.org/downhill/${key}\\.html\\?ui=minimal#${key}"`));
      assert.equal(existsSync(join(dist, oembed)), Boolean(process.env.SITE_URL));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a demo's own page opens it, shows its text without scripts, and shares its address", async (visit) => {
  const page = await visit.open("race.html");
  assert.equal(await page.evaluate(() => downhill.status().demo), "race");
  const plain = await visit.blank({ ...desktop, javaScriptEnabled: false });
  await plain.goto(`${visit.site}race.html`);
  assert.equal(await plain.locator("h2:visible").first().textContent(), "Which optimizer is better, really?");
  assert.ok((await plain.locator("noscript img, .message img").first().getAttribute("src")).includes("race"));
});

test("the gallery shows every demo with question, picture, slide and links that open", async (visit) => {
  for (const settings of [desktop, phone]) {
    const page = await visit.blank(settings);
    await page.goto(`${visit.site}gallery.html`);
    const slide = ({ slides }) => Number(slides.split(",")[0]);
    const demos = demosOf(readFileSync(join(visit.dist, "index.html"), "utf8")).sort((a, b) => slide(a) - slide(b));
    assert.deepEqual(await page.locator(".entry h2").allTextContents(), demos.map(({ question }) => question));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    for (const image of await page.locator("img").all()) {
      await image.scrollIntoViewIfNeeded();
      await until(() => image.evaluate((one) => one.complete && one.naturalWidth === 1200), "its picture");
    }
    if (settings === phone) continue;
    await page.locator('a[href="index.html#descent?lr=0.0255"]').click();
    await page.waitForURL(/#descent/);
    await ready(page);
    assert.equal(await page.evaluate(() => downhill.link()), "descent?lr=0.0255");
  }
});

test("the About tells version, licences, privacy and how it was checked", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}about.html`);
  const words = await page.locator("main").innerText();
  assert.match(words, /Version\s+\d+\.\d+/);
  assert.match(words, /Nothing leaves the page/);
  for (const address of await page.locator("main a").evaluateAll((all) => all.map((a) => a.href))) assert.equal((await page.request.get(address)).status(), 200, address);
  const rows = await page.locator(".numbers tbody tr").count();
  assert.ok(rows >= 60, `${rows} rows of the table that the tests made`);
});

test("links of every release open what they opened then", async (visit) => {
  const links = publishedLinks(visit.root);
  const page = await visit.open();
  const demos = await page.evaluate(() => downhill.demos().map(({ key }) => key));
  assert.deepEqual(links.filter(({ link }) => !demos.includes(/^\w+/.exec(link)[0])), [], "demos stay");
  for (const { file, link, step, hash } of links) {
    const now = await page.evaluate(
      async ([link, step]) => {
        const { rejected } = downhill.open(link);
        downhill.seek(step);
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
        return { rejected, hash: downhill.status().hash, step: downhill.status().step };
      },
      [link, step],
    );
    assert.deepEqual(now, { rejected: [], hash, step }, `${file}: ${link}`);
  }
});
