/**
 * The service worker: the site works without a network once it was opened. One version is kept as a whole, so that parts of two never
 * meet; a new one takes over when all pages of the old one are closed, and removes what that had kept.
 */
/* global VERSION, FILES */
const prefix = `downhill-${new URL(self.registration.scope).pathname}-`; // other pages of the same host have caches, too, and other copies of this one
const cacheName = prefix + VERSION;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(cacheName);
    await Promise.all(FILES.map(async (name) => cache.put(name, await plain(await fetch(name, { cache: "no-cache" })))));
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
    await Promise.all(old.map((name) => caches.delete(name)));
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const name = address.href.startsWith(self.registration.scope) ? address.pathname.slice(new URL(self.registration.scope).pathname.length) : null;
  if (event.request.method !== "GET" || name === null) return;
  if (FILES.includes(name || "index.html")) event.respondWith(kept(event.request, name || "index.html"));
  else if (name.startsWith("posters/")) event.respondWith(keptOnceSeen(event.request));
});

/** A host may redirect valley.html to /valley, and a browser takes no redirected answer from a worker for a page. */
async function plain(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: the server says ${answer.status}`);
  return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
}

async function kept(request, name) {
  const cache = await caches.open(cacheName);
  return (await cache.match(name)) ?? fetch(request); // the browser may have made room
}

/** In the place of a still that was never seen and cannot be fetched: its frame stays empty. */
const empty = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"/>';

async function keptOnceSeen(request) {
  const cache = await caches.open(cacheName);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request).catch(() => new Response(empty, { headers: { "content-type": "image/svg+xml" } }));
  if (answer.ok && answer.url) await cache.put(request, answer.clone());
  return answer;
}
