// A reveal.js deck with demos in it, driven as a lecturer does: the whole contract of slides.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { desktop, ready, test, until } from "./harness.mjs";
import { readPdf } from "./pdf.mjs";

/** The deck is there: it and its plugin are modules that its page waits for. */
const started = (page) => page.waitForFunction(() => window.started?.then(() => true));

async function open(visit, query = "", settings = desktop) {
  const page = await visit.blank(settings);
  await page.goto(`${visit.site}pages/deck.html${query}`);
  await started(page);
  return page;
}

const key = async (page, name) => {
  await page.keyboard.press(name);
  await page.evaluate(() => Downhill.settled());
};
const indices = (page) => page.evaluate(() => (({ h, v, f }) => [h, v, f ?? -1])(deck.getIndices()));
const status = (page, selector = "#driven downhill-demo") => page.evaluate(async (selector) => document.querySelector(selector).status(), selector);
const running = (page) => page.evaluate(() => [...document.querySelectorAll("downhill-demo")].filter((one) => one.shadowRoot.querySelector("iframe")).length);

test("a deck: demos start and stop with their slides, fragments drive them forth and back", async (visit) => {
  const page = await open(visit);
  await until(async () => (await running(page)) === 1, "the next slide's demo is loaded ahead");
  await page.evaluate(() => document.querySelector("#driven downhill-demo").ready);
  await page.waitForTimeout(300);
  assert.equal((await status(page)).playing, false, "not before its slide is shown");
  await key(page, "ArrowRight"); // the deck's own fragment
  await key(page, "ArrowRight");
  assert.deepEqual(await indices(page), [1, 0, -1]);
  await until(async () => (await status(page)).playing, "its slide starts it");

  await key(page, "ArrowRight"); // pause
  assert.equal((await status(page)).playing, false);
  await key(page, "ArrowRight"); // set kappa=300 + seek 40
  assert.equal(await page.evaluate(() => document.querySelector("#driven downhill-demo").link()), "valley?kappa=300");
  const driven = await status(page);
  assert.equal(driven.step, 40);
  await key(page, "ArrowRight"); // step 5
  assert.equal((await status(page)).step, 45);
  await key(page, "ArrowLeft");
  const back = await status(page);
  assert.deepEqual([back.step, back.hash], [40, driven.hash], "going back brings the state before the step");
  await key(page, "ArrowLeft");
  await key(page, "ArrowLeft");
  assert.equal(await page.evaluate(() => document.querySelector("#driven downhill-demo").link()), "valley?kappa=20");
  assert.equal((await status(page)).playing, true, "and that it ran");

  await page.evaluate(() => deck.slide(2));
  await until(async () => !(await status(page)).playing, "it stops with its slide");
  await page.evaluate(() => deck.slide(1, 0, -1));
  await until(async () => (await status(page)).playing, "and goes on when the slide comes back");
});

test("however the deck gets to a slide, its demo has taken the steps that the slide shows", async (visit) => {
  const page = await open(visit);
  const go = async (...where) => {
    await page.evaluate((where) => deck.slide(...where), where);
    await page.evaluate(() => Downhill.settled());
    const demo = page.locator("#driven downhill-demo");
    return { ...(await status(page)), link: await demo.evaluate((one) => one.link()) };
  };
  await page.evaluate(() => deck.slide(2)); // the deck tells of no fragment
  await key(page, "ArrowLeft");
  assert.deepEqual(await indices(page), [1, 0, 2]);
  const all = await go(1);
  assert.deepEqual([all.link, all.step, all.playing], ["valley?kappa=300", 45, false], "from behind: all steps");
  await page.evaluate(() => deck.slide(0));
  const none = await go(1);
  assert.deepEqual([none.link, none.playing], ["valley?kappa=20", true], "from the front: none");
  await page.evaluate(async () => {
    const demo = document.querySelector("#driven downhill-demo");
    await demo.pause();
    await demo.seek(7);
  });
  const three = await go(1, 0, 2);
  assert.equal(three.hash, all.hash, "three at once, in their order");
  const back = await go(1, 0, -1);
  assert.deepEqual([back.link, back.step], ["valley?kappa=20", 7], "and back to before the first");
});

test("fragments drive a plain frame, too", async (visit) => {
  const page = await open(visit, "#/2");
  const frame = await until(() => page.frames().find((one) => one.url().endsWith("#descent")), "the frame");
  await frame.waitForFunction(() => window.downhill);
  await ready(frame);
  const step = () => frame.evaluate(() => downhill.status().step);
  await key(page, "ArrowRight");
  assert.equal(await step(), 3);
  await key(page, "ArrowRight");
  assert.equal(await frame.evaluate(() => downhill.status().playing), true);
  await key(page, "ArrowRight");
  assert.equal(await step(), 0);
  await key(page, "ArrowLeft");
  assert.ok((await step()) >= 3);

  await page.evaluate(() => deck.slide(4)); // the deck unloads the frame
  await until(async () => !(await page.locator("#framed iframe").getAttribute("src")), "it is unloaded");
  await key(page, "ArrowLeft");
  await page.evaluate(() => deck.slide(2, 0, 0)); // seek 3
  const again = await until(() => page.frames().find((one) => one.url().endsWith("#descent")), "the frame comes back");
  await ready(again);
  await until(async () => (await again.evaluate(() => downhill.status().step)) === 3, "with the step that the slide shows");
  await page.evaluate(() => deck.toggleOverview(true));
  await page.evaluate(() => deck.toggleOverview(false));
  await key(page, "ArrowRight");
  await until(() => again.evaluate(() => downhill.status().playing), "it plays");
  await page.evaluate(() => deck.toggleOverview(true));
  await until(() => again.evaluate(() => !downhill.status().playing), "but not in the overview");
});

test("keys that a demo has no use for turn the slides, and Escape gives all keys back", async (visit) => {
  const page = await open(visit, "#/3/1");
  const demo = page.locator("#many section.present downhill-demo");
  await demo.evaluate((one) => one.ready);
  await demo.click({ position: { x: 30, y: 30 } });
  const frame = page.frames().find((one) => one.url().endsWith("#playground"));
  await frame.locator("#canvas").focus();
  await page.keyboard.press("PageUp");
  await until(async () => (await indices(page))[1] === 0, "PageUp is the deck's");
  await page.evaluate(() => deck.slide(3, 1));
  await frame.locator("button:visible, a:visible").first().focus();
  await page.keyboard.press("PageUp");
  await until(async () => (await indices(page))[1] === 0, "from a button, too");
  await page.evaluate(() => deck.slide(3, 1));
  await frame.locator("#canvas").focus();
  const before = (await status(page, "#many section.present downhill-demo")).step;
  await page.keyboard.press("ArrowRight");
  await until(async () => (await status(page, "#many section.present downhill-demo")).step === before + 1, "ArrowRight is the demo's");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await until(async () => (await indices(page))[0] === 4, "after Escape it is the deck's");
});

test("without the plugin, too, a demo gives its keys to the deck", async (visit) => {
  const page = await visit.blank();
  await page.route("**/deck.html*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("plugins: [Downhill]", "plugins: []") });
  });
  await page.goto(`${visit.site}pages/deck.html#/1`);
  await started(page);
  await page.evaluate(() => document.querySelector("#driven downhill-demo").ready);
  await page.frames().find((one) => one.url().includes("#valley")).locator("#canvas").focus();
  await page.keyboard.press("PageDown");
  await until(async () => (await indices(page))[0] === 2, "PageDown is the deck's");
});

test("in the overview and in the speaker's view demos are stills", async (visit) => {
  const page = await open(visit, "#/1");
  await until(async () => (await status(page)).playing, "it runs");
  await page.evaluate(() => deck.toggleOverview(true));
  await until(async () => !(await status(page)).playing, "the overview stops it");
  assert.ok((await running(page)) <= 4);
  await page.evaluate(() => deck.toggleOverview(false));
  await until(async () => (await status(page)).playing, "and it goes on");

  const speaker = await open(visit, "?receiver#/1");
  await speaker.waitForTimeout(500);
  assert.equal(await running(speaker), 0);
  assert.ok(await speaker.locator("#driven downhill-demo").evaluate((demo) => demo.shadowRoot.querySelector("img").naturalWidth > 0), "its poster");
  const plain = speaker.locator('downhill-demo[data-downhill-steps="seek 3; play"]');
  assert.equal(await speaker.locator(".slides iframe").count(), 0, "a plain frame is a still, too");
  await speaker.evaluate((to) => deck.slide(...to), await plain.evaluate((demo) => [[...document.querySelectorAll(".slides > section")].indexOf(demo.closest("section"))]));
  await until(() => plain.evaluate((demo) => demo.shadowRoot.querySelector("img").naturalWidth > 0 && demo.clientWidth > 500 && demo.clientHeight > 300), "its poster, as large");
});

test("a step that makes no sense is told before the audience sees it", async (visit) => {
  visit.expectTrouble(/is none of: play, pause/);
  const page = await visit.blank();
  await page.route("**/deck.html", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("seek 3; play", "jump 3") });
  });
  await page.goto(`${visit.site}pages/deck.html`);
  await until(() => visit.trouble.some((line) => /jump 3/.test(line)), "the mistake");
});

test("twelve plain frames in one deck: no picture is lost for good", async (visit) => {
  const page = await visit.blank();
  await page.route("**/deck.html", async (route) => {
    const answer = await route.fetch();
    const slides = Array.from({ length: 12 }, (_, i) => `<section><iframe data-src="/?ui=none#valley?kappa=${i + 2}" data-preload width="900" height="500" title="Valley ${i}"></iframe></section>`);
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/(<div class="slides">)[^]*?(<\/div>)/, `$1${slides.join("")}$2`).replace("hash: true", "viewDistance: 20") });
  });
  await page.goto(`${visit.site}pages/deck.html`);
  await started(page);
  for (let i = 0; i < 12; ++i) {
    await page.evaluate((i) => deck.slide(i), i);
    const frame = await until(() => page.frames().find((one) => one.url().endsWith(`#valley?kappa=${i + 2}`)), `frame ${i}`);
    const act = () => frame.evaluate((i) => downhill.ready.then(() => (downhill.seek(10 + i), downhill.status().step === 10 + i)), i).catch(() => false);
    await until(act, `frame ${i} runs`); // it may load itself anew
  }
  const lost = () => Promise.all(page.frames().slice(1).map((frame) => frame.evaluate(() => document.getElementById("canvas").getContext("webgl2").isContextLost()).catch(() => true)));
  await until(async () => (await lost()).filter(Boolean).length >= 4, "the browser takes some away");
  for (const i of [0, 5, 11]) {
    await page.evaluate((i) => deck.slide(i), i);
    const frame = page.frames().find((one) => one.url().endsWith(`#valley?kappa=${i + 2}`));
    const picture = () => frame.evaluate(async () => (await downhill.picture()).type).catch(() => null);
    await until(async () => (await picture()) === "image/png", `the picture of frame ${i}`);
    assert.equal(await frame.evaluate(() => downhill.status().step), 10 + i);
  }
});

test("a plain frame is printed as what it shows, in its place and size", async (visit) => {
  const page = await visit.blank();
  await page.route("**/deck.html*", async (route) => {
    const answer = await route.fetch();
    const slides = `<section><iframe id="one" class="mine" data-src="/some/folder/descent.html?ui=none&7=x" style="border: 0" width="100%" height="400" title="Descent"></iframe>
      <p class="fragment" data-downhill-steps="set lr=0.02">slower</p></section>
      <section><iframe id="words" data-src="/some/folder/about.html" width="300" height="200" title="About"></iframe></section>`;
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/(<div class="slides">)[^]*?(<\/div>)/, `$1${slides}$2`) });
  });
  await page.goto(`${visit.site}pages/deck.html?print-pdf`);
  await started(page);
  await until(() => page.evaluate(() => events.includes("printed")), "it is printed", 60_000);
  const printed = await page.evaluate(async () => {
    const all = [...document.querySelectorAll("downhill-demo")];
    return Promise.all(all.map(async (demo) => ({ id: demo.id, class: demo.className, width: demo.style.width, height: demo.style.height, picture: !!demo.shadowRoot.querySelector("button canvas"), link: await demo.link() })));
  });
  const one = { id: "one", class: "mine", width: printed[0].width, height: "400px", picture: true };
  assert.deepEqual(printed, [{ ...one, link: "descent" }, { ...one, link: "descent?lr=0.02" }]);
  assert.ok(parseFloat(one.width) > 800, one.width);
  assert.equal(await page.locator("#words").evaluate((one) => one.localName), "iframe");
});

test("print-pdf makes pages that show the pictures, though the demos are on another origin and most are off screen", async (visit) => {
  const page = await visit.blank();
  const loaded = [];
  page.on("framenavigated", (frame) => loaded.push(frame.url()));
  await page.goto(`${visit.site}pages/deck.html?print-pdf&from=${visit.other}`);
  await started(page);
  await until(() => page.evaluate(() => events.includes("printed")), "every demo has its still", 90_000);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(join(visit.root, "build/shots"), { recursive: true });
  writeFileSync(join(visit.root, "build/shots/deck.pdf"), pdf);
  const { pages, pictures } = readPdf(pdf);
  console.log(`         ${pages} pages, ${pictures.length} pictures, ${(pdf.length / 1e6).toFixed(1)} MB`);
  assert.equal(pages, 13); // one for each slide, and one more for each fragment
  assert.equal(pictures.length, 11); // all but the title with its fragment: a page for each step, and the plain frames, too
  for (const colors of pictures) assert.ok(colors > 100, `colours: ${pictures}`);
  assert.ok(loaded.some((address) => address.startsWith(visit.other)));
  assert.ok(!loaded.some((address) => address.includes("autoplay")), "on paper nothing runs");
});
