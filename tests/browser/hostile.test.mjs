// Ten thousand random messages, links and files against the page: it stays alive, and the console without errors.
import assert from "node:assert/strict";
import { publishedLinks, ready, test, until } from "./harness.mjs";

const rounds = 10_000;

/** In the embedding page: sends what `seed` draws, a hundred at a time. @returns how many calls were answered, and how many states taken */
async function attack({ seed, rounds, links, own }) {
  const target = document.getElementById("frame").contentWindow;
  let state = seed;
  const random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(random() * n);
  const pick = (list) => list[below(list.length)];
  const letters = "abz019.,:;=&?#%+-_ \\/\"'<>{}[]()\0\n\u00e9\u{1f600}\ud800";
  const noise = (length) => Array.from({ length: below(length) }, () => [...letters][below([...letters].length)]).join("");
  const odd = [null, undefined, true, false, 0, -1, 1e308, -1e308, NaN, Infinity, 2 ** 53, 1n, "", "NaN", "1e999", "__proto__", "constructor", [], {}, [[]], new Date(0), /x/];
  const value = (depth = 0) => {
    const kind = below(depth > 3 ? 3 : 6);
    if (kind === 0) return pick(odd);
    if (kind === 1) return noise(40);
    if (kind === 2) return (random() - 0.5) * 10 ** below(20);
    if (kind === 3) return Array.from({ length: below(5) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: below(5) }, () => [random() < 0.5 ? noise(10) : pick(["downhill", "call", "args", "id", "kappa", "layers", "__proto__", "toString"]), value(depth + 1)]));
  };
  /** A link that once worked, with a piece of it changed, doubled, cut out or filled with noise. */
  const link = () => {
    const text = pick(links);
    const [from, to] = [below(text.length + 1), below(text.length + 1)].sort((a, b) => a - b);
    const middle = pick([noise(20), text.slice(from, to).repeat(below(4)), "9".repeat(below(400)), pick(links), ",,,", "%00", ":=&".repeat(below(30))]);
    return random() < 0.1 ? noise(300) : text.slice(0, from) + middle + text.slice(random() < 0.5 ? from : to);
  };
  /** What a saved state holds of data of one's own, with a piece of it changed. */
  const ownData = () => {
    const at = below(own.length + 1);
    return own.slice(0, at) + pick(["", noise(20), "9".repeat(below(400)), "\n", own]) + own.slice(at + below(30));
  };
  const json = () => (random() < 0.5 ? JSON.stringify(value(), (_, one) => (typeof one === "bigint" ? `${one}` : one)) ?? noise(50) : noise(200));
  const bytes = () => new TextEncoder().encode(random() < 0.5 ? `downhill 1\n${link()}\n${below(random() < 0.9 ? 20 : 200)}\n${pick([noise(100), ownData()])}` : json());
  const calls = ["demos", "open", "link", "params", "set", "actions", "act", "play", "pause", "step", "seek", "reset", "read", "save", "restore", "bring", "status", "picture", "targets", "untranslated", "on", "ready", "eval", "constructor"];

  const message = (id) => {
    const kind = below(10);
    const call = (name, ...args) => ({ downhill: 1, call: name, args, id });
    if (kind < 2) return value();
    if (kind < 4) return call("open", link());
    if (kind < 5) return call("restore", bytes());
    if (kind < 6) return call("set", value());
    if (kind < 7) return call("bring", random() < 0.5 ? json() : new Blob([json()]), value());
    if (kind < 8) return pick(["slide:start", "slide:stop", noise(30), JSON.stringify({ method: noise(5) })]);
    return { downhill: random() < 0.9 ? 1 : value(), call: random() < 0.9 ? pick(calls) : value(), args: random() < 0.5 ? value() : [value(), value()], id: random() < 0.5 ? id : value() };
  };
  const states = new Set(); // ids of calls that restore one
  let answered = 0;
  let restored = 0;
  addEventListener("message", ({ data }) => {
    answered += data?.id !== undefined ? 1 : 0;
    restored += states.has(data?.id) && data.result?.rejected?.every(({ key }) => key !== "save") ? 1 : 0; // in part, at least
  });
  for (let i = 0; i < rounds; ++i) {
    try {
      const sent = message(1000 + i);
      if (sent?.call === "restore") states.add(sent.id);
      target.postMessage(sent, "*");
    } catch (error) {
      if (error.name !== "DataCloneError") throw error;
    }
    if (i % 100 === 99) await Promise.race([call("status"), new Promise((_, reject) => setTimeout(() => reject(new Error(`no answer after ${i + 1} messages`)), 30_000))]);
  }
  return { answered, restored };
}

test("ten thousand random messages, links and files leave the page alive", async (visit) => {
  const links = publishedLinks(visit.root).map(({ link }) => link);
  const seed = Number(process.env.DOWNHILL_SEED ?? 1);
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate(() => (document.getElementById("frame").src = "/?ui=compact#valley"));
  await until(() => page.evaluate(() => heard.some((one) => one?.event === "ready")), "ready");
  const frame = page.frames()[1];
  const own = await frame.evaluate(async () => {
    downhill.open("playground");
    const { rejected } = await downhill.bring("x,y,kind\n1,2,a\n3,4.5,b\n-1,0,a\n2,2,c\n5,1,b");
    if (rejected.length) throw new Error(JSON.stringify(rejected));
    return new TextDecoder().decode(downhill.save()).split("\n").slice(3).join("\n");
  });
  assert.match(own, /own data/);
  const { answered, restored } = await page.evaluate(attack, { seed, rounds, links, own });
  console.log(`         ${answered} answers, ${restored} states taken`);
  assert.ok(answered > rounds / 4, `${answered} answers`);
  assert.ok(restored > 200, `${restored} states`);
  await ready(frame);
  const after = await frame.evaluate(async () => {
    downhill.pause();
    const { rejected } = downhill.open("valley?kappa=300");
    downhill.seek(20);
    return { rejected, step: downhill.status().step, link: downhill.link(), picture: (await downhill.picture()).size > 5000 };
  });
  assert.deepEqual(after, { rejected: [], step: 20, link: "valley?kappa=300", picture: true });
});

test("scores of random addresses open the page, with a notice or without", async (visit) => {
  const page = await visit.open();
  const links = publishedLinks(visit.root).map(({ link }) => link);
  let state = 7;
  const random = (n) => (state = (state * 48271) % 2147483647) % n;
  for (let i = 0; i < 80; ++i) {
    const text = links[random(links.length)];
    const cut = random(text.length);
    const hash = text.slice(0, cut) + ["%", "%00", "=".repeat(50), "é", "<b>", "1e999", "&&&", ""][random(8)] + text.slice(cut + random(4));
    await page.evaluate((hash) => (location.hash = hash), hash);
  }
  await page.evaluate(() => (location.hash = "#descent"));
  await until(() => page.evaluate(() => downhill.link() === "descent"), "the last address");
});
