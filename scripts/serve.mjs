#!/usr/bin/env node
// scripts/serve.mjs [--port N] [--dir DIR]: serves a folder of static files on 127.0.0.1, for trying the page out.
//
//   --port N   by default 8000; 0 takes any free port. A busy port ends with a sentence.
//   --dir DIR  by default dist
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { command } from "./cli.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".otf": "font/otf",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

const hashed = /-[0-9a-f]{8}\.\w+$/; // the name of such a file says what is in it

/** The file that a request's path means, or null: nothing outside of the folder, no directory listings. */
function fileOf(folder, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded.includes("\0")) return null;
  let file = join(folder, normalize(decoded));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  return existsSync(file) && statSync(file).isFile() ? file : null;
}

/**
 * @param options.mounts {"/prefix/": folder}: other folders under a prefix, longest prefix first
 * @param options.headers (path, type) => headers of an answer besides, or instead of, its own
 * @returns a server that is not listening yet
 */
export function createStaticServer(folder, { mounts = {}, headers = () => ({}) } = {}) {
  return createServer((request, response) => {
    const path = request.url.split("?")[0];
    const prefix = Object.keys(mounts).find((one) => path.startsWith(one));
    const file = prefix ? fileOf(join(mounts[prefix]), `/${path.slice(prefix.length)}`) : fileOf(folder, path);
    if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
    if (!file) return void response.writeHead(404, { "Content-Type": types[".txt"] }).end(`There is no ${path} here.\n`);
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, {
      "Content-Type": type,
      "Content-Length": statSync(file).size,
      "Cache-Control": hashed.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
      ...headers(path, type),
    });
    if (request.method === "HEAD") return void response.end();
    createReadStream(file).pipe(response);
  });
}

/** @returns {Promise<number>} the port that it listens on */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server.address().port));
  });
}

async function main() {
  const { values, fail } = command(import.meta.url, { port: "8000", dir: fileURLToPath(new URL("../dist", import.meta.url)) });
  const { port, dir } = values;
  if (!/^\d+$/.test(port) || Number(port) > 65535) fail(`--port needs a number up to 65535, got "${port}"`);
  if (!existsSync(dir)) fail(`there is no folder ${dir}: run scripts/build web first`);
  try {
    const used = await listen(createStaticServer(normalize(dir).replace(/[/\\]$/, "")), Number(port));
    console.log(`http://127.0.0.1:${used}/`);
  } catch (error) {
    if (error.code === "EADDRINUSE") fail(`port ${port} is taken by another program: choose another with --port, or 0 for any free one`);
    if (error.code === "EACCES") fail(`port ${port} needs more rights: choose one above 1023 with --port`);
    throw error;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
