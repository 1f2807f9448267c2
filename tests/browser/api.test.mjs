// The page API of the design, section 7, on the real program: every call, every event, every parameter.
import assert from "node:assert/strict";
import { desktop, noticeOf, pixelsOf, ready, test, until } from "./harness.mjs";

const narrowValley =
  "valley?surface=quadratic&kappa=100&theta=0&start-x=-10&start-y=1&racers=sgd:lr=0.01,momentum:lr=0.01:momentum=0.9,adam:lr=0.1";

test("the API has exactly the calls that are promised", async (visit) => {
  const page = await visit.open();
  const calls = await page.evaluate(() => Object.keys(downhill).sort());
  assert.deepEqual(calls, [
    "act", "actions", "bring", "demos", "link", "on", "open", "params", "pause", "picture", "play", "read", "ready", "reset", "restore",
    "save", "seek", "set", "status", "step", "targets", "untranslated",
  ]);
  const status = await page.evaluate(() => downhill.status());
  for (const key of ["demo", "playing", "step", "horizon", "hash", "runner", "progress", "simd", "fps", "visible", "frames"]) assert.ok(key in status, key);
  assert.equal(status.simd, true);
  for (const param of await page.evaluate(() => downhill.params())) {
    for (const key of ["key", "label", "help", "kind", "value"]) assert.ok(key in param, `${key} of ${param.key}`);
    assert.match(param.help, /\.$/, `the help of ${param.key} is a sentence`);
  }
});

test("a call before ready says what to do", async (visit) => {
  const page = await visit.blank(desktop, () => {
    let set;
    Object.defineProperty(globalThis, "downhill", {
      configurable: true,
      get: () => set,
      set(api) {
        set = api;
        try {
          api.status();
        } catch (error) {
          globalThis.early = error.message;
        }
      },
    });
  });
  await page.goto(visit.site);
  await ready(page);
  assert.match(await page.evaluate(() => early), /await downhill\.ready/);
});

test("the numbers of the seminar come out of one link", async (visit) => {
  const page = await visit.open(`#${narrowValley}`);
  const reached = () => page.evaluate(() => downhill.read().racers.map((racer) => racer.reached));
  assert.deepEqual(await reached(), [653, 124, 261]);
  await page.evaluate(() => downhill.set({ racers: "sgd:lr=0.019,sgd:lr=0.021,nesterov:lr=0.01,adagrad:lr=1" }));
  assert.deepEqual(await reached(), [343, null, 61, 193]);
  assert.equal(await page.evaluate(() => downhill.read().racers[1].diverged !== null), true);
});

test("the table in the text agrees with the picture, before and after the turn", async (visit) => {
  const page = await visit.open();
  const told = await page.locator("#numbers tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent))));
  const reached = () => page.evaluate(() => downhill.read().racers.map((racer) => racer.reached));
  assert.deepEqual(await reached(), told.map(([before]) => before));
  const [rotate] = await page.evaluate(() => downhill.actions());
  await page.evaluate((key) => downhill.act(key), rotate.key);
  assert.equal(await page.evaluate(() => downhill.params().find((param) => param.key === "theta").value), 45);
  assert.deepEqual(await reached(), told.map(([, after]) => after));
});

test("play runs to the end and says so, step and seek and reset move", async (visit) => {
  const page = await visit.open(`#${narrowValley}`);
  const at = () => page.evaluate(() => downhill.status().step);
  await page.evaluate(() => downhill.reset());
  assert.equal(await at(), 0);
  await page.evaluate(() => (downhill.step(), downhill.step(10), downhill.step(-1)));
  assert.equal(await at(), 10);
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const event of ["playing", "finished"]) downhill.on(event, (data) => heard.push([event, data]));
    downhill.seek(downhill.status().horizon - 20);
    downhill.play();
  });
  await until(() => page.evaluate(() => heard.some(([event]) => event === "finished")), "finished");
  const { horizon } = await page.evaluate(() => downhill.status());
  assert.equal(await at(), horizon);
  assert.deepEqual(await page.evaluate(() => heard.filter(([event]) => event === "playing").map(([, data]) => data.playing)), [true, false]);
  await page.evaluate(() => downhill.step(-1));
  assert.equal(await at(), horizon - 1);
});

test("a saved state comes back exactly", async (visit) => {
  const page = await visit.open(`#${narrowValley}&noise=0.5`);
  const [before, after] = await page.evaluate(async () => {
    downhill.seek(123);
    const look = async () => {
      await downhill.picture(); // where things lie on the canvas is known once they are drawn
      return [downhill.link(), downhill.status().step, downhill.status().hash, downhill.read()];
    };
    const before = await look();
    const bytes = downhill.save();
    if (!(bytes instanceof Uint8Array)) throw new Error("not bytes");
    downhill.open("descent");
    downhill.restore(bytes);
    return [before, await look()];
  });
  assert.deepEqual(after, before);
  const { rejected } = await page.evaluate(() => downhill.restore(new Uint8Array([1, 2, 255])));
  assert.equal(rejected.length, 1);
});

test("the same link gives the same run in another page", async (visit) => {
  const hashes = [];
  for (let i = 0; i < 2; ++i) {
    const page = await visit.open(`?at=300#${narrowValley}&noise=1&seed=7`);
    hashes.push(await page.evaluate(() => [downhill.status().hash, downhill.status().step]));
  }
  assert.deepEqual(hashes[0], hashes[1]);
  assert.equal(hashes[0][1], 300);
});

test("picture() is a PNG of what is on the canvas", async (visit) => {
  const page = await visit.open();
  const blob = await page.evaluate(async () => {
    const blob = await downhill.picture();
    return [blob.type, [...new Uint8Array(await blob.slice(0, 4).arrayBuffer())]];
  });
  assert.deepEqual(blob, ["image/png", [0x89, 0x50, 0x4e, 0x47]]);
  const picture = await pixelsOf(page);
  const [width, height] = await page.evaluate(() => [canvas.width, canvas.height]);
  assert.deepEqual([picture.width, picture.height], [width, height]);
  const colors = new Set();
  for (let x = 5; x < width; x += 20) for (let y = 5; y < height; y += 20) colors.add(picture.at(x, y).join());
  assert.ok(colors.size > 50, `${colors.size} colours`);
});

/** Another value than the present one, as text; null where there is none. */
function other(param) {
  if (param.kind === "toggle") return String(!param.value);
  if (param.kind === "choice") return param.choices.find((one) => one.key !== param.value).key;
  if (param.kind === "one-of") return param.choices.findLast((one) => one.key !== param.value.split(":")[0])?.key ?? null;
  if (param.kind === "list") return param.value.split(",")[0];
  if (param.kind === "text") return param.key === "edits" ? "5:lr=0.003" : "x^2 + 3*x";
  if (param.kind === "integer") return String(param.value === param.max ? param.min : Math.min(param.max, param.value + 3));
  const share = (high) => (param.scale === "log" ? param.min * (param.max / param.min) ** high : param.min + (param.max - param.min) * high);
  return String([0.37, 0.61].map((high) => Number(share(high).toPrecision(3))).find((value) => value !== param.value));
}

/**
 * Sets one parameter in the state of `link` and goes on five steps: the link must tell it and lead back to it, and the
 * numbers or the picture at rest must be others. What the numbers tell of the view (playground) is no proof that it is seen.
 */
async function roundTrip(page, link, key, value, shows = true) {
  const { before, after } = await page.evaluate(
    async ([link, key, value, shows]) => {
      const numbers = () => JSON.stringify({ ...downhill.read(), nodes: 0, view: 0, results: 0 });
      const valueOf = () => downhill.params().find((param) => param.key === key)?.value;
      const picture = async () => {
        for (let last = -1, still = 0; still < 3; ) {
          await new Promise((resolve) => setTimeout(resolve, 70));
          const { frames, progress } = downhill.status();
          still = frames === last && progress === 1 ? still + 1 : 0;
          last = frames;
        }
        return new Uint8Array(await crypto.subtle.digest("SHA-256", await (await downhill.picture()).arrayBuffer())).join();
      };
      const open = async () => {
        downhill.open(link);
        downhill.seek(37);
        await new Promise(requestAnimationFrame); // where things lie on the canvas is known once they are drawn
        return downhill.link();
      };
      const base = ((globalThis.bases ??= {})[link] ??= { link: await open(), read: (downhill.step(5), numbers()) });
      await open();
      const { rejected } = downhill.set({ [key]: value });
      const after = { link: downhill.link(), value: valueOf(), rejected };
      downhill.step(5);
      after.changes = numbers() !== base.read;
      if (!after.changes && shows) {
        const changed = await picture();
        await open();
        downhill.step(5);
        after.changes = changed !== (base.picture ??= await picture());
      }
      downhill.open("descent");
      downhill.open("valley");
      after.again = { rejected: downhill.open(after.link).rejected, link: downhill.link(), value: valueOf() };
      return { before: base, after };
    },
    [link, key, value, shows],
  );
  const what = `${key}=${value} in ${link}`;
  assert.deepEqual(after.rejected, [], what);
  assert.notEqual(after.link, before.link, `${what} is not in the link`);
  if (shows) assert.ok(after.changes, `nothing is seen of ${what}`);
  assert.deepEqual(after.again, { rejected: [], link: after.link, value: after.value }, `${what} does not come back`);
}

/** What a parameter needs to have something to do where that is not the case in the first state: [state] or [state, value]. */
const suits = {
  "playground.scale-target": ["playground?data=plane&layers=dense:units=2"],
  "playground.outputs": ["playground?data=gaussians:classes=3&loss=mse&layers="],
  "playground.clip-norm": ["playground?layers=dense:units=2", "0.01"],
  "playground.clip-value": ["playground?layers=dense:units=2", "0.001"],
  "playground.patience": ["playground?layers=dense:units=2&batch-size=1000&optimizer=sgd:lr=10"],
  "playground.unit-y": ["playground?layers=dense:units=2&panel=space", "1"],
  "race.racers.0": ["race?seeds=4&steps=40", "lion"],
  "race.racers.1": ["race?seeds=4&steps=40", "rprop"],
  "race.racers.2": ["race?seeds=4&steps=40", "radam"],
  "playground.metric": ["playground?layers=dense:units=2&curve=metric", "f1"],
};

/** What no link can show by itself: why. */
const exempt = {
  "playground.source": "data of one's own are in no link (playground.test.mjs)",
  "playground.plane": "needs data of more than two inputs, which only a table of one's own has",
  "playground.input-x": "as plane",
  "playground.input-y": "as plane",
  "playground.layers.0.init.mode": "between two layers of two units fan-in and fan-out are the same",
  "playground.layers.1.init.mode": "as that of layer 0",
};

/** What is a playground's, too: its links begin like this. */
const shared = { landscape: "landscape?", race: "race?on=network&seeds=2&steps=8&" };
const suitedTo = (demo, key) => suits[`${demo}.${key}`] ?? (demo in shared ? (suits[`playground.${key}`] ?? []).map((text) => text.replace("playground?", shared[demo])) : []);
const isExempt = (demo, key) => exempt[`${demo}.${key}`] ?? (demo in shared && exempt[`playground.${key}`]);

for (const [demo, ...states] of [
  ["valley", "valley", "valley?surface=typed", "valley?noise=1"],
  ["descent", "descent", "descent?curve=typed", "descent?surface=typed"],
  ["init", "init?depth=3&width=16"],
  ["race", "race?seeds=4&steps=40", "race?on=network&seeds=2&steps=8&layers=dense:units=2,dense:units=2"],
  ["trainability", "trainability?size=64", "trainability?size=64&problem=quadratic"],
  ["playground", "playground?layers=dense:units=2,dense:units=2", "playground?layers=dense:units=2,dense:units=2&panel=space"],
  ["landscape", "landscape?layers=dense:units=2,dense:units=2&pixels=32&batch-size=32", "landscape?layers=dense:units=2&pixels=32&plane=random", "landscape?layers=dense:units=2&pixels=32&plane=line"],
]) {
  test(`every parameter of ${demo} is in the link, comes back from it and shows`, async (visit) => {
    const page = await visit.open(`?ui=minimal#${demo}`);
    const known = new Set();
    const ofPlayground = await page.evaluate((demo) => (demo ? (downhill.open("playground"), downhill.params().map(({ key }) => key)) : []), demo in shared);
    for (const state of states) {
      const params = await page.evaluate((link) => (downhill.open(link), downhill.params()), state);
      for (const param of params) {
        const value = other(param);
        if (value === null || known.has(param.key)) continue;
        known.add(param.key);
        const [suited, valued] = suitedTo(demo, param.key);
        if (param.key === "source") continue; // opening it again says what is missing, as it should
        const shows = !isExempt(demo, param.key) && !ofPlayground.includes(param.key); // what is a playground's, too, it has shown there
        await roundTrip(page, suited ?? state, param.key, valued ?? value, shows);
      }
    }
    assert.ok(known.size >= 10, [...known].join());
  });
}

test("what a learner can reach by hand opens again without a refusal", async (visit) => {
  const page = await visit.open("?ui=minimal#playground");
  for (const state of ["data=gaussians:classes=3&outputs=one", "x1=false&x2=false", "feature=log(x)", "layers=dense:units=4:residual=true,dense:units=3:residual=true"]) {
    const { rejected, wrong } = await page.evaluate((link) => ({ ...downhill.open(link), wrong: downhill.read().wrong }), `playground?${state}`);
    assert.deepEqual(rejected, [], state);
    assert.match(wrong, /\.$/, `${state} is explained`);
  }
});

test("every optimizer and every option of it is in the link and comes back from it", async (visit) => {
  const page = await visit.open();
  const choices = await page.evaluate(() => downhill.params().find((param) => param.key === "racers").choices.map((one) => one.key));
  assert.deepEqual(choices, "sgd momentum nesterov adagrad adadelta rmsprop adam amsgrad adamw nadam radam adamax rprop lion lbfgs".split(" "));
  for (const optimizer of choices) {
    const link = `valley?kappa=20&racers=${optimizer},lion`;
    const failures = await page.evaluate((link) => {
      const failures = [];
      downhill.open(link);
      const numbers = downhill.params().filter(({ key, kind }) => key.startsWith("racers.0.") && (kind === "real" || kind === "integer" || kind === "toggle"));
      for (const { key, kind, value, min, max, scale } of numbers) {
        downhill.open(link);
        const middle = scale === "log" ? Math.sqrt(min * max) : (min + max) / 2;
        const wanted = kind === "toggle" ? !value : kind === "integer" ? Math.round(middle) : Number(middle.toPrecision(3));
        const { rejected } = downhill.set({ [key]: wanted });
        const told = downhill.link();
        downhill.open("valley");
        const back = downhill.open(told).rejected;
        const now = downhill.params().find((param) => param.key === key)?.value;
        if (rejected.length || back.length || downhill.link() !== told || now !== wanted) failures.push([key, wanted, now, told]);
      }
      return numbers.length ? failures : [[link, "no parameters"]];
    }, link);
    assert.deepEqual(failures, []);
  }
});

const bad = [
  ["nowhere", "nowhere"],
  ["valley?kappa=abc", "kappa=abc"],
  ["valley?kappa=1e9", "kappa=1e9"],
  ["valley?kappa=", "kappa"],
  ["valley?unheard-of=1", "unheard-of=1"],
  ["valley?racers=bogus,adam", "bogus"],
  ["valley?racers=adam:lr=x", "lr"],
  ["valley?surface=typed&f=x^^2", "f="],
  ["valley?%ZZ=%E0%A4", "%"],
  ["valley?<img src=x onerror=alert(1)>=1", "img"],
  [`valley?f=${"x".repeat(5000)}`, "f="],
  ["valley?racers=" + "adam,".repeat(3000), "racers"],
];

test("a bad link is reported and harmless", async (visit) => {
  for (const [link, named] of [bad[0], bad[9]]) {
    const page = await visit.open(`#${link}`);
    await until(async () => (await noticeOf(page)).includes(named), `${named} in the notice`);
    assert.ok((await page.evaluate(() => downhill.read().racers.length)) > 0);
  }
  const page = await visit.open();
  for (const [link, named] of bad) {
    await page.evaluate((link) => (location.hash = link), link);
    await until(async () => (await noticeOf(page)).includes(named), `${named} in the notice`);
  }
  for (const [link] of bad) {
    const { rejected } = await page.evaluate((link) => downhill.open(link), link);
    assert.ok(rejected.length > 0, link);
    for (const { key, value, why } of rejected) assert.ok(typeof key === "string" && typeof value === "string" && why.length > 5);
  }
});

test("a bad page parameter is reported and harmless", async (visit) => {
  for (const [query, named] of [["ui=huge", "ui=huge"], ["theme=pink", "theme=pink"], ["scale=99", "scale=99"], ["unheard-of=1", "unheard-of"]]) {
    const page = await visit.open(`?${query}`);
    await until(async () => (await noticeOf(page)).includes(named), `${named} in the notice`);
    assert.ok(await page.locator("h1").isVisible());
    await page.locator("#notices button").click();
    assert.equal(await noticeOf(page), "");
  }
});

test("set says what it could not take and why", async (visit) => {
  const page = await visit.open();
  const answer = await page.evaluate(() => {
    globalThis.heard = [];
    downhill.on("rejected", (list) => heard.push(...list));
    return downhill.set({ kappa: -5, theta: 30, "no-such": 1 });
  });
  assert.deepEqual(answer.rejected.map((one) => one.key), ["kappa", "no-such"]);
  assert.equal(await page.evaluate(() => downhill.params().find((param) => param.key === "theta").value), 30);
  await until(() => page.evaluate(() => heard.length === 2), "the event");
});

test("the address follows the state, and the state the address", async (visit) => {
  const page = await visit.open("?theme=dark");
  const entries = await page.evaluate(() => history.length);
  await page.evaluate(async () => {
    for (let kappa = 100; kappa < 200; ++kappa) {
      downhill.set({ kappa });
      await new Promise(requestAnimationFrame);
    }
  });
  await page.waitForURL(/\?theme=dark#valley\?kappa=199$/);
  assert.equal(await page.evaluate(() => history.length), entries);
  await page.evaluate(() => (location.hash = "#valley?kappa=77&f=x+1"));
  await until(() => page.evaluate(() => downhill.params().find((param) => param.key === "kappa").value === 77), "the hash is opened");
  await page.goBack();
  await until(() => page.evaluate(() => downhill.params().find((param) => param.key === "kappa").value === 199), "back is opened");
});
