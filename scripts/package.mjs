#!/usr/bin/env node
// scripts/package.mjs [--build DIR] [--out DIR]: makes the complete static site out of the built programs and the page.
//
//   --build DIR  where programs/ and fonts/ are, by default build/web
//   --out DIR    by default dist; it is emptied first
//
// The site uses relative addresses only. File names carry a hash of their content, except those that other pages name:
// index.html, downhill.html (everything in one file, opens by double click), downhill-element.mjs, engine.mjs and jobs.mjs.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { command } from "./cli.mjs";
import { packageEngine } from "./package_engine.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const { values, fail } = command(import.meta.url, { build: join(root, "build/web"), out: join(root, "dist") });
const { build, out } = values;
const npm = process.env.DOWNHILL_NPM ?? join(root, "build/deps/npm");
for (const needed of ["programs/playground.mjs", "programs/playground.wasm", "fonts/inter.otf"]) {
  if (!existsSync(join(build, needed))) fail(`${join(build, needed)} is missing: run scripts/build web first`);
}
if (!existsSync(join(npm, "node_modules/esbuild"))) fail(`esbuild is missing in ${npm}: run scripts/setup first`);
const esbuild = createRequire(join(npm, "node_modules/"))("esbuild");

// ---- the pieces ------------------------------------------------------------------------------------------------------

const nodeOnly = ["module", "fs", "path", "url"]; // in branches of the glue that a browser does not reach
const settingsOf = (entry, settings) => ({
  entryPoints: [join(root, entry)],
  bundle: true,
  minify: true,
  write: false,
  legalComments: "none",
  format: "esm",
  target: "es2022",
  charset: "utf8",
  alias: { playground: join(build, "programs/playground.mjs") },
  external: ["*.otf", "./engine.mjs", "./jobs.mjs", ...nodeOnly], // the two modules lie beside it
  logOverride: { "empty-import-meta": "silent" },
  ...settings,
});

/** @returns the minified text of a module with all that it imports */
function bundle(entry, settings = {}) {
  const result = esbuild.buildSync(settingsOf(entry, settings));
  for (const { text } of result.warnings) console.warn(`package.mjs: ${entry}: ${text}`);
  return result.outputFiles[0].text.trim();
}

/** What the page loads when a demo first has a job. */
async function bundleJobs() {
  const result = await esbuild.build(settingsOf("web/page/jobs/index.mjs", { plugins: [made], external: nodeOnly }));
  return result.outputFiles[0].text.trim();
}

/** Modules that are made here: the shaders' texts by name, and the workers' script as a text. */
const made = {
  name: "made",
  setup(builder) {
    const modules = {
      shaders: () => Object.fromEntries(readdirSync(join(root, "shaders")).filter((name) => name.endsWith(".wgsl")).map((name) => [name.slice(0, -5), lean(readFileSync(join(root, "shaders", name), "utf8"))])),
      "engine-worker": () => bundle("web/page/jobs/worker.mjs", { format: "iife", external: nodeOnly, alias: { "engine-glue": join(build, "programs/engine.mjs") } }),
    };
    builder.onResolve({ filter: /^(shaders|engine-worker)$/ }, ({ path }) => ({ path, namespace: "made" }));
    builder.onLoad({ filter: /.*/, namespace: "made" }, ({ path }) => ({ contents: JSON.stringify(modules[path]()), loader: "json" }));
  },
};

/** A shader without its comments and margins; the line that names its parts and the number of its lines stay. */
function lean(shader) {
  const bare = (line) => (line.startsWith("// parts:") ? line : line.replace(/\s*\/\/.*$/, "").trim());
  return shader.split("\n").map(bare).join("\n");
}

const wasm = readFileSync(join(build, "programs/playground.wasm"));
const jobs = await bundleJobs();
const script = bundle("web/page/main.mjs");
const early = bundle("web/page/early.js", { format: "iife" });
const style = bundle("web/page/style.css", { target: "chrome123" });
const icon = readFileSync(join(root, "web/page/favicon.svg"));
const fonts = readdirSync(join(build, "fonts")).filter((name) => name.endsWith(".otf"));
const waiting = '\n      <p class="quiet" data-text>Getting ready …</p>';
const page = readFileSync(join(root, "index.html"), "utf8").replace(/\s*<!-- unbuilt -->[^]*?<!-- \/unbuilt -->/, waiting);

/** Replaces what must be there exactly once. */
function swap(text, from, to) {
  if (text.split(from).length !== 2) fail(`expected exactly one ${JSON.stringify(from)} in the page`);
  return text.replace(from, () => to);
}

// ---- the site --------------------------------------------------------------------------------------------------------

const engineAlone = (names) => names.every((name) => name.startsWith("engine."));
if (existsSync(out) && !engineAlone(readdirSync(out)) && !existsSync(join(out, "downhill.html"))) {
  fail(`${out} holds something else than a packaged site: empty it, or choose another folder with --out`);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

/** Writes `name` with a hash of its content in it. @returns the address relative to the site */
function publish(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const hashed = `${name.slice(0, -extname(name).length)}-${hash}${extname(name)}`;
  writeFileSync(join(out, hashed), content);
  return hashed;
}

function makeSite() {
  let styled = style;
  const preloads = [];
  for (const font of fonts) {
    const address = publish(`fonts/${font}`, readFileSync(join(build, "fonts", font)));
    styled = styled.replaceAll(`fonts/${font}`, address);
    preloads.push(`<link rel="preload" href="${address}" as="font" type="font/otf" crossorigin>`);
  }
  cpSync(join(build, "fonts/LICENSE.txt"), join(out, "fonts/LICENSE.txt"));
  cpSync(join(build, "licenses.txt"), join(out, "licenses.txt")); // of everything that is linked into the programs
  const main = publish("downhill.js", script);
  preloads.unshift(`<link rel="preload" href="${publish("playground.wasm", wasm)}" as="fetch" type="application/wasm" crossorigin>`);

  let html = swap(page, 'href="web/page/favicon.svg"', `href="${publish("favicon.svg", icon)}"`);
  html = swap(html, 'href="web/page/style.css"', `href="${publish("style.css", styled)}"`);
  html = swap(html, 'src="web/page/early.js"', `src="${publish("early.js", early)}"`);
  html = swap(html, '<script type="module" src="web/page/main.mjs"></script>', `<script type="module" src="${main}"></script>\n${preloads.join("\n")}`);
  writeFileSync(join(out, "index.html"), html);
  writeFileSync(join(out, "downhill-element.mjs"), bundle("web/page/element.mjs"));
  writeFileSync(join(out, ".nojekyll"), "");
  writeFileSync(join(out, "jobs.mjs"), jobs);
  packageEngine(build, out);
}

// ---- the single file -------------------------------------------------------------------------------------------------

const dataUrl = (type, content) => `data:${type};base64,${Buffer.from(content).toString("base64")}`;
const hashOf = (content) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;

function makeSingleFile() {
  // Inside HTML a script ends at the first "</script", even within a string.
  const [inlineScript, inlineEarly] = [script, early].map((text) => text.replaceAll("</script", "<\\/script"));
  let inlineStyle = style;
  for (const font of fonts) inlineStyle = inlineStyle.replaceAll(`fonts/${font}`, dataUrl("font/otf", readFileSync(join(build, "fonts", font))));

  const policy =
    `default-src 'none'; script-src ${hashOf(inlineScript)} ${hashOf(inlineEarly)} blob: 'wasm-unsafe-eval'; worker-src blob:; ` +
    `style-src ${hashOf(inlineStyle)}; font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  const block = (id, content) => `<script type="text/plain" id="${id}">${gzipSync(content, { level: 9 }).toString("base64")}</script>`;
  const alone = ["engine.mjs", "engine.wasm"].map((name) => readFileSync(join(out, name)));
  const blocks = [block("wasm", wasm), block("engine-code", alone[0]), block("engine-wasm", alone[1]), block("jobs-code", jobs)].join("\n");

  let html = page.replace(/(<meta http-equiv="Content-Security-Policy" content=")[^"]*/, (_, start) => start + policy);
  html = swap(html, 'href="web/page/favicon.svg"', `href="${dataUrl("image/svg+xml", icon)}"`);
  html = swap(html, '<link rel="stylesheet" href="web/page/style.css">', `<style>${inlineStyle}</style>`);
  html = swap(html, '<script src="web/page/early.js"></script>', `<script>${inlineEarly}</script>`);
  html = swap(html, '<script type="module" src="web/page/main.mjs"></script>\n', "");
  html = swap(html, "</body>", `${blocks}\n<script type="module">${inlineScript}</script>\n</body>`);
  writeFileSync(join(out, "downhill.html"), html);
}

// ---- sizes -----------------------------------------------------------------------------------------------------------

function report() {
  const brotli = (content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  const row = (name, sizes) => console.log(`${name.padEnd(36)}${sizes.map(kilobytes).join("")}`);
  const transferred = readdirSync(out, { recursive: true }).filter((name) => /-[0-9a-f]{8}\.|^index\.html$/.test(name)).sort();
  const total = [0, 0, 0];
  console.log(`${"".padEnd(36)}${["raw", "gzip", "brotli"].map((word) => word.padStart(10)).join("")}`);
  for (const name of transferred) {
    const content = readFileSync(join(out, name));
    const sizes = [content.length, gzipSync(content, { level: 9 }).length, brotli(content).length];
    sizes.forEach((size, i) => (total[i] += size));
    row(name, sizes);
  }
  row("what a first visit transfers", total);
  for (const name of ["jobs.mjs", "engine.mjs", "engine.wasm"]) {
    const content = readFileSync(join(out, name));
    row(name, [content.length, gzipSync(content, { level: 9 }).length, brotli(content).length]);
  }
  const single = readFileSync(join(out, "downhill.html"));
  row(basename("downhill.html"), [single.length, gzipSync(single).length, brotli(single).length]);
}

makeSite();
makeSingleFile();
report();
