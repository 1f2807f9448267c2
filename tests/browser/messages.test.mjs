// The page inside another page: messages, slides, keys for the deck.
import assert from "node:assert/strict";
import { desktop, test, until } from "./harness.mjs";

/** The embedding page with the playground in its frame. */
async function embed(visit, address, settings = desktop) {
  const page = await visit.blank(settings);
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate((src) => (document.getElementById("frame").src = src), address);
  await until(() => page.evaluate(() => heard.some((one) => one?.event === "ready")), "ready from the frame", 15_000);
  return page;
}

test("a parent page calls the API over messages", async (visit) => {
  const page = await embed(visit, "/?ui=minimal#valley?kappa=300");
  const ask = (...call) => page.evaluate((call) => globalThis.call(...call), call);
  assert.equal((await ask("link")).result, "valley?kappa=300");
  const answer = await ask("set", { kappa: 250, theta: "x" });
  assert.equal(answer.downhill, 1);
  assert.deepEqual(answer.result.rejected.map((one) => one.key), ["theta"]);
  assert.equal((await ask("read")).result.racers.length, 3);
  assert.ok((await ask("demos")).result.length >= 2);
  await ask("seek", 5);
  assert.equal((await ask("status")).result.step, 5);
  const saved = (await ask("save")).result;
  await ask("open", "descent");
  const restored = await page.evaluate((bytes) => call("restore", new Uint8Array(Object.values(bytes))), saved);
  assert.deepEqual(restored.result.rejected, []);
  assert.equal((await ask("link")).result, "valley?kappa=250");
  assert.equal(await page.evaluate(async () => (await call("picture")).result.type), "image/png");
  assert.match((await ask("step", "x")).error, /whole number/);
  const events = await page.evaluate(() => [...new Set(heard.filter((one) => one?.event).map((one) => one.event))]);
  for (const event of ["ready", "state", "step", "rejected", "height"]) assert.ok(events.includes(event), event);
});

test("anything else that is said is ignored, and nothing is evaluated", async (visit) => {
  const page = await embed(visit, "/?ui=minimal#valley");
  await page.evaluate(async () => {
    const nonsense = [
      null, 1, "x", "alert(1)", [], {}, { downhill: 2, call: "link", id: 1 }, { downhill: 1 }, { downhill: 1, call: "constructor", args: ["alert(1)"] },
      { downhill: 1, call: "__proto__" }, { downhill: 1, call: ["link"] }, { downhill: 1, call: "on", args: ["state", 1] }, '{"method":"next"}',
    ];
    for (const one of nonsense) say(one);
    heard.length = 0;
    await call("link");
  });
  assert.equal(await page.evaluate(() => heard.filter((one) => !one?.event).length), 1);
});

test("only the page around it is heard, not a neighbour", async (visit) => {
  const page = await embed(visit, "/?ui=minimal#valley");
  await page.evaluate(async () => {
    const neighbour = document.body.appendChild(document.createElement("iframe"));
    const script = neighbour.contentDocument.createElement("script");
    script.textContent = 'parent.document.getElementById("frame").contentWindow.postMessage({ downhill: 1, call: "set", args: [{ kappa: 77 }], id: 99 }, "*")';
    neighbour.contentDocument.body.append(script);
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  assert.equal(await page.evaluate(async () => (await call("link")).result), "valley");
  await page.evaluate(() => call("set", { kappa: 78 }));
  assert.equal(await page.evaluate(async () => (await call("link")).result), "valley?kappa=78");
});

test("a slide that leaves pauses, and goes on when it comes back", async (visit) => {
  const page = await embed(visit, "/?ui=minimal#valley?speed=10");
  const playing = () => page.evaluate(async () => (await call("status")).result.playing);
  await page.evaluate(() => call("play"));
  await page.evaluate(() => say("slide:stop"));
  assert.equal(await playing(), false);
  await page.evaluate(() => say("slide:start"));
  assert.equal(await playing(), true);
  await page.evaluate(() => call("pause"));
  await page.evaluate(() => (say("slide:stop"), say("slide:start")));
  assert.equal(await playing(), false);
});

test("autoplay=visible starts when the picture is on screen, but not for who asked for less motion", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate(() => {
    document.body.prepend(Object.assign(document.createElement("div"), { id: "above" }));
    document.getElementById("above").style.height = "3000px";
    document.getElementById("frame").src = "/?ui=minimal&autoplay=visible#valley";
  });
  await until(() => page.evaluate(() => heard.some((one) => one?.event === "ready")), "ready", 15_000);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => heard.some((one) => one?.event === "playing")), false);
  await page.evaluate(() => document.getElementById("frame").scrollIntoView());
  await until(() => page.evaluate(() => heard.some((one) => one?.event === "playing" && one.data.playing)), "it plays");

  const calm = await visit.open("?autoplay=visible", { ...desktop, reducedMotion: "reduce" });
  await calm.waitForTimeout(500);
  assert.equal(await calm.evaluate(() => downhill.status().playing), false);
});

test("keys that the demo has no use for go back to the deck", async (visit) => {
  const page = await embed(visit, "/?ui=none#valley");
  const frame = page.frameLocator("#frame");
  await page.evaluate(() => say("slide:start")); // so it is a deck
  const methods = () => page.evaluate(() => heard.filter((one) => typeof one === "string").map((one) => JSON.parse(one).method));
  await frame.locator("#canvas").focus();
  const before = await page.evaluate(async () => (await call("status")).result.step);
  for (const key of ["PageDown", "PageUp", "ArrowDown", "ArrowRight", "a"]) await page.keyboard.press(key);
  await until(async () => (await methods()).length >= 3, "the deck's keys");
  assert.deepEqual(await methods(), ["next", "prev", "next"]);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.hasFocus() && document.activeElement.localName), "body", "Escape gives the focus back");
  await frame.locator("#canvas").focus();
  assert.equal(await page.evaluate(async () => (await call("status")).result.step), before + 1);
  await frame.locator("#canvas").evaluate((canvas) => canvas.blur());
  await page.keyboard.press("ArrowRight");
  await until(async () => (await methods()).length === 4, "the key of a page without focus");
});

test("in a page that is no deck, keys scroll the page", async (visit) => {
  const page = await embed(visit, "/?ui=none#valley");
  await page.evaluate(() => (document.body.style.height = "5000px"));
  const frame = page.frameLocator("#frame");
  await frame.locator("#canvas").evaluate((canvas) => canvas.ownerDocument.defaultView.focus());
  for (const key of ["PageDown", "ArrowDown"]) { // Chromium scrolls no outer page by Space, whatever is in the frame
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press(key);
    await until(() => page.evaluate((before) => scrollY > before, before), `${key} scrolls`);
  }
  assert.deepEqual(await page.evaluate(() => heard.filter((one) => typeof one === "string")), []);
});

test("the height that a page needs is told to its host", async (visit) => {
  const page = await embed(visit, "/?ui=compact#valley");
  const height = () => page.evaluate(() => heard.filter((one) => one?.event === "height").at(-1)?.data.height);
  assert.ok((await height()) > 300);
  await page.evaluate(() => (document.getElementById("frame").width = 380));
  await until(async () => (await height()) > 700, "a narrow page is higher");
  const once = await height();
  await page.evaluate((height) => (document.getElementById("frame").height = height), once);
  await page.waitForTimeout(500);
  assert.equal(await height(), once, "it grows with its own frame");
});
