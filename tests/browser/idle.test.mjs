// What the page costs while nobody looks, and that it comes back.
import assert from "node:assert/strict";
import { desktop, pixelsOf, ready, settledFrames, test, until } from "./harness.mjs";

const frames = (page) => page.evaluate(() => downhill.status().frames);

test("nothing is drawn while nothing changes", async (visit) => {
  const page = await visit.open();
  const before = await settledFrames(page);
  await page.waitForTimeout(1500);
  assert.equal(await frames(page), before);
  await page.evaluate(() => downhill.step());
  await until(async () => (await frames(page)) > before, "a step is drawn");
  const after = await settledFrames(page);
  assert.ok(after - before < 60, `${after - before} frames for one step`);
});

test("a run that nobody sees stands still", async (visit) => {
  const page = await visit.open("#valley?speed=10");
  await page.evaluate(() => downhill.play());
  await page.evaluate(() => {
    document.body.style.paddingBottom = "3000px";
    scrollTo(0, document.body.scrollHeight);
  });
  await until(() => page.evaluate(() => !downhill.status().visible), "it is told");
  const [step, drawn] = await page.evaluate(() => [downhill.status().step, downhill.status().frames]);
  await page.waitForTimeout(700);
  assert.deepEqual(await page.evaluate(() => [downhill.status().step, downhill.status().frames]), [step, drawn]);
  await page.evaluate(() => scrollTo(0, 0));
  await until(() => page.evaluate((step) => downhill.status().step > step, step), "it goes on");
});

test("a hidden page stands still", async (visit) => {
  const page = await visit.open("#valley?speed=10");
  await page.evaluate(() => {
    downhill.play();
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const step = await page.evaluate(() => downhill.status().step);
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => [downhill.status().visible, downhill.status().step]), [false, step]);
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await until(() => page.evaluate((step) => downhill.status().step > step, step), "it goes on");
});

test("a lost graphics context comes back with the same picture", async (visit) => {
  const page = await visit.open();
  await settledFrames(page);
  const before = await pixelsOf(page);
  await page.evaluate(() => {
    globalThis.lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
    lose.loseContext();
  });
  await page.waitForTimeout(200);
  await page.evaluate(() => downhill.set({ seed: 1 })); // calls in between do no harm
  await page.evaluate(() => lose.restoreContext());
  await page.waitForTimeout(300);
  await settledFrames(page);
  const after = await pixelsOf(page);
  let different = 0;
  for (let i = 0; i < before.bytes.length; i += 4) different += Math.abs(before.bytes[i] - after.bytes[i]) > 8 ? 1 : 0;
  assert.ok(different / (before.bytes.length / 4) < 0.001, `${different} pixels differ`);
});

test("a context that is taken again and again while the picture is in view is not asked for for ever, but whenever it comes into view", async (visit) => {
  visit.expectTrouble(/CONTEXT_LOST|context lost/i);
  const page = await visit.open("?ui=none#valley");
  const loads = () => page.evaluate(() => performance.timeOrigin);
  const lose = () => page.evaluate(() => canvas.getContext("webgl2").getExtension("WEBGL_lose_context").loseContext());
  const anew = async (before) => {
    await until(async () => (await loads().catch(() => before)) !== before, "it loads itself anew");
    await ready(page);
  };
  for (let i = 0; i < 3; ++i) {
    const before = await loads();
    await page.evaluate((i) => downhill.seek(10 + i), i);
    await lose();
    await anew(before);
    assert.equal(await page.evaluate(() => downhill.status().step), 10 + i);
  }
  const last = await loads();
  await lose();
  await page.locator("#notices", { hasText: "no more pictures at once" }).waitFor();
  assert.equal(await loads(), last);
  await page.evaluate(() => (stage.style.display = "none"));
  await page.waitForTimeout(100);
  await page.evaluate(() => (stage.style.display = ""));
  await anew(last);
  assert.equal(await page.evaluate(() => downhill.status().step), 12);
});

test("less motion means that play steps", async (visit) => {
  const page = await visit.open("#valley", { ...desktop, reducedMotion: "reduce" });
  const before = await page.evaluate(() => downhill.status().step);
  await page.evaluate(() => downhill.play());
  assert.equal(await page.evaluate(() => downhill.status().playing), false);
  assert.ok((await page.evaluate(() => downhill.status().step)) > before);
});

test("less motion that is asked for in the middle of a run stops it", async (visit) => {
  const page = await visit.open("#valley?speed=10");
  await page.evaluate(() => (downhill.reset(), downhill.play()));
  await until(() => page.evaluate(() => downhill.status().step > 0), "it runs");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await until(() => page.evaluate(() => !downhill.status().playing), "it stops");
  const step = await page.evaluate(() => downhill.status().step);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => downhill.status().step), step);
});

test("a picture that is lost while its page is still coming up again keeps its run", async (visit) => {
  const page = await visit.open("#valley");
  await page.evaluate(() => downhill.seek(12));
  const kept = await page.evaluate(() => new TextDecoder().decode(downhill.save()));
  await page.evaluate((run) => (window.name = "downhill-run:" + JSON.stringify({ name: "", run, times: [] })), kept);
  let fonts = 0;
  await page.route(/inter.*|fonts?\b.*/i, async (route) => {
    if (!fonts++) await new Promise((resolve) => setTimeout(resolve, 4000)); // it cannot come up before its picture is lost
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await page.locator("#canvas").waitFor({ state: "attached" });
  await page.waitForTimeout(300);
  await page.evaluate(() => canvas.dispatchEvent(new Event("webglcontextlost")));
  await page.waitForEvent("load", { timeout: 20_000 });
  await ready(page);
  await until(() => page.evaluate(() => downhill.status().step === 12), "it goes on at its step");
});

test("a picture that is lost before its run has begun starts it all the same", async (visit) => {
  const page = await visit.blank();
  await page.addInitScript(() => (window.name ||= "downhill-run:" + JSON.stringify({ name: "again", isDeck: false, times: [] })));
  await page.goto(`${visit.site}?autoplay=visible#valley`);
  await ready(page);
  await until(() => page.evaluate(() => downhill.status().playing), "it plays");
});

test("four pages side by side keep their pictures", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate(() => {
    for (let i = 0; i < 4; ++i) document.body.append(Object.assign(document.createElement("iframe"), { src: `/?ui=none#valley?kappa=${i + 2}`, width: 300, height: 200 }));
  });
  await until(() => page.evaluate(() => heard.filter((one) => one?.event === "ready").length >= 4), "all are ready", 40_000);
  for (const frame of page.frames().filter((one) => one.url().includes("ui=none"))) {
    await ready(frame);
    assert.equal(await frame.evaluate(() => canvas.getContext("webgl2").isContextLost()), false);
  }
});
