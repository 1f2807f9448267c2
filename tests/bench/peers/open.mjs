/** The page of the comparison, served from this machine: a module for each contestant with the library that it needs inside. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createStaticServer, listen } from "../../../scripts/serve.mjs";
import { npm, openBrowser, root } from "../../support/chromium.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const peers = process.env.DOWNHILL_PEER || join(root, "build/deps/peer");
const fromNpm = { tfjs: "@tensorflow/tfjs", jax: "@jax-js/jax", onnx: "onnxruntime-web", convnet: "convnetjs" };
const ofNode = ["fs", "path", "util", "crypto", "worker_threads", "perf_hooks", "os", "url", "module", "string_decoder", "node-fetch"]; // in branches for Node

function bundle(contestants, folder) {
  const esbuild = createRequire(join(npm, "node_modules/"))("esbuild");
  rmSync(folder, { recursive: true, force: true });
  esbuild.buildSync({
    entryPoints: [...contestants, "page"].map((key) => join(here, `${key}.mjs`)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true, // one runtime for both ways of ONNX
    format: "esm",
    target: "es2022",
    nodePaths: [join(peers, "node_modules")],
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    external: ["/engine/*", ...ofNode],
    logLevel: "error",
    logOverride: { "empty-import-meta": "silent" },
  });
  writeFileSync(join(folder, "index.html"), '<!doctype html><title>bench</title><link rel="icon" href="data:,">');
}

/**
 * @param engine the folder of engine.mjs
 * @returns {call(name, ...args), close(), version}: call runs a function of page.mjs in the page and gives its result
 */
export async function openPage({ contestants, engine }) {
  for (const key of contestants) {
    if (fromNpm[key] && !existsSync(join(peers, "node_modules", fromNpm[key]))) throw new Error(`${fromNpm[key]} is missing: run scripts/setup --bench`);
  }
  if (contestants.includes("ours") && !existsSync(join(engine, "engine.mjs"))) throw new Error(`there is no engine.mjs in ${engine}: run scripts/build web`);

  const folder = join(root, `build/bench/page-${process.pid}`);
  bundle(contestants, folder);
  const server = createStaticServer(folder, { mounts: { "/npm/": join(peers, "node_modules"), "/engine/": resolve(engine) } });
  const port = await listen(server, 0);
  const browser = await openBrowser();
  const close = async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && console.error(`page: ${message.text()}`));
    page.on("pageerror", (error) => console.error(`page: ${error.stack ?? error.message}`));
    await page.goto(`http://127.0.0.1:${port}/`);
    if (await page.evaluate(() => crossOriginIsolated)) throw new Error("the page is isolated: libraries would start threads");
    const call = (name, ...args) => page.evaluate(async ([f, given]) => (await import("/page.mjs"))[f](...given), [name, args]);
    return { call, close, version: browser.version() };
  } catch (error) {
    await close();
    throw error;
  }
}
