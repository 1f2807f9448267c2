/**
 * A plugin for reveal.js (4 or newer): demos run while their slide is shown, and fragments drive them.
 *
 *   import Downhill from "https://.../reveal-downhill.mjs";
 *   Reveal.initialize({ plugins: [Downhill] });
 *
 *   <section>
 *     <downhill-demo src="valley" data-downhill-steps="play; pause; set kappa=300; step 50"></downhill-demo>
 *   </section>
 *
 * Every step becomes a fragment of the slide (steps.mjs tells what it may say); going back brings back the state before it. On an
 * element of class "fragment" the steps happen together when it appears; they are for the first demo of its slide, or for the one
 * that data-downhill-target selects. A demo may be a <downhill-demo> or an iframe.
 *
 * The demo of the next slide is loaded ahead. In the speaker's view demos are posters; printed (?print-pdf), each shows its finished
 * picture, and the deck tells "downhill-printed" once all are there.
 */
import "./element.mjs";
import { Caller } from "./caller.mjs";
import { parseSteps } from "./steps.mjs";

const demos = (slide) => (slide ? [...slide.querySelectorAll("downhill-demo")] : []);
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Calls into a demo, in an element or in a plain frame. */
function callerOf(demo) {
  if (demo.localName === "downhill-demo") return (call, ...args) => demo.call(call, ...args);
  const caller = new Caller(() => demo.contentWindow);
  window.addEventListener("message", (message) => caller.hear(message));
  return async (call, ...args) => {
    while (!(await caller.soon(300, "status"))); // it may still be loading
    return caller.ask(call, ...args);
  };
}

async function take(steps, call) {
  for (const step of parseSteps(steps)) for (const one of step) await call(one.call, ...one.args);
}

class Driver {
  #callers = new Map(); // demo -> its calls
  #before = new WeakMap(); // fragment -> {bytes, playing}
  #last = Promise.resolve(); // one step after another

  /** Makes fragments of the steps that stand on demos. */
  prepare(slides) {
    for (const demo of slides.querySelectorAll("[data-downhill-steps]:not(.fragment)")) {
      const texts = demo.dataset.downhillSteps.split(";").filter((text) => text.trim());
      parseSteps(demo.dataset.downhillSteps); // a mistake is told now, not in front of the audience
      const fragments = texts.map((text) => {
        const fragment = document.createElement("span");
        fragment.className = "fragment";
        fragment.dataset.downhillSteps = text;
        fragment.dataset.downhillMade = ""; // it is for the demo before it, in a printed copy of the slide, too
        return fragment;
      });
      demo.after(...fragments);
    }
  }

  demoOf(fragment) {
    let demo = fragment;
    while (demo && "downhillMade" in demo.dataset) demo = demo.previousElementSibling;
    if (demo !== fragment) return demo;
    return fragment.closest("section").querySelector(fragment.dataset.downhillTarget ?? "downhill-demo, iframe[data-downhill-steps]");
  }

  #queue(fragment, act) {
    const demo = this.demoOf(fragment);
    if (!demo) return console.error("[reveal-downhill] there is no demo for", fragment);
    if (!this.#callers.has(demo)) this.#callers.set(demo, callerOf(demo));
    this.#last = this.#last.then(() => act(this.#callers.get(demo))).catch((error) => console.error(error.message));
  }

  show(fragment) {
    if (!fragment.dataset.downhillSteps) return;
    this.#queue(fragment, async (call) => {
      this.#before.set(fragment, { bytes: await call("save"), playing: (await call("status")).playing });
      await take(fragment.dataset.downhillSteps, call);
    });
  }

  hide(fragment) {
    if (!fragment.dataset.downhillSteps) return;
    this.#queue(fragment, async (call) => {
      const before = this.#before.get(fragment);
      if (!before) return;
      await call("pause");
      await call("restore", before.bytes);
      if (before.playing) await call("play");
    });
  }

  /** All steps so far have been taken. */
  settled = () => this.#last;
}

const home = new URL(".", import.meta.url).href;

/** A plain frame that shows a demo, as an element: printed frames are empty, because the deck loads them when they are seen. */
function elementFor(frame) {
  const address = new URL(frame.getAttribute("src") ?? frame.dataset.src ?? "", document.baseURI);
  if (!address.href.startsWith(home)) return;
  const demo = document.createElement("downhill-demo");
  for (const [name, value] of address.searchParams) demo.setAttribute(name, value);
  demo.setAttribute("src", address.hash.slice(1));
  demo.setAttribute("label", frame.title);
  demo.style.cssText = `width: ${frame.width}px; height: ${frame.height}px; margin: auto; ${frame.style.cssText}`;
  frame.replaceWith(demo);
}

/** Every demo as its finished picture, after the steps of the fragments that its page shows. */
async function print(deck, slides, driver) {
  slides.querySelectorAll("iframe").forEach(elementFor);
  for (const demo of slides.querySelectorAll("downhill-demo")) {
    const taken = [...demo.closest("section").querySelectorAll(".fragment.visible[data-downhill-steps]")].filter((one) => driver.demoOf(one) === demo);
    demo.removeAttribute("autoplay"); // paper shows where a run begins
    const draw = async () => {
      for (const fragment of taken) await take(fragment.dataset.downhillSteps, (call, ...args) => demo.call(call, ...args));
      await demo.still();
    };
    await Promise.race([draw(), wait(30_000)]).catch((error) => console.error(error.message));
  }
  deck.dispatchEvent({ type: "downhill-printed" });
}

export default {
  id: "downhill",

  init(deck) {
    const slides = deck.getSlidesElement();
    const driver = new Driver();
    const isPrint = () => (deck.isPrintView ?? deck.isPrintingPDF).call(deck);
    let still = deck.isSpeakerNotes(); // or in the overview

    const follow = () => {
      const current = still ? null : deck.getCurrentSlide();
      for (const demo of slides.querySelectorAll("downhill-demo")) if (demo.closest("section") !== current) demo.slide("stop");
      for (const demo of demos(current)) demo.slide("start");
      const all = deck.getSlides();
      for (const demo of still ? [] : demos(all[all.indexOf(current) + 1])) if (demo.getAttribute("loading") !== "click") demo.load();
    };
    const overview = (shown) => () => {
      still = shown || deck.isSpeakerNotes();
      follow();
    };

    driver.prepare(slides);
    for (const demo of slides.querySelectorAll("downhill-demo")) demo.slide("stop"); // until the deck says which is shown
    deck.on("ready", () => isPrint() || follow());
    deck.on("pdf-ready", () => print(deck, slides, driver)); // the slides stand on their pages now
    deck.on("slidechanged", () => isPrint() || follow());
    deck.on("overviewshown", overview(true));
    deck.on("overviewhidden", overview(false));
    deck.on("fragmentshown", ({ fragment, fragments = [fragment] }) => still || isPrint() || fragments.forEach((one) => driver.show(one)));
    deck.on("fragmenthidden", ({ fragment, fragments = [fragment] }) => still || isPrint() || [...fragments].reverse().forEach((one) => driver.hide(one)));
    this.settled = driver.settled;
  },
};
