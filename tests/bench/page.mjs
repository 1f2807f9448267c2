// The page in Chromium: bytes of a first visit, time to the first picture, time of a frame while eight racers run.
// The last two depend on the machine and on software rendering where there is no graphics card.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { createStaticServer, listen } from "../../scripts/serve.mjs";
import { openBrowser, root } from "../support/chromium.mjs";

const dist = join(root, "dist");
const rounds = 5;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const server = createStaticServer(dist);
const site = `http://127.0.0.1:${await listen(server, 0)}/`;
const browser = await openBrowser();

const fetched = new Set();
const first = [];
for (let round = 0; round <= rounds; ++round) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.on("request", (request) => fetched.add(new URL(request.url()).pathname));
  await page.goto(site);
  const ready = await page.evaluate(() => downhill.ready.then(() => performance.now()));
  if (round > 0) first.push(ready); // the first start warms the machine's caches
  await context.close();
}
const files = [...fetched].map((path) => readFileSync(join(dist, path === "/" ? "index.html" : path)));
const bytes = (pack) => files.reduce((sum, file) => sum + pack(file).length, 0);
console.log(`transferred brotli,${bytes(brotliCompressSync)},bytes`);
console.log(`transferred gzip,${bytes((file) => gzipSync(file, { level: 9 }))},bytes`);
console.log(`files of a first visit,${files.length} of ${readdirSync(dist, { recursive: true }).length},files`);
console.log(`time to first picture,${median(first).toFixed(0)},ms`);

const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
await page.goto(`${site}#valley?racers=sgd:lr=0.0019,momentum:lr=0.001,nesterov:lr=0.001,adagrad:lr=1,rmsprop:lr=0.1,adam,nadam,lion&speed=600`);
await page.evaluate(() => downhill.ready);
const frames = await page.evaluate(
  () =>
    new Promise((resolve) => {
      const times = [];
      let last = 0;
      const tick = (now) => {
        if (last) times.push(now - last);
        last = now;
        if (times.length < 120 && downhill.status().playing) requestAnimationFrame(tick);
        else resolve(times);
      };
      downhill.reset();
      downhill.play();
      requestAnimationFrame(tick);
    }),
);
if (frames.length < 30) throw new Error(`only ${frames.length} frames were drawn`);
console.log(`frame with eight racers (median of ${frames.length}),${median(frames).toFixed(1)},ms`);
await browser.close();
server.close();
