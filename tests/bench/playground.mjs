// The playground in Chromium against its bars: time from link to first picture, CPU time of a frame with every map live,
// how long the largest network leaves input waiting, epochs a second at full speed. Behind a value beyond its bar stands
// "missed"; it ends with 0 all the same, since the times are the machine's, too.
//
// Software rendering is left out of all but the first: where there is no graphics card, Chromium draws with the processor
// and takes from the program what it needs for that. So drawing and clearing do nothing there; all else stays: our own
// program, ImGui's vertices, the upload of vertices and maps. CPU time of a frame is the time that our callback of
// requestAnimationFrame takes. What this machine shows with its own drawing stands below, without a bar.
import { join } from "node:path";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { openBrowser, root } from "../support/chromium.mjs";

const fastest = "playground?speed=max";
const features = ["x1-sq", "x2-sq", "x1x2", "sin-x1", "sin-x2", "cos-x1", "cos-x2"].map((key) => `&${key}=true`).join("");
const largest = `playground?layers=${Array(8).fill("dense:units=64:norm=batch")}${features}&feature=x*y^2`;

const sorted = (values) => values.toSorted((a, b) => a - b);
const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * q))];
const median = (values) => quantile(values, 0.5);

/** @param bar {most} or {least}; none: of interest only */
function report(what, value, unit, { most = Infinity, least = -Infinity } = {}) {
  const bar = most < Infinity ? ` (bar: < ${most})` : least > -Infinity ? ` (bar: >= ${least})` : "";
  console.log(`playground: ${what}${bar},${value.toFixed(1)},${unit}${value >= most || value < least ? " **missed**" : ""}`);
}

/** In the page, before its scripts: times every callback of requestAnimationFrame. */
function watch(draws) {
  globalThis.frames = [];
  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) =>
    request((now) => {
      const start = performance.now();
      callback(now);
      globalThis.frames.push({ start, end: performance.now() });
    });
  if (!draws) for (const call of ["clear", "drawArrays", "drawElements"]) WebGL2RenderingContext.prototype[call] = () => {};
}

const server = createStaticServer(join(root, "dist"));
const site = `http://127.0.0.1:${await listen(server, 0)}/`;
const browser = await openBrowser();

/** Opens a link in a page of its own, hands it to `measure` and closes it. */
async function on(link, { draws = false, scale = 1 }, measure) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: scale });
  const page = await context.newPage();
  await page.addInitScript(watch, draws);
  await page.goto(`${site}#${link}`);
  await page.evaluate(() => downhill.ready);
  const result = await measure(page);
  await context.close();
  return result;
}

const read = (page) => page.evaluate(() => downhill.read());

/** Milliseconds of each frame, while it plays. */
const frameTimes = (page) =>
  page.evaluate(async () => {
    downhill.play();
    await new Promise((done) => setTimeout(done, 500));
    const from = performance.now();
    await new Promise((done) => setTimeout(done, 3000));
    if (!downhill.status().playing) throw new Error("the run came to its end");
    return globalThis.frames.filter(({ start }) => start > from).map(({ start, end }) => end - start);
  });

/** Milliseconds from a press to the end of the first frame that began after it was heard. */
async function waits(page) {
  await page.evaluate(() => {
    globalThis.waits = [];
    const hear = (event) => {
      const heard = performance.now();
      const look = () => {
        const frame = globalThis.frames.find(({ start }) => start >= heard);
        if (frame) globalThis.waits.push(frame.end - event.timeStamp);
        else setTimeout(look, 1);
      };
      look();
    };
    addEventListener("pointerdown", hear, true);
    downhill.play();
  });
  for (let i = 0; i < 60; ++i) {
    await page.mouse.move(1100 + (i % 20), 640);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForTimeout(37);
  }
  const all = await page.evaluate(() => globalThis.waits);
  if (all.length < 30) throw new Error(`only ${all.length} presses were heard`);
  return all;
}

/** Epochs and frames a second, from the second half second on. */
const throughput = (page) =>
  page.evaluate(async () => {
    const now = () => ({ epochs: downhill.read().epoch, frames: downhill.status().frames, time: performance.now() });
    downhill.reset();
    downhill.play();
    await new Promise((done) => setTimeout(done, 500));
    const from = now();
    await new Promise((done) => setTimeout(done, 1500));
    const to = now();
    if (!downhill.status().playing) throw new Error("the run came to its end");
    const a_second = (key) => ((to[key] - from[key]) / (to.time - from.time)) * 1000;
    return { epochs: a_second("epochs"), frames: a_second("frames") };
  });

const first = [];
for (let round = 0; round < 6; ++round)
  first.push(await on("playground?data=xor&layers=dense:units=4", { draws: true }, (page) => page.evaluate(() => performance.getEntriesByName("downhill-ready")[0].startTime)));
report("link to first picture", median(first.slice(1)), "ms", { most: 1000 }); // the first start warms the machine's caches

const side = await on("playground", {}, async (page) => {
  let view;
  do ({ view } = await read(page));
  while (!view.mapIsExact);
  return view.mapPixels;
});
await on("playground", { scale: 512 / side }, async (page) => {
  const times = await frameTimes(page);
  const pixels = (await read(page)).view.mapPixels;
  report("CPU of a frame with every map live and the large one 512 x 512", median(times), "ms", { most: 8 });
  report("pixels to a side of the large map then", pixels, "pixels", { least: 512 });
});
await on(largest, {}, async (page) => report("CPU of a frame of the largest network", median(await frameTimes(page)), "ms"));
await on(largest, {}, async (page) => report("19 of 20 presses on the largest network wait less than", quantile(await waits(page), 0.95), "ms", { most: 100 }));
await on(`${largest}&speed=max`, {}, async (page) => report("the same at full speed", quantile(await waits(page), 0.95), "ms", { most: 100 }));
await on(fastest, {}, async (page) => {
  const { epochs, frames } = await throughput(page);
  report("epochs at full speed", epochs, "epochs/s", { least: 400 * 60 });
  report("frames then", frames, "frames/s");
});

await on(largest, { draws: true }, async (page) => report("19 of 20 presses with this machine's drawing", quantile(await waits(page), 0.95), "ms"));
await on(fastest, { draws: true }, async (page) => {
  const { epochs, frames } = await throughput(page);
  report("epochs at full speed with this machine's drawing", epochs, "epochs/s");
  report("frames then with this machine's drawing", frames, "frames/s");
});
await browser.close();
server.close();
