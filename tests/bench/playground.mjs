// The playground in Chromium, against its bars: time from link to first picture, CPU time of a frame with every map live,
// how long the largest network leaves input waiting, epochs a second at full speed. Behind a value beyond its bar stands
// "missed". Ends with 0 all the same: the times are the machine's, too.
//
// CPU time of a frame is what our callback of requestAnimationFrame takes, measured around it. Drawing and clearing do
// nothing there, so that no card made of software takes part; everything else stays: our own program, ImGui's vertices, the
// upload of vertices and maps. The other values are taken with all the drawing, as a person has it.
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { openBrowser, root } from "../support/chromium.mjs";
import { join } from "node:path";

const units = 64;
const layer = `dense:units=${units}:norm=batch`;
const largest = `playground?layers=${Array(8).fill(layer)}&x1-sq=true&x2-sq=true&x1x2=true&sin-x1=true&sin-x2=true&cos-x1=true&cos-x2=true&feature=x*y^2`;
const bars = {
  "playground, link to first picture": { most: 1000, unit: "ms" },
  "playground, CPU of a frame, default network, 512 x 512 map": { most: 8, unit: "ms" },
  "playground, CPU of a frame, largest network": { unit: "ms" },
  "playground, input waits, largest network": { most: 100, unit: "ms" },
  "playground, epochs at full speed": { least: 400 * 60, unit: "epochs/s" },
  "playground, frames at full speed": { unit: "frames/s" },
};
function report(what, value) {
  const { most = Infinity, least = -Infinity, unit } = bars[what];
  const bar = most < Infinity ? ` (bar: < ${most})` : least > 0 ? ` (bar: >= ${least})` : "";
  const missed = value >= most || value < least ? " **missed**" : "";
  console.log(`"${what}${bar}",${value.toFixed(1)},${unit}${missed}`);
}

const sorted = (values) => values.toSorted((a, b) => a - b);
const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * q))];
const wait = (page, ms) => page.evaluate((time) => new Promise((done) => setTimeout(done, time)), ms);

/** In the page: times every callback of requestAnimationFrame; `idle` takes the drawing out. */
function watch(idle) {
  globalThis.frames = [];
  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) =>
    request((now) => {
      const start = performance.now();
      callback(now);
      globalThis.frames.push({ start, end: performance.now() });
    });
  if (!idle) return;
  for (const call of ["clear", "drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced", "drawRangeElements"])
    WebGL2RenderingContext.prototype[call] = () => {};
}

const server = createStaticServer(join(root, "dist"));
const site = `http://127.0.0.1:${await listen(server, 0)}/`;
const browser = await openBrowser();

/** Opens a link in a page of its own, hands it to `measure` and closes it. */
async function on(link, { idle = false, scale = 1 }, measure) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: scale });
  const page = await context.newPage();
  await page.addInitScript(watch, idle);
  await page.goto(`${site}#${link}`);
  await page.evaluate(() => downhill.ready);
  const result = await measure(page);
  await context.close();
  return result;
}

/** Milliseconds of each frame, while it plays. */
const frameTimes = (page, ms) =>
  page.evaluate(async (time) => {
    downhill.play();
    await new Promise((done) => setTimeout(done, 500));
    const from = performance.now();
    await new Promise((done) => setTimeout(done, time));
    if (!downhill.status().playing) throw new Error("the run came to its end");
    return globalThis.frames.filter(({ start }) => start > from).map(({ start, end }) => end - start);
  }, ms);

const first = [];
for (let round = 0; round < 6; ++round)
  first.push(await on("playground?data=circle&layers=dense:units=4", {}, (page) => page.evaluate(() => downhill.ready.then(() => performance.now()))));
report("playground, link to first picture", quantile(first.slice(1), 0.5)); // the first start warms the machine's caches

/** Once the map is at rest: its pixels to a side. */
async function restingMap(page) {
  for (;;) {
    const { view } = await page.evaluate(() => downhill.read());
    if (view.mapIsExact) return view.mapPixels;
    await wait(page, 50);
  }
}
const side = await on("playground", {}, restingMap);
await on("playground", { idle: true, scale: 512 / side }, async (page) => {
  const times = await frameTimes(page, 3000);
  const { mapPixels, mapIsExact } = (await page.evaluate(() => downhill.read())).view;
  if (mapPixels < 512 || mapIsExact) console.log(`# the live map has ${mapPixels} x ${mapPixels} pixels, not 512 x 512`);
  report("playground, CPU of a frame, default network, 512 x 512 map", quantile(times, 0.5));
});
await on(largest, { idle: true }, async (page) => report("playground, CPU of a frame, largest network", quantile(await frameTimes(page, 3000), 0.5)));

await on(largest, {}, async (page) => {
  await page.evaluate(() => {
    globalThis.waits = [];
    const tell = (event) => {
      const heard = performance.now();
      const look = () => {
        const frame = globalThis.frames.find(({ start }) => start >= heard);
        if (frame) globalThis.waits.push(frame.end - event.timeStamp);
        else setTimeout(look, 1);
      };
      look();
    };
    addEventListener("pointerdown", tell, true);
    downhill.play();
  });
  await wait(page, 500);
  for (let i = 0; i < 40; ++i) {
    await page.mouse.move(1100 + i, 300);
    await page.mouse.down();
    await page.mouse.up();
    await wait(page, 37);
  }
  const waits = await page.evaluate(() => globalThis.waits);
  if (waits.length < 20) throw new Error(`only ${waits.length} clicks were heard`);
  report("playground, input waits, largest network", quantile(waits, 0.95));
});

await on("playground?speed=max", {}, async (page) => {
  const { epochs, frames, seconds } = await page.evaluate(async () => {
    const now = () => ({ epoch: downhill.read().epoch, frame: downhill.status().frames, time: performance.now() });
    downhill.reset();
    downhill.play();
    await new Promise((done) => setTimeout(done, 500));
    const from = now();
    await new Promise((done) => setTimeout(done, 1500));
    const to = now();
    if (!downhill.status().playing) throw new Error("the run came to its end");
    return { epochs: to.epoch - from.epoch, frames: to.frame - from.frame, seconds: (to.time - from.time) / 1000 };
  });
  report("playground, epochs at full speed", epochs / seconds);
  report("playground, frames at full speed", frames / seconds);
});
await browser.close();
server.close();
