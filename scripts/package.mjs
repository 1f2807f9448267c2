#!/usr/bin/env node
// scripts/package.mjs [--build DIR] [--out DIR] [--url ADDRESS]: makes the complete static site out of the built programs and the page.
//
//   --build DIR    where programs/ and fonts/ are, by default build/web
//   --out DIR      by default dist; it is emptied first
//   --url ADDRESS  where the site will be, by default $SITE_URL: only what other sites read needs it (link previews, oEmbed)
//
// The site uses relative addresses only. File names carry a hash of their content, except those that other pages name:
// index.html and the other pages, downhill.html (everything in one file, opens by double click), embed.mjs, reveal-downhill.mjs
// and engine.mjs. Modules lie there as .mjs and as .js: old servers do not know what .mjs is.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { command } from "./cli.mjs";
import { packageEngine } from "./package_engine.mjs";
import { makePages } from "./site/pages.mjs";
import { serviceWorker } from "./site/offline.mjs";
import { version } from "./version.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const { values, fail } = command(import.meta.url, { build: join(root, "build/web"), out: join(root, "dist"), url: process.env.SITE_URL ?? "" });
const { build, out } = values;
if (values.url && !/^https?:\/\/[^?#]+$/.test(values.url)) fail(`--url needs an address like https://example.org/downhill/, got "${values.url}"`);
const url = values.url && values.url.replace(/\/*$/, "/");
const npm = process.env.DOWNHILL_NPM ?? join(root, "build/deps/npm");
for (const needed of ["programs/playground.mjs", "programs/playground.wasm", "fonts/inter.otf"]) {
  if (!existsSync(join(build, needed))) fail(`${join(build, needed)} is missing: run scripts/build web first`);
}
if (!existsSync(join(npm, "node_modules/esbuild"))) fail(`esbuild is missing in ${npm}: run scripts/setup first`);
const esbuild = createRequire(join(npm, "node_modules/"))("esbuild");

// ---- the pieces ------------------------------------------------------------------------------------------------------

const nodeOnly = ["module", "fs", "path", "url"]; // in branches of the glue that a browser does not reach
const onDemand = ["jobs", "sharing"]; // what the page loads when somebody first needs it
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
  nodePaths: [join(npm, "node_modules")],
  external: ["*.otf", "./engine.js", ...onDemand.map((name) => `./${name}.js`), ...nodeOnly], // these modules lie beside it
  logOverride: { "empty-import-meta": "silent" },
  ...settings,
});

/** @returns the minified text of a module with all that it imports */
function bundle(entry, settings = {}) {
  const result = esbuild.buildSync(settingsOf(entry, settings));
  for (const { text } of result.warnings) console.warn(`package.mjs: ${entry}: ${text}`);
  return result.outputFiles[0].text.trim();
}

/** A module of those on demand. */
async function bundleOnDemand(name) {
  const result = await esbuild.build(settingsOf(`web/page/${name}/index.mjs`, { plugins: [made], external: nodeOnly }));
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
const extras = Object.fromEntries(await Promise.all(onDemand.map(async (name) => [name, await bundleOnDemand(name)])));
const languages = Object.fromEntries(readdirSync(join(root, "web/lang")).map((name) => [name, JSON.stringify(JSON.parse(readFileSync(join(root, "web/lang", name), "utf8")))]));
const script = bundle("web/page/main.mjs");
const early = bundle("web/page/early.js", { format: "iife", target: "es2017" }); // browsers without modules read it, too
const style = bundle("web/page/style.css", { target: "chrome123" });
const measured = join(root, "build/agreement.json"); // by the tests
const agreement = existsSync(measured) ? JSON.parse(readFileSync(measured, "utf8")) : null;
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

const fontAddresses = new Map();
const withFonts = (css) => [...fontAddresses].reduce((text, [name, address]) => text.replaceAll(name, address), css);
let firstVisit = []; // the files that it transfers

function makeSite() {
  const preloads = [];
  for (const font of fonts) {
    const address = publish(`fonts/${font}`, readFileSync(join(build, "fonts", font)));
    fontAddresses.set(`fonts/${font}`, address);
    preloads.push(`<link rel="preload" href="${address}" as="font" type="font/otf" crossorigin>`);
  }
  cpSync(join(build, "fonts/LICENSE.txt"), join(out, "fonts/LICENSE.txt"));
  writeFileSync(join(out, "licenses.txt"), licenses());
  const main = publish("downhill.js", script);
  const program = publish("playground.wasm", wasm);
  preloads.unshift(`<link rel="preload" href="${program}" as="fetch" type="application/wasm" crossorigin>`);
  const icons = publish("favicon.svg", icon);

  let html = swap(page, 'href="web/page/favicon.svg"', `href="${icons}"`);
  html = swap(html, 'href="web/page/style.css"', `href="${publish("style.css", withFonts(style))}" crossorigin`); // so that fonts.mjs may read it in a sandboxed frame, too
  html = swap(html, 'src="web/page/early.js"', `src="${publish("early.js", early)}"`);
  html = swap(html, '<script type="module" src="web/page/main.mjs"></script>', `<script type="module" src="${main}"></script>\n${preloads.join("\n")}\n<link rel="manifest" href="downhill.webmanifest">`);
  html = swap(html, '<html lang="en">', '<html lang="en" data-whole="downhill.html">');
  if (url) html = swap(html, '<link rel="icon"', `<meta property="og:image" content="${url}posters/valley.png">\n<meta property="og:url" content="${url}">\n<link rel="icon"`);
  writeFileSync(join(out, "index.html"), html);
  firstVisit = readdirSync(out, { recursive: true }).filter((name) => /-[0-9a-f]{8}\.|^index\.html$/.test(name)).sort();
  writeFileSync(join(out, ".nojekyll"), "");
  writeFileSync(join(out, "downhill.webmanifest"), JSON.stringify(manifest(icons)));
  mkdirSync(join(out, "lang"));
  for (const [name, table] of Object.entries(languages)) writeFileSync(join(out, "lang", name), table);
  packageEngine(build, out);
  const START = Object.fromEntries(Object.entries(languages).map(([name, table]) => [basename(name, ".json"), JSON.parse(table)["Start: {label}"]]));
  const define = { START: JSON.stringify(START) };
  writeModule("embed", bundle("web/page/embed/element.mjs", { define }));
  writeModule("reveal-downhill", bundle("web/page/embed/reveal.mjs", { define }));
  writeModule("engine", readFileSync(join(out, "engine.mjs")));
  for (const name of onDemand) writeModule(name, extras[name]);
  makePages({ out, url, index: html, version, agreement, publish, bundle: (...given) => withFonts(bundle(...given)) });
  writeFileSync(join(out, "offline.js"), serviceWorker(out, bundle("web/page/offline.js", { format: "iife" })));
}

/** Of everything that is linked into the programs or bundled with the page. */
function licenses() {
  const uqr = readFileSync(join(npm, "node_modules/uqr/LICENSE"), "utf8");
  return `${readFileSync(join(build, "licenses.txt"), "utf8")}\n\nuqr\n\n${uqr}`;
}

const manifest = (icon) => ({
  name: "Downhill", short_name: "Downhill", description: "A playground for neural networks", start_url: "./", scope: "./", display: "standalone",
  background_color: "#fafaf7", theme_color: "#2f5bd7",
  icons: [
    { src: icon, type: "image/svg+xml", sizes: "any" },
    ...[192, 512].map((size) => ({ src: `posters/icon-${size}.png`, type: "image/png", sizes: `${size}x${size}`, purpose: "any" })),
  ],
});

function writeModule(name, content) {
  for (const kind of ["mjs", "js"]) writeFileSync(join(out, `${name}.${kind}`), content);
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
  const named = { wasm, "engine-code": alone[0], "engine-wasm": alone[1] };
  for (const name of onDemand) named[`${name}-code`] = extras[name];
  for (const [name, table] of Object.entries(languages)) named[`lang-${basename(name, ".json")}`] = table;
  const blocks = Object.entries(named).map(([id, content]) => block(id, content)).join("\n");

  let html = page.replace(/<!-- site -->[^]*?<!-- \/site -->/g, "").replace(/(<meta http-equiv="Content-Security-Policy" content=")[^"]*/, (_, start) => start + policy);
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
  const total = [0, 0, 0];
  console.log(`${"".padEnd(36)}${["raw", "gzip", "brotli"].map((word) => word.padStart(10)).join("")}`);
  for (const name of firstVisit) {
    const content = readFileSync(join(out, name));
    const sizes = [content.length, gzipSync(content, { level: 9 }).length, brotli(content).length];
    sizes.forEach((size, i) => (total[i] += size));
    row(name, sizes);
  }
  row("what a first visit transfers", total);
  for (const name of ["embed.mjs", "reveal-downhill.mjs", "sharing.js", "jobs.js", "engine.js", "engine.wasm"]) {
    const content = readFileSync(join(out, name));
    row(name, [content.length, gzipSync(content, { level: 9 }).length, brotli(content).length]);
  }
  const single = readFileSync(join(out, "downhill.html"));
  row(basename("downhill.html"), [single.length, gzipSync(single).length, brotli(single).length]);
}

makeSite();
makeSingleFile();
report();
