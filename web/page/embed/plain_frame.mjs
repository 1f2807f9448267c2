/** A demo in a plain frame of the deck: which frames have one, and calls into it. */
import { Caller } from "./caller.mjs";

const home = new URL(".", import.meta.url).href;
const withoutDemo = /\/(gallery|about)\.html$/;

/** @returns {URL} what it shows, or will show: a deck loads a frame when its slide is near */
export const addressOf = (frame) => new URL(frame.getAttribute("src") || frame.dataset.src || "about:blank", document.baseURI);

/** Another page's frames are none of ours; one with steps says itself what it is. */
function isPlainDemo(frame) {
  if (frame.localName !== "iframe") return false;
  const { href, pathname } = addressOf(frame);
  return "downhillSteps" in frame.dataset || (href.startsWith(home) && !withoutDemo.test(pathname));
}

export const plainDemos = (root) => [...root.querySelectorAll("iframe")].filter(isPlainDemo);

/**
 * @param begins called when the deck has loaded it anew, and whatever was done to it is gone
 * @returns calls that wait until it runs
 */
export function plainCaller(frame, begins) {
  const caller = new Caller(() => frame.contentWindow);
  let isUp = false;
  const up = new Promise((resolve) => {
    const runs = () => resolve((isUp = true));
    window.addEventListener("message", (message) => {
      const told = caller.hear(message);
      if (told?.event !== "ready") return;
      caller.abandon("it was loaded anew");
      if (isUp && !told.data.goesOn) begins();
      runs();
    });
    caller.ask("status").then(runs, () => {}); // it may have been ready before
  });
  return async (call, ...args) => {
    await up;
    return caller.ask(call, ...args);
  };
}
