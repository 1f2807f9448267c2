// <downhill-demo> and plain frames in other people's pages: posters, attributes, methods, contexts, policies, sandboxes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { desktop, ready, test, until } from "./harness.mjs";

/** An empty page that knows the element, with `html` in it. `from` is where the element comes from, `before` runs inside each document. */
async function host(visit, html, { from = visit.site, before = null } = {}) {
  const page = await visit.blank(desktop, before);
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate((html) => (document.body.innerHTML = html), html);
  await page.addScriptTag({ url: `${from}embed.mjs`, type: "module" });
  await page.evaluate(() => customElements.whenDefined("downhill-demo"));
  return page;
}

const frames = (page) => page.evaluate(() => [...document.querySelectorAll("downhill-demo")].map((one) => !!one.shadowRoot.querySelector("iframe")));

test("on a page with a strict policy the element shows its poster, then the demo, with the methods of the page API", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/strict.html`);
  const result = await page.evaluate(async () => {
    await customElements.whenDefined("downhill-demo");
    const one = document.getElementById("one");
    const poster = new URL(one.shadowRoot.querySelector("img").src).pathname;
    await one.ready;
    const states = [];
    one.on("state", ({ link }) => states.push(link));
    const dom = new Promise((resolve) => one.addEventListener("downhill-state", (event) => resolve(event.detail.link), { once: true }));
    await one.set({ kappa: 200 });
    await dom;
    one.setAttribute("src", "valley?theta=10");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const refused = await one.step("x").catch((error) => error.message);
    return { poster, states, link: await one.link(), refused, picture: (await one.picture()).type, covered: !one.shadowRoot.querySelector("button").hidden };
  });
  assert.equal(result.poster, "/some/folder/posters/valley-dark.webp");
  assert.deepEqual(result.states, ["valley?kappa=200", "valley?theta=10"]);
  assert.equal(result.link, "valley?theta=10");
  assert.match(result.refused, /whole number/);
  assert.equal(result.picture, "image/png");
  assert.equal(result.covered, false);

  await page.locator("#two").scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  assert.deepEqual(await frames(page), [true, false], "loading=click waits");
  const box = await page.locator("#two").boundingBox();
  assert.ok(Math.abs(box.width / box.height - 16 / 9) < 0.01, "its ratio");
  await page.locator("#two").click();
  assert.equal(await page.evaluate(() => document.getElementById("two").link()), "descent");
});

test("the element is small, and so is the plugin", ({ dist }) => {
  const size = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  console.log(`         embed.mjs ${size("embed.mjs")} bytes, reveal-downhill.mjs ${size("reveal-downhill.mjs")} bytes with gzip`);
  assert.ok(size("embed.mjs") < 6000);
  for (const name of ["embed", "reveal-downhill", "engine", "jobs"]) assert.deepEqual(readFileSync(join(dist, `${name}.mjs`)), readFileSync(join(dist, `${name}.js`)));
});

test("a changed attribute is followed, and the run goes on where it was", async (visit) => {
  const page = await host(visit, '<downhill-demo src="valley?kappa=30" theme="light"></downhill-demo>');
  const result = await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    await demo.seek(17);
    const hash = (await demo.status()).hash;
    const first = demo.shadowRoot.querySelector("iframe");
    demo.setAttribute("theme", "dark");
    demo.setAttribute("ui", "none"); // two at once: one new frame
    await new Promise((resolve) => demo.addEventListener("downhill-ready", resolve, { once: true }));
    const second = demo.shadowRoot.querySelector("iframe");
    const after = await demo.status();
    demo.setAttribute("at", "40");
    const at = (await demo.status()).step;
    return { anew: first !== second, query: new URL(second.src).search, same: hash === after.hash, step: after.step, at };
  });
  assert.deepEqual(result, { anew: true, query: "?ui=none&theme=dark", same: true, step: 17, at: 40 });
});

test("twelve on a page: at most four run, each comes back exactly as it was, and they share what is downloaded", async (visit) => {
  const asked = [];
  const page = await host(visit, "");
  page.on("response", (answer) => answer.url().endsWith(".wasm") && asked.push(answer));
  await page.evaluate(() => {
    document.body.innerHTML = Array.from({ length: 12 }, (_, i) => `<downhill-demo src="valley?kappa=${i + 2}" style="height: 560px"></downhill-demo>`).join("");
  });
  const demos = page.locator("downhill-demo");
  const states = [];
  for (let i = 0; i < 12; ++i) {
    await demos.nth(i).scrollIntoViewIfNeeded();
    states.push(
      await demos.nth(i).evaluate(async (demo, i) => {
        await demo.seek(20 + i);
        if (i % 2) await demo.set({ theta: 10 + i });
        const { hash, step } = await demo.status();
        return { hash, step, link: await demo.link() };
      }, i),
    );
    assert.ok((await frames(page)).filter(Boolean).length <= 4);
  }
  const parked = await demos.nth(0).evaluate((demo) => {
    const canvas = demo.shadowRoot.querySelector("button canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return { frame: !!demo.shadowRoot.querySelector("iframe"), colors: new Set(Array.from({ length: 400 }, (_, k) => data.slice(k * 3000, k * 3000 + 3).join())).size };
  });
  assert.equal(parked.frame, false);
  assert.ok(parked.colors > 5, "its own last picture stands there");
  for (let i = 11; i >= 0; --i) {
    await demos.nth(i).scrollIntoViewIfNeeded();
    const now = await demos.nth(i).evaluate(async (demo) => {
      const { hash, step } = await demo.status();
      return { hash, step, link: await demo.link() };
    });
    assert.deepEqual(now, states[i], `demo ${i}`);
    assert.ok((await frames(page)).filter(Boolean).length <= 4);
  }
  const sizes = await Promise.all(asked.map(async (answer) => ({ cached: answer.fromServiceWorker() || (await answer.request().sizes()).responseBodySize === 0, size: (await answer.request().sizes()).responseBodySize })));
  const once = sizes.reduce((sum, { size }) => sum + size, 0) / Math.max(...sizes.map(({ size }) => size));
  assert.ok(once < 1.5, `the program came ${once.toFixed(1)} times in ${asked.length} loads`);
});

test("without a rule the element is as high as its page needs", async (visit) => {
  const page = await host(visit, '<div style="width: 380px"><downhill-demo src="valley" ui="compact"></downhill-demo></div>');
  const height = () => page.locator("downhill-demo").evaluate((demo) => demo.offsetHeight);
  await until(async () => (await height()) > 700, "narrow is high");
  await page.evaluate(() => (document.querySelector("div").style.width = "384px"));
  await page.waitForTimeout(800);
  assert.ok((await height()) > 700, "and stays so where little changes");
  await page.evaluate(() => (document.querySelector("div").style.width = "1000px"));
  await until(async () => (await height()) < 700, "wide is low");
});

test("a demo that ran goes on running when it is seen again", async (visit) => {
  const page = await host(visit, '<downhill-demo src="valley?speed=10"></downhill-demo>');
  const result = await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    await demo.play();
    await demo.park();
    const gone = !demo.shadowRoot.querySelector("iframe");
    return { gone, playing: (await demo.status()).playing };
  });
  assert.deepEqual(result, { gone: true, playing: true });
});

test("autoplay waits until the demo is seen, whatever happened to its frame before, and may be set later", async (visit) => {
  const page = await host(visit, '<div style="height: 3000px"></div><downhill-demo src="valley" autoplay="visible"></downhill-demo>');
  const playing = () => page.evaluate(async () => (await document.querySelector("downhill-demo").status()).playing);
  await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    await demo.link();
    await demo.park();
  });
  assert.equal(await playing(), false);
  await page.evaluate(() => document.querySelector("downhill-demo").scrollIntoView());
  await until(playing, "it is seen");
  await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    demo.removeAttribute("autoplay");
    await demo.reset();
    await demo.park();
  });
  assert.equal(await playing(), false, "it was stopped");
  await page.evaluate(() => document.querySelector("downhill-demo").setAttribute("autoplay", "visible"));
  await until(playing, "it is asked to");
});

test("a demo in sight that got no seat runs once another leaves", async (visit) => {
  const page = await host(visit, Array.from({ length: 5 }, () => '<downhill-demo src="valley" style="height: 150px"></downhill-demo>').join(""));
  await until(async () => (await frames(page)).filter(Boolean).length === 4, "four run");
  const last = (await frames(page)).indexOf(false);
  await page.evaluate((i) => (document.querySelectorAll("downhill-demo")[i].style.display = "none"), (last + 1) % 5);
  await until(async () => (await frames(page))[last], "the fifth runs");
});

test("whoever starts a demo by a key goes on with keys", async (visit) => {
  const page = await host(visit, '<downhill-demo src="valley" loading="click"></downhill-demo>');
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.evaluate(() => document.querySelector("downhill-demo").ready);
  assert.equal(await page.evaluate(() => document.querySelector("downhill-demo").shadowRoot.activeElement?.localName), "iframe");
});

test("what is asked while a demo is put away is not lost, and one that is seen meanwhile comes back", async (visit) => {
  const page = await host(visit, '<div style="height: 3000px"></div><downhill-demo src="valley" loading="click"></downhill-demo>');
  const result = await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    await demo.seek(5);
    const [, answer] = await Promise.all([demo.park(), demo.set({ kappa: 77 })]);
    const set = { rejected: answer.rejected, link: await demo.link() };
    await demo.park();
    demo.setAttribute("at", "40"); // while it is a picture
    const { step } = await demo.status();
    const away = demo.park();
    demo.scrollIntoView();
    await away;
    return { ...set, step };
  });
  assert.deepEqual(result, { rejected: [], link: "valley?kappa=77", step: 40 });
  await until(async () => (await frames(page))[0], "it runs again");
});

test("more demos are asked at once than may run: each answers in its turn", async (visit) => {
  const page = await host(visit, Array.from({ length: 6 }, (_, i) => `<downhill-demo src="valley?kappa=${i + 2}" ui="none" loading="click"></downhill-demo>`).join(""));
  const links = await page.evaluate(() => Promise.all([...document.querySelectorAll("downhill-demo")].map((demo) => demo.link())));
  assert.deepEqual(links, Array.from({ length: 6 }, (_, i) => `valley?kappa=${i + 2}`));
  assert.equal((await frames(page)).filter(Boolean).length, 4);
});

test("a demo that cannot start says so: ready is refused, and its frame is shown", async (visit) => {
  const before = () => (HTMLCanvasElement.prototype.getContext = () => null);
  const page = await host(visit, '<downhill-demo src="valley" lang="de" label="Ein Tal"></downhill-demo>', { before });
  const why = await page.evaluate(() => document.querySelector("downhill-demo").ready.catch((error) => error.message));
  assert.match(why, /Dieser Browser/);
  const shown = await page.locator("downhill-demo").evaluate((demo) => [demo.shadowRoot.querySelector("iframe").className, demo.shadowRoot.querySelector("button").getAttribute("aria-label")]);
  assert.deepEqual(shown, ["shown", "Starten: Ein Tal"]);
});

test("a page that loads itself anew in its frame goes on where it is, not where it was once parked", async (visit) => {
  const page = await host(visit, '<downhill-demo src="valley"></downhill-demo>');
  const demo = page.locator("downhill-demo");
  await demo.evaluate(async (demo) => (await demo.seek(20), await demo.park(), await demo.seek(50)));
  const before = performance.now();
  await page.frames()[1].evaluate(() => canvas.getContext("webgl2").getExtension("WEBGL_lose_context").loseContext());
  await demo.evaluate((demo) => new Promise((resolve) => demo.addEventListener("downhill-ready", resolve, { once: true })));
  assert.ok(performance.now() - before > 1000, "it has revived itself");
  assert.equal((await demo.evaluate((demo) => demo.status())).step, 50);
});

test("a page that never answers is told in words to who waits for it", async (visit) => {
  visit.expectTrouble(/404/);
  const before = () => {
    const real = setTimeout;
    window.setTimeout = (act, time, ...rest) => real(act, time === 40_000 ? 400 : time, ...rest);
  };
  const page = await host(visit, '<downhill-demo src="valley" page="/nowhere.html"></downhill-demo>', { before });
  const told = await page.evaluate(() => {
    const demo = document.querySelector("downhill-demo");
    return Promise.all([demo.ready, demo.link()].map((one) => one.catch((error) => error.message)));
  });
  for (const words of told) assert.match(words, /does not answer/);
});

test("the element works from another origin that allows its modules", async (visit) => {
  const page = await host(visit, '<downhill-demo src="valley"></downhill-demo>', { from: visit.other });
  const shown = await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    const poster = demo.shadowRoot.querySelector("img").src;
    return { poster, link: await demo.link() };
  });
  assert.deepEqual(shown, { poster: `${visit.other}posters/valley.webp`, link: "valley" });
  assert.ok(page.frames()[1].url().startsWith(visit.other));
});

test("from another origin, too, a demo answers and gives its finished picture while it is off screen", async (visit) => {
  const page = await host(visit, '<div style="height: 5000px"></div><downhill-demo src="trainability"></downhill-demo>', { from: visit.other });
  const shown = await page.evaluate(async () => {
    const demo = document.querySelector("downhill-demo");
    await demo.set({ depth: 3 });
    await demo.still();
    return { drawn: demo.shadowRoot.querySelector("canvas").width > 0, gone: !demo.shadowRoot.querySelector("iframe") };
  });
  assert.deepEqual(shown, { drawn: true, gone: true });
});

test("a frame on another origin works with no script on the host, sandboxed or not", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  for (const [sandbox, address] of [
    [null, `${visit.other}valley.html?ui=minimal#valley?kappa=300`],
    ["allow-scripts", `${visit.other}?ui=minimal#valley?kappa=300`], // its server allows every origin
    ["allow-scripts", `${visit.other}downhill.html?ui=minimal#valley?kappa=300`],
  ]) {
    await page.evaluate(
      ([sandbox, address]) => {
        heard.length = 0;
        document.body.innerHTML = "";
        const frame = Object.assign(document.createElement("iframe"), { id: "frame", width: 900, height: 600 });
        if (sandbox) frame.setAttribute("sandbox", sandbox);
        frame.src = address;
        document.body.append(frame);
      },
      [sandbox, address],
    );
    await until(() => page.evaluate(() => heard.some((one) => one?.event === "ready")), `ready: ${sandbox} ${address}`, 30_000);
    assert.equal((await page.evaluate(() => call("link"))).result, "valley?kappa=300");
    assert.deepEqual((await page.evaluate(() => call("set", { kappa: 200 }))).result.rejected, []);
    await page.waitForTimeout(600); // the address follows
  }
});

test("a plain frame shows the demo's still until it runs", async (visit) => {
  const page = await visit.blank();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/playground-*.wasm", async (route) => (await held, route.continue()));
  await page.goto(`${visit.site}pages/parent.html`);
  for (const address of ["/?ui=minimal&theme=dark#race", "/race.html?ui=minimal&theme=dark"]) {
    await page.evaluate((src) => (document.getElementById("frame").src = src), address);
    const poster = page.frameLocator("#frame").locator(".poster");
    await until(() => poster.evaluate((image) => image.naturalWidth === 1200 && image.src.endsWith("posters/race-dark.webp")), `the still, ${address}`);
    assert.equal(await page.frameLocator("#frame").locator("#message p").isVisible(), false);
  }
  release();
  await page.frameLocator("#frame").locator("#stage:not(.waiting)").waitFor();
  assert.equal(await page.frameLocator("#frame").locator(".poster").isVisible(), false);
});

test("twenty plain frames on a page: one whose context the browser took comes back with its run when it is seen", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  const add = (from, to) =>
    page.evaluate(
      ([from, to]) => {
        for (let kappa = from; kappa < to; ++kappa) document.body.append(Object.assign(document.createElement("iframe"), { src: `/?ui=none#valley?kappa=${kappa}`, width: 600, height: 500 }));
        scrollTo(0, document.body.scrollHeight);
      },
      [from, to],
    );
  const first = () => until(() => page.frames().find((one) => one.url().endsWith("#valley?kappa=2")), "the frame");
  const ask = async (what) => (await first()).evaluate(what).catch(() => null); // it may be loading anew
  const isLost = () => ask(() => document.getElementById("canvas").getContext("webgl2").isContextLost());
  await page.evaluate(() => (document.body.innerHTML = ""));
  await add(2, 4);
  await until(() => ask(() => globalThis.downhill?.ready.then(() => true)), "its picture");
  const before = await ask(() => (downhill.seek(33), downhill.status().hash));
  await add(4, 22);
  await until(async () => (await isLost()) === true, "the browser takes the oldest context", 30_000);
  await page.evaluate(() => scrollTo(0, 0));
  await until(async () => (await isLost()) === false && (await ask(() => globalThis.downhill?.status().step === 33)), "it comes back at its step", 30_000);
  assert.equal(await ask(() => downhill.status().hash), before);
});

test("in a sandbox that may not load modules the page goes on as the single file, jobs and all", async (visit) => {
  visit.expectTrouble(/CORS|Failed to load resource|ERR_FAILED/); // the browser says so by itself
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate(() => {
    const frame = document.getElementById("frame");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = "/?ui=minimal&compute=workers#trainability?rows=16";
  });
  await until(() => page.evaluate(() => heard.some((one) => one?.event === "ready")), "ready", 30_000);
  assert.match(page.frames()[1].url(), /downhill\.html\?ui=minimal&compute=workers#trainability/);
  await until(async () => (await page.evaluate(() => call("status"))).result.progress === 1, "its job is done", 40_000);
  assert.equal((await page.evaluate(() => call("status"))).result.runner, "workers");
});

test("modules that do not come are told in words", async (visit) => {
  visit.expectTrouble(/Failed to load resource/);
  const page = await visit.blank();
  await page.route("**/downhill-*.js", (route) => route.abort());
  await page.goto(visit.site);
  await page.locator("#message", { hasText: "or open downhill.html" }).waitFor();
  await page.goto(`${visit.site}?lang=de`);
  await page.locator("#message", { hasText: "oder öffne downhill.html" }).waitFor();
});

test("from a double click a demo's page goes on as the single file", async (visit) => {
  visit.expectTrouble(/CORS|Failed to load|ERR_FAILED|file:/);
  const page = await visit.blank();
  await page.goto(`file://${join(visit.dist, "descent.html")}`).catch(() => {}); // it is replaced while it loads
  await page.waitForURL(/downhill\.html#descent$/);
  await ready(page);
});
