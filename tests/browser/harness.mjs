/**
 * What every browser test uses. A test is a claim and a function; it gets a `Visit`, which opens pages and watches them:
 * an error in the console, a breach of the page's policy or a request to anywhere else fails the test, unless the test
 * says `visit.expectTrouble(pattern)` first.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const tests = [];

/** @param run async (visit) => ... */
export function test(claim, run) {
  tests.push({ claim, run });
}

/** Waits until `look()` is truthy and returns it. */
export async function until(look, what, limit = 15_000) {
  const end = performance.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`waited ${limit} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const projector = { viewport: { width: 1920, height: 1080 } };

export class Visit {
  #browser;
  #contexts = [];
  #expected = [];
  trouble = [];

  /** @param place {site, other}: addresses of the built site on two origins; {dist, root, npm}: folders of it, of the source and of npm */
  constructor(browser, place) {
    this.#browser = browser;
    Object.assign(this, place);
  }

  /** This message is what the test is about. */
  expectTrouble(pattern) {
    this.#expected.push(pattern);
  }

  unexpected() {
    return this.trouble.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
  }

  /** A new page, nothing loaded; `before` runs inside each document before its scripts. */
  async blank(settings = desktop, before = null) {
    const context = await this.#browser.newContext({ colorScheme: "light", serviceWorkers: "block", ...settings });
    this.#contexts.push(context);
    const page = await context.newPage();
    if (before) await page.addInitScript(before);
    page.on("console", (message) => message.type() === "error" && this.trouble.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => this.trouble.push(`page: ${error.stack ?? error.message}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (!["data:", "blob:", "file:"].includes(protocol) && hostname !== "127.0.0.1") this.trouble.push(`request: ${request.url()}`);
    });
    return page;
  }

  /** The page at `path` of the site, with its first picture drawn. */
  async open(path = "", settings = desktop, before = null) {
    const page = await this.blank(settings, before);
    await page.goto(this.site + path);
    await ready(page);
    return page;
  }

  async close() {
    for (const context of this.#contexts) await context.close();
  }
}

export const ready = (frame) => frame.evaluate(() => downhill.ready);

/** The rejected keys that the page has told so far are shown in its notice. */
export const noticeOf = (page) => page.locator("#notices").innerText();

/** The number of frames drawn, once it has stood still for a while and no job is under way. */
export async function settledFrames(page) {
  let last = -1;
  return until(async () => {
    await page.waitForTimeout(250);
    const { frames, progress } = await page.evaluate(() => downhill.status());
    const settled = frames === last && progress === 1;
    last = frames;
    return settled && frames;
  }, "frames stop while nothing changes");
}

/** The picture as a short text, to be compared. */
export const pictureOf = (page) =>
  page.evaluate(async () => new Uint8Array(await crypto.subtle.digest("SHA-256", await (await downhill.picture()).arrayBuffer())).join());

/** The picture as pixels: {width, height, at(x, y) -> [r, g, b]} in device pixels. */
export async function pixelsOf(page) {
  const { width, height, data } = await page.evaluate(async () => {
    const bitmap = await createImageBitmap(await downhill.picture());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let text = "";
    for (let i = 0; i < pixels.length; i += 8192) text += String.fromCharCode(...pixels.subarray(i, i + 8192));
    return { width: bitmap.width, height: bitmap.height, data: btoa(text) };
  });
  const bytes = Buffer.from(data, "base64");
  return { width, height, bytes, at: (x, y) => [...bytes.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)] };
}

/** The keys of all demos. */
export const demosOf = async (visit) => (await visit.open()).evaluate(() => downhill.demos().map(({ key }) => key));

/** To run before a page's own scripts: remembers the WebAssembly modules of its thread, for moduleBytes. */
export function watchModules() {
  globalThis.modules = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const started = await start.apply(WebAssembly, given);
      modules.push((started.instance ?? started).exports);
      return started;
    };
  }
}

/** How much memory each of them has. */
export const moduleBytes = (page) =>
  page.evaluate(() => modules.map((exports) => Object.values(exports).find((one) => one instanceof WebAssembly.Memory)?.buffer.byteLength ?? 0));

/** The links of all releases (links.mjs): {file, link, step, hash}, each with what it had then. */
export function publishedLinks(root) {
  const folder = join(root, "tests/browser/links");
  return readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")).map((row) => ({ file, ...row })));
}
