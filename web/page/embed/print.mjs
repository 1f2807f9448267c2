/** A deck on paper: every demo as its finished picture, after the steps of the fragments that its page shows. */
import { wait } from "./caller.mjs";
import { DownhillDemo } from "./element.mjs";
import { demoOf, shownOn, take } from "./fragments.mjs";
import { addressOf, plainDemos } from "./plain_frame.mjs";

const patience = 60_000; // ms for one demo, with its jobs

/** A plain frame as an element in its place and size: the deck loads frames neither for paper nor for the speaker's view. */
export function replaceByElement(frame) {
  const address = addressOf(frame);
  const demo = document.createElement("downhill-demo");
  for (const { name, value } of frame.attributes) if (/^(id|class|data-downhill-.*)$/.test(name)) demo.setAttribute(name, value);
  for (const [name, value] of address.searchParams) if (DownhillDemo.observedAttributes.includes(name) && name !== "autoplay") demo.setAttribute(name, value);
  demo.setAttribute("src", address.hash.slice(1));
  demo.setAttribute("page", address.origin + address.pathname); // race.html shows the race
  demo.setAttribute("label", frame.title);
  demo.style.cssText = frame.style.cssText;
  const { clientWidth, clientHeight } = frame;
  if (clientWidth) Object.assign(demo.style, { width: `${clientWidth}px`, height: `${clientHeight}px` });
  else for (const side of ["width", "height"]) demo.style[side] ||= (frame.getAttribute(side) ?? "").replace(/^\d+$/, "$&px"); // its slide is not shown yet
  demo.style.marginInline ||= "auto";
  frame.replaceWith(demo);
}

/** The deck tells "downhill-printed" once all pictures are there. */
export async function print(deck) {
  const slides = deck.getSlidesElement();
  plainDemos(slides).forEach(replaceByElement);
  for (const demo of slides.querySelectorAll("downhill-demo")) {
    const taken = shownOn(demo.closest("section")).filter((one) => demoOf(one) === demo);
    const draw = async () => {
      for (const fragment of taken) await take(fragment, (call, ...args) => demo.call(call, ...args));
      await demo.still();
    };
    await Promise.race([draw(), wait(patience)]).catch((error) => console.error(error.message));
  }
  deck.dispatchEvent({ type: "downhill-printed" });
}
