/**
 * The page API over postMessage, for a page that embeds this one.
 *
 *   in   {downhill: 1, call: "set", args: [{kappa: 300}], id: 7}
 *   out  {downhill: 1, id: 7, result}  or  {downhill: 1, id: 7, error: "words"}
 *   out  {downhill: 1, event: "step", data}
 *
 * reveal.js's plain strings "slide:start" and "slide:stop" resume and pause. Keys that the demo does not use go back to
 * a parent that has sent either. Only the embedding page is heard, everything else is ignored, and nothing received is evaluated.
 */
import { callNames, eventNames, version } from "./protocol.mjs";

export const embedded = window.parent !== window;

export function listenToParent(api) {
  if (!embedded) return;
  const post = (message) => window.parent.postMessage({ downhill: version, ...message }, "*");

  window.addEventListener("message", async ({ data, source }) => {
    if (source !== window.parent) return;
    if (data?.downhill !== version || !callNames.includes(data.call)) return;
    const { call, args = [], id } = data;
    try {
      await api.ready;
      post({ id, result: await api[call](...args) });
    } catch (error) {
      post({ id, error: error.message });
    }
  });
  for (const event of eventNames) api.on(event, (data) => post({ event, data }));
}

const shown = "slide:start";
const left = "slide:stop";

/** isDeck: it has spoken as a deck does. Else it is a page that scrolls as any other. */
export const host = { isDeck: false };
if (embedded) window.addEventListener("message", ({ data, source }) => (host.isDeck ||= source === window.parent && (data === shown || data === left)));

/** reveal.js says so when the slide around this page appears and leaves. */
export function listenToDeck(slides) {
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent) return;
    if (data === shown) slides.start();
    if (data === left) slides.stop();
  });
}

/** What a deck does at a key: the names are reveal.js's. */
const methods = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", n: "next",
  ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev", p: "prev",
  b: "togglePause", ".": "togglePause", o: "toggleOverview",
};
const scrolling = { ArrowDown: true, " ": true, ArrowUp: false }; // down?
const fields = "input, select, textarea, dialog, [contenteditable]";
const pressed = "a, button, summary";

/**
 * Gives a presenter's key back to the deck, unless the page itself has a use for it: a field, something to press, or text to scroll.
 * The Page keys are what a clicker sends: only a field keeps them. Escape gives all keys back: the deck has the focus again.
 */
export function returnKey(event) {
  if (!embedded || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const isClicker = event.key.startsWith("Page");
  if (event.target.closest?.(isClicker ? fields : `${fields}, ${pressed}`)) return;
  if (event.key === "Escape") {
    document.activeElement?.blur();
    return window.parent.focus();
  }
  const method = host.isDeck && methods[event.key];
  if (!method || (event.key in scrolling && canScroll(scrolling[event.key]))) return;
  event.preventDefault();
  window.parent.postMessage(JSON.stringify({ method }), "*");
}

function canScroll(down) {
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
  return down ? scrollTop + clientHeight < scrollHeight - 1 : scrollTop > 0;
}
