// The demo on races: hundreds of them, fair ones, and what tuning is worth.
import assert from "node:assert/strict";
import { desktop, moduleBytes, phone, settledFrames, test, until, watchModules } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());
const link = (page) => page.evaluate(() => downhill.link());
const done = (page) =>
  until(async () => {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    return page.evaluate(() => downhill.status().progress === 1);
  }, "all races are run", 60_000);

test("two of three are worth the same in the end, and then nothing is drawn any more", async (visit) => {
  const page = await visit.open("?theme=light#race");
  await done(page);
  const { results, view, racers } = await read(page);
  assert.deepEqual(racers.map((one) => one.optimizer), ["sgd", "momentum", "adam"]);
  assert.equal(view.known, 3 * 256);
  assert.ok(Math.abs(results.reduce((sum, one) => sum + one.wins, 0) - 1) < 1e-9);
  assert.ok(Math.abs(results[1].wins - results[2].wins) < 0.1, JSON.stringify(results));
  for (const [i, { low, median, high, best }] of results.entries()) {
    assert.ok(low < median && median < high);
    assert.equal(best, racers[i].lr, "each begins at the best rate of the sweep");
  }
  await settledFrames(page);
  await page.evaluate(() => downhill.seek(100));
  assert.ok((await read(page)).results[1].wins > 0.9, "halfway momentum is ahead");
});

test("every runner finds the same", async (visit) => {
  const found = [];
  for (const compute of ["cpu", "workers", "webgpu"]) {
    const page = await visit.open(`?compute=${compute}#race?seeds=64&steps=100`);
    await done(page);
    assert.equal((await page.evaluate(() => downhill.status())).runner, compute);
    found.push((await read(page)).results);
  }
  assert.deepEqual(found[1], found[0]);
  for (const [i, { median, wins }] of found[2].entries()) {
    assert.ok(Math.abs(median / found[0][i].median - 1) < 0.01, `median ${median} and ${found[0][i].median}`);
    assert.ok(Math.abs(wins - found[0][i].wins) < 0.05);
  }
});

test("a network races on every runner, and its first run is the playground's own", async (visit) => {
  const medians = [];
  for (const compute of ["cpu", "workers", "webgpu"]) {
    const page = await visit.open(`?compute=${compute}#race?on=network&seeds=9&steps=25`);
    await done(page);
    assert.equal((await page.evaluate(() => downhill.status())).runner, compute);
    medians.push((await read(page)).results.map((one) => one.median));
  }
  assert.deepEqual(medians[1], medians[0]);
  medians[2].forEach((median, i) => assert.ok(Math.abs(median / medians[0][i] - 1) < 0.02, `${medians[2]} and ${medians[0]}`));

  const page = await visit.open("#race?on=network&seeds=1&steps=60&racers=adam:lr=0.03&measure=train&seed=7");
  await done(page);
  const [{ median }] = (await read(page)).results;
  await page.evaluate(() => downhill.act("to-playground"));
  assert.match(await link(page), /^playground\?.*seed=7/);
  await page.evaluate(() => (downhill.seek(60), new Promise((resolve) => setTimeout(resolve, 300))));
  await until(async () => Math.abs((await read(page)).loss / median - 1) < 1e-3, "the same loss");
});

test("the playground's network comes along with its optimizer, and goes back", async (visit) => {
  const page = await visit.open("#playground?data=xor&layers=dense:units=3&optimizer=lion:lr=0.004&seed=4");
  await page.evaluate(() => downhill.act("to-race"));
  const there = await link(page);
  assert.match(there, /^race\?on=network.*data=xor.*units=3.*lion:lr=0\.004.*seed=4/);
  assert.deepEqual((await page.evaluate((there) => downhill.open(there), there)).rejected, []);
  assert.equal(await link(page), there);
  await page.evaluate(() => downhill.act("to-playground"));
  assert.match(await link(page), /^playground\?data=xor&layers=dense:units=3.*seed=4/);
});

test("Tune each takes every racer's best rate, also where it is pressed too early", async (visit) => {
  const page = await visit.open("#race?seeds=64&theta=45");
  const tuned = async () => {
    const { racers, results } = await read(page);
    return racers.every((one, i) => one.lr === results[i].best);
  };
  await done(page);
  assert.equal(await tuned(), false);
  await page.evaluate(() => downhill.act("tune"));
  assert.equal(await tuned(), true);
  const after = await link(page);
  assert.match(after, /racers=sgd:lr=0\.015,/);
  await page.evaluate(() => (downhill.set({ kappa: 1000 }), downhill.act("tune")));
  await done(page);
  await until(tuned, "it is tuned once the sweep is there");
  await until(async () => (await page.evaluate(() => location.hash)).slice(1) === (await link(page)), "the address says so");
  assert.notEqual(await link(page), after);
});

test("a press on the lower chart takes the rate there", async (visit) => {
  const page = await visit.open("#race?seeds=64");
  await done(page);
  const { view } = await read(page);
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.click(box.x + view.sweepLeft + (view.sweepWidth * 25) / 30, box.y + view.sweepTop + view.sweepHeight * 0.6);
  await until(async () => (await read(page)).racers[2].lr === 1.5, "Adam, the only one there, has taken 1.5");
  assert.match(await link(page), /adam:lr=1\.5/);
});

test("races given up for others, fifty times: no error, and the memory stays flat", async (visit) => {
  const page = await visit.open("#race?seeds=200&steps=50", desktop, watchModules);
  await done(page);
  const turns = async (n) => {
    for (let i = 0; i < n; i += 1) {
      await page.evaluate((i) => downhill.set({ kappa: 50 + i }), i);
      await page.waitForTimeout(20);
    }
    await done(page);
    return moduleBytes(page);
  };
  const before = await turns(10);
  assert.ok(before[0] > 1e6, before.join());
  assert.deepEqual(await turns(50), before);
  assert.equal(await page.locator("#notices").innerText(), "");
});

test("every experiment opens without a refusal and shows what it says", async (visit) => {
  const page = await visit.open("#race");
  const ahead = async (key) => {
    await page.evaluate((key) => downhill.act(key), key);
    await done(page);
    const { results } = await read(page);
    assert.ok(results.every((one) => one.median !== null), key);
    return results;
  };
  const setups = await page.evaluate(() => downhill.actions().filter((one) => one.setup).map((one) => one.key));
  assert.ok(setups.length >= 6, setups.join());
  for (const key of setups) {
    await ahead(key);
    const again = await page.evaluate(() => downhill.open(downhill.link()));
    assert.deepEqual(again.rejected, [], key);
  }
  const turned = await ahead("turned");
  assert.ok(turned[1].wins > 1.5 * turned[2].wins);
  const luck = await ahead("luck");
  assert.ok(Math.max(...luck.map((one) => one.median)) < 1.1 * Math.min(...luck.map((one) => one.median)), "one band");
  const one = await ahead("once");
  assert.ok(one.some(({ wins }) => wins === 1));
});

test("on a phone everything is there, and nothing lies beside the page", async (visit) => {
  const page = await visit.open("#race?seeds=64", phone);
  await done(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const { view } = await read(page);
  assert.ok(view.sweepWidth > 250 && view.sweepHeight > 150, JSON.stringify(view));
});
