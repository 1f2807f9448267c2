// The demo on trainability: its map fills, zooms and agrees with theory, and its pixels are runs.
import assert from "node:assert/strict";
import { desktop, moduleBytes, phone, pixelsOf, settledFrames, test, until, watchModules } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());
const link = (page) => page.evaluate(() => downhill.link());
const full = (page) => until(async () => {
  const { view } = await read(page);
  return view.columns > 0 && view.known === view.columns * view.rows && view;
}, "the map is full", 60_000);

/** Where a share of the map's sides lies in the window. */
async function placeOf(page, across, up) {
  const { window: w } = await read(page);
  const box = await page.locator("#canvas").boundingBox();
  return [box.x + w.mapLeft + across * w.mapWidth, box.y + w.mapTop + (1 - up) * w.mapHeight];
}

test("the map fills by itself, part trains, part does not, and then nothing is drawn any more", async (visit) => {
  const page = await visit.open("?theme=light#trainability?size=128");
  const { converged, columns, rows } = await full(page);
  assert.ok(converged > 0.3 && converged < 0.6, `${converged}`);
  assert.ok(Math.max(columns, rows) <= 150, `${columns} x ${rows}`);
  await settledFrames(page);
  const { width, at } = await pixelsOf(page);
  const ratio = width / (await page.locator("#canvas").evaluate((canvas) => canvas.clientWidth));
  const { window: w } = await read(page);
  const colorAt = (across, up) => at(Math.round((w.mapLeft + across * w.mapWidth) * ratio), Math.round((w.mapTop + (1 - up) * w.mapHeight) * ratio));
  const light = ([r, g, b]) => 0.21 * r + 0.72 * g + 0.07 * b;
  assert.ok(light(colorAt(0.1, 0.1)) < 150, `what trains is dark: ${colorAt(0.1, 0.1)}`);
  assert.ok(light(colorAt(0.6, 0.7)) > 150, `what diverges is light: ${colorAt(0.6, 0.7)}`);
  const { progress, runner } = await page.evaluate(() => downhill.status());
  assert.equal(progress, 1);
  assert.ok(["cpu", "workers", "webgpu"].includes(runner), runner);
});

test("on a quadratic the map agrees with the line", async (visit) => {
  for (const [axes, shares] of [["momentum", [0, 0.3, 0.6, 0.9]], ["decay", [0.2, 0.5, 0.8]], ["scale", [0.3]]]) {
    const page = await visit.open(`#trainability?problem=quadratic&axes=${axes}&steps=3000&size=64`);
    await full(page);
    for (const share of shares) {
      const own = axes === "momentum" ? share : axes === "decay" ? 10 ** (-2 + 3.5 * share) : 1;
      const limit = axes === "momentum" ? 2 * (1 + own) : axes === "decay" ? 2 / (1 + own) : 2;
      for (const factor of [0.98, 1.02]) {
        await page.evaluate((values) => downhill.set(values), { lr: limit * factor, [axes]: own });
        const { point } = await read(page);
        assert.equal(point.diverged !== null, factor > 1, `${axes} ${own}, ${factor} times the limit`);
      }
    }
  }
  const page = await visit.open("#trainability?problem=quadratic&axes=scale&steps=3000&size=128");
  const { converged, columns } = await full(page);
  const expected = (Math.log10(2) + 1.5) / 2.5; // the same limit in every row
  assert.ok(Math.abs(converged - expected) < 1.5 / columns, `${converged} of the map converges, ${expected} by theory`);
});

test("pointing tells, a click plays the pixel's run, and the link opens the same run", async (visit) => {
  const page = await visit.open("#trainability?size=64");
  await full(page);
  const before = await read(page);
  await page.mouse.move(...(await placeOf(page, 0.7, 0.8)));
  await settledFrames(page);
  assert.deepEqual((await read(page)).point, before.point, "pointing changes nothing");
  await page.mouse.click(...(await placeOf(page, 0.7, 0.8)));
  await until(async () => (await read(page)).point.diverged !== null, "the run diverges");
  const { point } = await read(page);
  assert.ok(point.lr > 10 && point.lr2 > 0.5, JSON.stringify(point));
  await until(() => page.evaluate(() => /diverges at step/.test(document.getElementById("live").textContent)), "it is said aloud");
  await page.evaluate(() => downhill.seek(3));
  const { hash } = await page.evaluate(() => downhill.status());
  const other = await visit.open(`?at=3#${await link(page)}`, phone);
  assert.equal((await other.evaluate(() => downhill.status())).hash, hash);
});

test("ctrl and the wheel zoom, dragging pans, the buttons and the form, too; the window is in the link", async (visit) => {
  const page = await visit.open("#trainability?size=64");
  await full(page);
  const start = (await read(page)).window;
  await page.mouse.move(...(await placeOf(page, 0.4, 0.4)));
  await page.keyboard.down("Control");
  for (let i = 0; i < 6; ++i) await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await until(async () => /zoom=/.test(await link(page)), "the link has the zoom");
  const zoomed = (await read(page)).window;
  assert.ok(zoomed.right - zoomed.left < 0.7 * (start.right - start.left));
  const enlarged = await link(page);
  const middle = await placeOf(page, 0.5, 0.5);
  const to = await placeOf(page, 0.3, 0.4);
  await page.mouse.move(...middle);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.up();
  await until(async () => (await read(page)).window.left > zoomed.left + 0.1, "it has moved to the right");
  await until(async () => (await link(page)) !== enlarged, "the link has moved, too, once the mouse rests");
  await full(page);
  const seen = [await link(page), (await read(page)).view.converged];
  const again = await visit.open(`#${seen[0]}`);
  assert.equal((await full(again)).converged, seen[1]);

  await page.evaluate(() => document.getElementById("open-form").click());
  await page.locator("#mirror button").first().focus(); // the picture may be scrolled away: whoever is at the form need not see it
  await page.evaluate(() => downhill.set({ x: 0.5, y: 0.5, zoom: 1 }));
  await full(page);
  assert.deepEqual((await read(page)).window.left, start.left);
});

test("two fingers zoom the map and not the page, one finger still scrolls it", async (visit) => {
  const page = await visit.open("#trainability?size=64", phone);
  await full(page);
  await page.evaluate(() => document.getElementById("canvas").scrollIntoView());
  const client = await page.context().newCDPSession(page);
  const [x, y] = await placeOf(page, 0.4, 0.5);
  const fingers = (spread) => [{ x: x - spread, y, id: 1 }, { x: x + spread, y, id: 2 }];
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", fingers(20));
  for (let spread = 25; spread <= 80; spread += 5) await send("touchMove", fingers(spread));
  await send("touchEnd", []);
  await until(async () => /zoom=/.test(await link(page)), "the map is enlarged");
  assert.equal(await page.evaluate(() => visualViewport.scale), 1);
  const { window: w } = await read(page);
  assert.ok(Math.abs(4 / (w.right - w.left) - 4) < 0.8, `${4 / (w.right - w.left)} times`);
  assert.ok(!/lr=/.test(await link(page)), "no run was chosen");
});

test("fifty times panned, zoomed and given up: no error, and the memory stays flat", async (visit) => {
  const page = await visit.open("#trainability?size=256", desktop, watchModules);
  await full(page);
  const move = async (i) => {
    await page.evaluate((i) => downhill.set({ x: 0.5 + 0.01 * (i % 7), y: 0.4 + 0.01 * (i % 5), zoom: 1 + (i % 10) }), i);
    await page.waitForTimeout(30);
  };
  for (let i = 0; i < 10; ++i) await move(i);
  await full(page);
  const before = await moduleBytes(page);
  assert.ok(before[0] > 1e6, before.join());
  for (let i = 0; i < 50; ++i) await move(i);
  await full(page);
  assert.deepEqual(await moduleBytes(page), before);
  assert.equal(await page.locator("#notices").innerText(), "");
});

test("every place opens without a refusal and goes with its window", async (visit) => {
  const page = await visit.open("#trainability?size=64");
  const places = await page.evaluate(() => downhill.actions().filter(({ setup }) => setup).map(({ key }) => key));
  assert.ok(places.length >= 10, places.join());
  const links = new Set();
  for (const key of places) {
    await page.evaluate((key) => downhill.act(key), key);
    const { converged } = await full(page);
    assert.ok(converged > 0.05 && converged < 0.95, `${key}: ${converged}`);
    links.add(await link(page));
  }
  assert.equal(links.size, places.length);
  assert.equal(await page.locator("#notices").innerText(), "");
});
