// The demo on the starting scale: what its defaults say, and what a reader can do to them.
import assert from "node:assert/strict";
import { desktop, phone, pictureOf, pixelsOf, settledFrames, test, until } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());

test("on opening, uniform shrinks to a thousandth by layer 12 and Glorot keeps its width", async (visit) => {
  const page = await visit.open("#init");
  const { networks } = await read(page);
  const [uniform, glorot, large] = networks;
  assert.deepEqual(networks.map(({ init }) => init), ["uniform", "glorot", "large"]);
  assert.ok(Math.abs(uniform.deviation[0] - 0.46) < 0.01, uniform.deviation[0]);
  assert.ok(uniform.deviation[11] < 0.0012, uniform.deviation[11]);
  assert.ok(glorot.deviation[11] > 0.15, glorot.deviation[11]);
  assert.ok(large.deviation[11] > 0.9, large.deviation[11]);
  assert.deepEqual(networks.map(({ verdict }) => verdict), ["fades", "stays wide", "saturates"]);
  for (const { deviation, theory } of networks) deviation.forEach((one, layer) => assert.ok(Math.abs(one / theory[layer] - 1) < 0.2, `layer ${layer}: ${one} and ${theory[layer]}`));
});

test("from the same batches Glorot learns the circle, uniform nothing, too large a part of it", async (visit) => {
  const page = await visit.open("#init");
  await page.evaluate(() => downhill.step(300));
  const [uniform, glorot, large] = (await read(page)).networks.map(({ accuracy }) => accuracy);
  assert.ok(uniform < 0.6 && glorot > 0.95 && large < 0.9, `${uniform} ${glorot} ${large}`);
});

/** A part of the picture of a desktop, in shares of its sides. */
const partOf = async (page, [left, right], [top, bottom]) => {
  const { width, height, at } = await pixelsOf(page);
  const colors = [];
  for (let y = Math.round(top * height); y < bottom * height; ++y) for (let x = Math.round(left * width); x < right * width; ++x) colors.push(at(x, y));
  return colors;
};

test("the loss that starts highest has its line from the first steps on", async (visit) => {
  const page = await visit.open("?theme=light#init");
  await page.evaluate(() => downhill.step(300));
  const green = (await partOf(page, [0.438, 0.47], [0.62, 0.85])).filter(([r, g, b]) => r < 60 && Math.abs(g - 158) < 25 && Math.abs(b - 115) < 25);
  assert.ok(green.length > 20, `${green.length} pixels`);
});

test("while it plays the maps go on", async (visit) => {
  const page = await visit.open("#init");
  await settledFrames(page);
  await page.evaluate(() => downhill.play());
  const seen = new Set();
  await until(async () => seen.add((await partOf(page, [0.648, 0.724], [0.225, 0.36])).join()).size > 2, "Glorot's map changes, and changes again", 30_000);
  assert.equal(await page.evaluate(() => downhill.status().playing), true);
});

test("it plays to the end, and what was seen is what the link gives", async (visit) => {
  const page = await visit.open("#init?depth=4&width=32");
  await page.evaluate(() => downhill.set({ speed: "2000" }));
  await page.evaluate(() => new Promise((resolve) => (downhill.on("finished", resolve), downhill.play())));
  const { step, hash, horizon } = await page.evaluate(() => downhill.status());
  assert.equal(step, horizon);
  const other = await visit.open("#init?depth=4&width=32");
  assert.equal(await other.evaluate((to) => (downhill.step(to), downhill.status().hash), step), hash);
});

test("zeros are marked: all units alike, before and after training", async (visit) => {
  const page = await visit.open("#init?init=zeros&depth=3&width=16");
  assert.equal((await read(page)).networks[0].verdict, "all units alike");
  await page.evaluate(() => downhill.step(50));
  assert.equal((await read(page)).networks[0].alike, true);
  assert.match(await page.evaluate(() => document.getElementById("live").textContent), /all units alike/);
});

test("the point on the map of chaos is dragged, and gain and biases follow", async (visit) => {
  const page = await visit.open("#init?panel=chaos");
  await settledFrames(page);
  const box = await page.locator("#canvas").boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.55, 0.76));
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.7), { steps: 4 });
  await page.mouse.up();
  const link = await page.evaluate(() => downhill.link());
  assert.match(link, /gain=/);
  assert.match(link, /bias=/);
});

test("a network too large for a page says so and keeps its signal", async (visit) => {
  const page = await visit.open("#init?depth=50&width=512&init-c=small");
  const { networks, horizon } = await read(page);
  assert.equal(horizon, 0);
  assert.equal(networks[0].deviation.length, 50);
});

test("on a phone every histogram has its number and the picture scrolls", async (visit) => {
  const page = await visit.open("#init", phone);
  await settledFrames(page);
  const { width } = await pixelsOf(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.equal(width, 780);
});

test("choosing LSUV shows its sweep, then the picture that the link opens, and then nothing is drawn", async (visit) => {
  const page = await visit.open("#init?depth=10&width=16");
  await settledFrames(page);
  const states = [];
  const look = async () => states.push([await page.evaluate(() => [downhill.link(), downhill.status().hash, JSON.stringify(downhill.read())]), await pictureOf(page)]);
  const pictures = () => new Set(states.map(([, picture]) => picture)).size;
  await page.evaluate(() => downhill.set({ init: "lsuv" }));
  await until(async () => (await look(), pictures() > 2), "the sweep moves");
  const moving = pictures();
  const frames = await settledFrames(page);
  await look();
  assert.equal(pictures(), moving + 1, "and ends");
  assert.equal(new Set(states.map(([state]) => state.join())).size, 1, "link, numbers and hash are no part of it");
  await page.waitForTimeout(600);
  assert.equal((await page.evaluate(() => downhill.status())).frames, frames + 1, "only the picture asked for");
  const other = await visit.open("#init?init=lsuv&depth=10&width=16");
  await settledFrames(other);
  assert.equal(await pictureOf(other), states.at(-1)[1]);
});

test("the sweep is shown again on demand, ends when the run moves, and less motion does without it", async (visit) => {
  const link = "#init?init=lsuv&depth=10&width=16";
  const page = await visit.open(link);
  await settledFrames(page);
  const rest = await pictureOf(page);
  await page.evaluate(() => downhill.act("sweep"));
  await page.waitForTimeout(500);
  assert.notEqual(await pictureOf(page), rest);
  await page.evaluate(() => (downhill.step(), downhill.reset()));
  await settledFrames(page);
  assert.equal(await pictureOf(page), rest, "moved: it is over");
  assert.ok((await page.evaluate(() => downhill.actions())).some(({ key }) => key === "sweep"));
  await page.evaluate(() => downhill.set({ init: "glorot" }));
  assert.ok(!(await page.evaluate(() => downhill.actions())).some(({ key }) => key === "sweep"));

  const still = await visit.open("#init?depth=10&width=16", { ...desktop, reducedMotion: "reduce" });
  await settledFrames(still);
  await still.evaluate(() => downhill.set({ init: "lsuv" }));
  const before = await settledFrames(still);
  const end = await pictureOf(still);
  await still.waitForTimeout(400);
  assert.equal(await pictureOf(still), end);
  assert.ok(!(await still.evaluate(() => downhill.actions())).some(({ key }) => key === "sweep"), "nor is it offered");
  assert.equal((await still.evaluate(() => downhill.status())).frames, before + 2);
});
