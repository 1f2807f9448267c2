// The playground: what its defaults reach, what a learner does to it, and what a link keeps of that.
import assert from "node:assert/strict";
import { phone, settledFrames, test, until } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());

test("the spirals are told apart within ten seconds of playing", async (visit) => {
  const page = await visit.open("#playground");
  assert.ok((await read(page)).accuracy < 0.95);
  await page.evaluate(() => downhill.play());
  await until(async () => (await read(page)).accuracy > 0.95, "validation accuracy above 0.95", 10_000);
});

test("what is changed while it runs is in the link with its step, and the link replays it exactly", async (visit) => {
  const page = await visit.open("#playground");
  const seen = await page.evaluate(() => {
    downhill.reset();
    downhill.step(40);
    const rejected = [downhill.set({ "optimizer.lr": 0.003 })];
    downhill.step(20);
    rejected.push(downhill.set({ optimizer: "sgd" }));
    rejected.push(downhill.set({ w3: 0.5 }));
    downhill.step(30);
    return { rejected: rejected.flatMap((one) => one.rejected), link: downhill.link(), ...downhill.status() };
  });
  assert.deepEqual(seen.rejected, []);
  assert.match(seen.link, /edits=40:/);
  assert.match(seen.link, /60:w3=0.5/);
  const other = await visit.open(`#${seen.link}`);
  const again = await other.evaluate((step) => (downhill.reset(), downhill.step(step), downhill.status()), seen.step);
  assert.equal(again.hash, seen.hash);
});

test("reset is the very same start, and a new seed is another", async (visit) => {
  const page = await visit.open("#playground");
  const weights = () => page.evaluate(() => (downhill.reset(), downhill.read().weights));
  const first = await weights();
  await page.evaluate(() => downhill.step(50));
  assert.deepEqual(await weights(), first);
  await page.evaluate(() => downhill.act("new-seed"));
  assert.notDeepEqual(await weights(), first);
});

test("XOR: two units solve it, taking a layer away breaks it, and the picture's numbers say so", async (visit) => {
  const page = await visit.open("#playground?data=xor&layers=dense:units=4");
  await page.evaluate(() => downhill.step(400));
  assert.ok((await read(page)).accuracy > 0.9);
  await page.evaluate(() => downhill.set({ layers: "" }));
  await page.evaluate(() => (downhill.reset(), downhill.step(400)));
  assert.ok((await read(page)).accuracy < 0.75);
});

test("a loss that does not fit the task is explained, not refused", async (visit) => {
  const page = await visit.open("#playground?loss=mse");
  const { wrong, loss } = await read(page);
  assert.ok(wrong.length > 20, wrong);
  assert.ok(Number.isFinite(loss));
});

test("a unit on the diagram goes on the map, and a layer gets a unit more", async (visit) => {
  const page = await visit.open("#playground");
  await settledFrames(page);
  const box = await page.locator("#canvas").boundingBox();
  const node = (await read(page)).nodes.find(({ column, row }) => column === 1 && row === 2);
  await page.mouse.click(box.x + node.x, box.y + node.y);
  await until(async () => (await read(page)).view.map === 3, "the unit is on the map");
  assert.match(await page.evaluate(() => downhill.link()), /map=3/);
});

test("points of one's own are drawn on the map, stay here, and the link says so", async (visit) => {
  const page = await visit.open("#playground?source=own");
  await settledFrames(page);
  assert.match(await page.locator("#notices").innerText(), /your own/);
  const box = await page.locator("#canvas").boundingBox();
  const at = (x, y) => page.mouse.click(box.x + x * box.width, box.y + y * box.height);
  for (const [x, y] of [[0.5, 0.2], [0.52, 0.25], [0.55, 0.22], [0.5, 0.3]]) await at(x, y);
  await page.evaluate(() => downhill.wake?.());
  assert.match((await read(page)).note, /own/);
});

test("on a phone the playground fits the width", async (visit) => {
  const page = await visit.open("#playground", phone);
  await settledFrames(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test("at rest the map has the screen's own pixels, and every one of them is asked for", async (visit) => {
  const side = async (deviceScaleFactor) => {
    const page = await visit.open("#playground", { viewport: { width: 1280, height: 800 }, deviceScaleFactor });
    return until(async () => {
      const { mapPixels, mapIsExact } = (await read(page)).view;
      return mapIsExact && mapPixels;
    }, "a map at rest");
  };
  const once = await side(1);
  assert.ok(once > 250, `${once} pixels`);
  assert.ok(Math.abs((await side(2)) - 2 * once) <= 2);
});

test("at full speed it goes on past its horizon, and is the same run", async (visit) => {
  const page = await visit.open("#playground?speed=max");
  await page.evaluate(() => downhill.play());
  const seen = await until(() => page.evaluate(() => (downhill.status().step > 2000 ? (downhill.pause(), downhill.status()) : null)), "2000 steps");
  assert.ok(seen.playing === false && seen.horizon >= seen.step);
  const again = await (await visit.open("#playground")).evaluate((step) => (downhill.step(step - downhill.status().step), downhill.status()), seen.step);
  assert.equal(again.hash, seen.hash);
});
