/** A deck on paper: every demo as its finished picture, after the steps of the fragments that its page shows. */
import { wait } from "./caller.mjs";
import { demoOf, shownOn, take } from "./fragments.mjs";

const home = new URL(".", import.meta.url).href;
const withoutPicture = /\/(gallery|about)\.html$/;
const lengthOf = (size) => (/^\d+$/.test(size) ? `${size}px` : size); // of an attribute: pixels, or a share

/** A plain frame that shows a demo, as an element in its place: printed frames are empty, because the deck loads them when they are seen. */
function elementFor(frame) {
  const address = new URL(frame.getAttribute("src") ?? frame.dataset.src ?? "", document.baseURI);
  if (!address.href.startsWith(home) || withoutPicture.test(address.pathname)) return;
  const demo = document.createElement("downhill-demo");
  for (const { name, value } of frame.attributes) if (/^(id|class|data-downhill-.*)$/.test(name)) demo.setAttribute(name, value);
  for (const [name, value] of address.searchParams) demo.setAttribute(name, value);
  demo.setAttribute("src", address.hash.slice(1));
  demo.setAttribute("page", address.origin + address.pathname); // race.html shows the race
  demo.setAttribute("label", frame.title);
  demo.style.cssText = frame.style.cssText;
  for (const side of ["width", "height"]) demo.style[side] ||= lengthOf(frame.getAttribute(side) ?? "");
  demo.style.marginInline ||= "auto";
  frame.replaceWith(demo);
}

/** The deck tells "downhill-printed" once all pictures are there. */
export async function print(deck) {
  const slides = deck.getSlidesElement();
  slides.querySelectorAll("iframe").forEach(elementFor);
  for (const demo of slides.querySelectorAll("downhill-demo")) {
    const taken = shownOn(demo.closest("section")).filter((one) => demoOf(one) === demo);
    demo.removeAttribute("autoplay"); // paper shows where a run begins
    const draw = async () => {
      for (const fragment of taken) await take(fragment, (call, ...args) => demo.call(call, ...args));
      await demo.still();
    };
    await Promise.race([draw(), wait(30_000)]).catch((error) => console.error(error.message));
  }
  deck.dispatchEvent({ type: "downhill-printed" });
}
