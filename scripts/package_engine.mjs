#!/usr/bin/env node
// scripts/package_engine.mjs [--build DIR] [--out DIR]: makes engine.mjs and engine.wasm out of the built program.
//
//   --build DIR  where programs/ is, by default build/web
//   --out DIR    by default dist; what else is there stays
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "./cli.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = process.env.DOWNHILL_NPM ?? join(root, "build/deps/npm");

/** @returns the files made, by name */
export function packageEngine(build, out) {
  const glue = join(build, "programs/engine.mjs");
  if (!existsSync(glue)) throw new Error(`${glue} is missing: run scripts/build web first`);
  if (!existsSync(join(npm, "node_modules/esbuild"))) throw new Error(`esbuild is missing in ${npm}: run scripts/setup first`);
  mkdirSync(out, { recursive: true });
  createRequire(join(npm, "node_modules/"))("esbuild").buildSync({
    entryPoints: [join(root, "engine/api/engine.mjs")],
    outfile: join(out, "engine.mjs"),
    bundle: true,
    minify: true,
    keepNames: true, // people meet these classes in their debugger
    legalComments: "none",
    format: "esm",
    target: "es2022",
    charset: "utf8",
    alias: { "engine-glue": glue },
    external: ["module", "fs", "path", "url"], // only in branches for Node
  });
  copyFileSync(join(build, "programs/engine.wasm"), join(out, "engine.wasm"));
  return ["engine.mjs", "engine.wasm"];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, fail } = command(import.meta.url, { build: join(root, "build/web"), out: join(root, "dist") });
  try {
    packageEngine(values.build, values.out);
  } catch (error) {
    fail(error.message);
  }
}
