#!/usr/bin/env node
// scripts/posters.mjs [--dist DIR]: adds a still of every demo and of every run that the page proposes, made by the page itself.
//
//   --dist DIR  by default dist
//
// posters/NAME.png and NAME.webp are light, NAME-dark.webp is dark; icon-*.png are for the installed page. CHROMIUM names the browser.
// The same program draws the same pictures: they are kept under ${XDG_CACHE_HOME:-~/.cache}/downhill/posters.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "./cli.mjs";
import { createStaticServer, listen } from "./serve.mjs";
import { posterSize } from "./site/pages.mjs";
import { demosOf, stillsOf } from "./site/texts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const scale = 1.25; // device pixels per CSS pixel: type stays large
const pages = 2; // at work side by side

const { values, fail } = command(import.meta.url, { dist: join(root, "dist") });
const { dist } = values;
const chromium = process.env.CHROMIUM || "/usr/bin/chromium";
const npm = process.env.DOWNHILL_NPM ?? join(root, "build/deps/npm");
if (!existsSync(join(dist, "index.html"))) fail(`there is no site in ${dist}: run scripts/build web first`);
if (!existsSync(chromium)) fail(`there is no browser at ${chromium}: install chromium, or name one in CHROMIUM`);

const stills = stillsOf(demosOf(readFileSync(join(dist, "index.html"), "utf8")));
const folder = join(dist, "posters");
const kept = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "downhill/posters", keyOf());

/** Of all that a picture depends on. */
function keyOf() {
  const hash = createHash("sha256").update(JSON.stringify(stills)).update(readFileSync(fileURLToPath(import.meta.url)));
  const drawing = /^(playground|favicon)-|^(engine\.wasm|jobs\.js)$|^fonts\/.*\.otf$/;
  for (const name of readdirSync(dist, { recursive: true }).filter((name) => drawing.test(name)).sort()) hash.update(name).update(readFileSync(join(dist, name)));
  return hash.digest("hex").slice(0, 16);
}

/** In the page, once its picture is finished: {png, light, dark} as base64. */
async function draw() {
  const base64 = async (blob) => {
    const reader = new FileReader();
    await new Promise((resolve) => ((reader.onload = resolve), reader.readAsDataURL(blob)));
    return reader.result.split(",")[1];
  };
  const webp = async (png) => {
    const bitmap = await createImageBitmap(png);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    return canvas.convertToBlob({ type: "image/webp", quality: 0.85 });
  };
  const themed = (theme) => {
    const select = document.getElementById("theme");
    select.value = theme;
    select.dispatchEvent(new Event("change"));
    return downhill.picture();
  };
  const png = await themed("light");
  return { png: await base64(png), light: await base64(await webp(png)), dark: await base64(await webp(await themed("dark"))) };
}

async function finished(page) {
  await page.evaluate(() => downhill.ready);
  let last = -1;
  for (let tries = 0; tries < 600; ++tries) {
    const { frames, progress } = await page.evaluate(() => downhill.status());
    if (frames === last && progress === 1) return;
    last = frames;
    await page.waitForTimeout(120);
  }
  throw new Error(`${page.url()} does not come to rest`);
}

async function render(out) {
  const server = createStaticServer(dist);
  const site = `http://127.0.0.1:${await listen(server, 0)}/`;
  const { chromium: launcher } = createRequire(join(npm, "node_modules/"))("playwright-core");
  const browser = await launcher.launch({ executablePath: chromium, args: ["--no-sandbox", "--enable-unsafe-swiftshader"] });
  const waiting = [...stills];
  const viewport = { width: posterSize.width / scale, height: posterSize.height / scale };
  const work = async () => {
    const context = await browser.newContext({ viewport, deviceScaleFactor: scale, colorScheme: "light", serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(`${site}?ui=none&compute=cpu`);
    for (let still = waiting.shift(); still; still = waiting.shift()) {
      await page.evaluate(() => downhill.ready);
      const { rejected } = await page.evaluate((link) => downhill.open(link), still.link);
      if (rejected.length) throw new Error(`${still.link}: ${rejected[0].why}`);
      await finished(page);
      const pictures = await page.evaluate(draw);
      for (const [key, ending] of [["png", ".png"], ["light", ".webp"], ["dark", "-dark.webp"]]) writeFileSync(join(out, still.name + ending), Buffer.from(pictures[key], "base64"));
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: pages }, work));
  const icon = readFileSync(join(dist, readdirSync(dist).find((name) => /^favicon-.*svg$/.test(name))), "utf8");
  const page = await browser.newPage();
  for (const size of [192, 512]) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<body style="margin:0">${icon.replace("<svg", `<svg style="display:block" width="${size}" height="${size}"`)}`);
    await page.screenshot({ path: join(out, `icon-${size}.png`) });
  }
  await browser.close();
  server.close();
}

if (!existsSync(kept)) {
  const start = performance.now();
  const parts = `${kept}-${process.pid}`;
  mkdirSync(parts, { recursive: true });
  try {
    await render(parts);
    renameSync(parts, kept);
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
  console.log(`posters.mjs: ${stills.length} runs in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
rmSync(folder, { recursive: true, force: true });
cpSync(kept, folder, { recursive: true });
