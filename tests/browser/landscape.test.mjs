// The loss landscape on the page: what its pixels say, what the edge of stability shows, and what a learner does with it.
import assert from "node:assert/strict";
import { pixelsOf, settledFrames, test, until } from "./harness.mjs";

const finished = (page) => until(() => page.evaluate(() => downhill.status().progress === 1 && downhill.read().plane.lowest !== null), "the surface is computed", 60_000);

test("the surface is computed, and its middle is the loss of the network that stands there", async (visit) => {
  for (const compute of ["cpu", "workers", "webgpu"]) {
    const page = await visit.open(`?ui=compact&compute=${compute}#landscape?plane=random&pixels=65`);
    await finished(page);
    const { read, runner } = await page.evaluate(() => ({ read: downhill.read(), runner: downhill.status().runner }));
    assert.equal(runner, compute);
    assert.ok(Math.abs(read.plane.middle / read.loss - 1) < 0.25, `${compute}: ${read.plane.middle} on the map, ${read.loss} in the network`);
    assert.ok(read.plane.lowest <= read.plane.middle * 1.001);
  }
});

test("the plane along the path holds nearly all of it, and training sharpens to the edge of stability", async (visit) => {
  const page = await visit.open("?at=600#landscape");
  await finished(page);
  const read = await page.evaluate(() => downhill.read());
  assert.ok(read.plane.explained > 0.9, `${read.plane.explained}`);
  assert.ok(Math.abs(read.edge - 10) < 1e-6, `${read.edge}`);
  await until(() => page.evaluate(() => downhill.read().sharpness !== null), "the sharpness is known");
  const sharpness = await page.evaluate(() => downhill.read().sharpness);
  assert.ok(sharpness > 8.5 && sharpness < 12.5, `${sharpness}`);
});

test("zooming changes the link, and the link shows the same part", async (visit) => {
  const page = await visit.open("#landscape?pixels=40");
  await finished(page);
  const map = await page.evaluate(() => downhill.read().map);
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.move(box.x + map.left + map.width / 3, box.y + map.top + map.height / 2);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  const zoomed = await until(() => page.evaluate(() => (/zoom=/.test(downhill.link()) ? downhill.link() : "")), "the link has the zoom");
  await settledFrames(page);
  await finished(page);
  const part = (one) => one.evaluate(() => (({ xMin, xMax, yMin, yMax }) => [xMin, xMax, yMin, yMax])(downhill.read().plane));
  const seen = await part(page);
  const again = await visit.open(`#${zoomed}`);
  await finished(again);
  const told = await part(again);
  seen.forEach((edge, i) => assert.ok(Math.abs(edge - told[i]) < 0.02 * (seen[1] - seen[0]), `${seen} and ${told}`));
});

test("the network goes to the playground and back with all that makes its run", async (visit) => {
  const page = await visit.open("#playground?data=xor&layers=dense:units=3&seed=4");
  const act = (key) => page.evaluate((key) => downhill.act(key), key);
  await act("to-landscape");
  assert.equal(await page.evaluate(() => downhill.status().demo), "landscape");
  assert.match(await page.evaluate(() => downhill.link()), /data=xor.*units=3.*seed=4/);
  await page.evaluate(() => downhill.set({ "optimizer.lr": 0.05 }));
  await act("to-playground");
  const link = await page.evaluate(() => downhill.link());
  assert.match(link, /^playground\?data=xor&layers=dense:units=3&seed=4&edits=200:lr=0\.05$/);
});

test("fifty maps started, moved, zoomed and given up leave memory flat and no error", async (visit) => {
  const page = await visit.open("#landscape?pixels=200");
  const seen = await page.evaluate(async () => {
    const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const heap = () => performance.memory?.usedJSHeapSize ?? 0;
    const round = async (i) => {
      downhill.set({ zoom: 1 + (i % 7), "pan-a": (i % 5) / 5, plane: ["path", "random", "steepest"][i % 3] });
      await settle(40 + 10 * (i % 9));
    };
    for (let i = 0; i < 10; i += 1) await round(i);
    await settle(300);
    const before = heap();
    for (let i = 0; i < 50; i += 1) await round(i);
    downhill.set({ plane: "path", zoom: 1, "pan-a": 0 });
    await settle(300);
    return { before, after: heap() };
  });
  await finished(page);
  assert.ok(seen.after < seen.before + 12e6, `${seen.before} bytes, then ${seen.after}`);
});

test("the relief shows the surface, and without WebGPU and workers it comes all the same", async (visit) => {
  const page = await visit.open("?compute=webgpu#landscape?view=relief&pixels=48", undefined, () => {
    Object.defineProperty(navigator, "gpu", { value: undefined });
    delete globalThis.Worker;
  });
  await finished(page);
  assert.equal(await page.evaluate(() => downhill.status().runner), "cpu");
  await settledFrames(page);
  const picture = await pixelsOf(page);
  const colors = new Set();
  for (let x = 100; x < 500; x += 7) for (let y = 100; y < 500; y += 7) colors.add(picture.at(x, y).join());
  assert.ok(colors.size > 60, `${colors.size} colours`);
});

test("who points at the side while nothing is known yet breaks nothing", async (visit) => {
  const page = await visit.open("#valley");
  for (let y = 200; y < 720; y += 60) {
    await page.evaluate(() => downhill.open("valley"));
    await page.mouse.move(820, y);
    await page.evaluate(() => downhill.open("landscape"));
    await until(() => page.evaluate(() => downhill.status().demo === "landscape" && downhill.status().progress > 0), `it begins, pointed at ${y}`);
  }
});
