/**
 * Fragments of a slide that drive its demos. What the deck shows is the truth: however it got there (a key, a link, a jump over slides,
 * which tells of no fragment), the steps of exactly the visible fragments have been taken, in their order.
 */
import { Caller } from "./caller.mjs";
import { parseSteps } from "./steps.mjs";

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

export async function take(fragment, call) {
  for (const step of parseSteps(fragment.dataset.downhillSteps)) for (const one of step) await call(one.call, ...one.args);
}

/** Makes fragments of the steps that stand on demos. */
export function prepareFragments(slides) {
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

export function demoOf(fragment) {
  let demo = fragment;
  while (demo && "downhillMade" in demo.dataset) demo = demo.previousElementSibling;
  if (demo !== fragment) return demo;
  return fragment.closest("section").querySelector(fragment.dataset.downhillTarget ?? "downhill-demo, iframe[data-downhill-steps]");
}

/** @returns the fragments with steps that a slide shows, in the deck's order */
export function shownOn(slide) {
  const order = (fragment) => Number(fragment.dataset.fragmentIndex);
  return [...slide.querySelectorAll(".fragment.visible[data-downhill-steps]")].sort((a, b) => order(a) - order(b));
}

export class Driver {
  #callers = new Map(); // demo -> its calls
  #taken = new WeakMap(); // slide -> its fragments whose steps were taken or wait for it, in order
  #before = new WeakMap(); // fragment -> {bytes, playing}
  #last = Promise.resolve(); // one step after another

  /** Brings the demos of a slide to what its fragments show. */
  follow(slide) {
    const taken = this.#taken.get(slide) ?? [];
    const shown = shownOn(slide);
    const differs = shown.findIndex((fragment, i) => fragment !== taken[i]);
    const same = differs < 0 ? shown.length : differs;
    for (const fragment of taken.slice(same).reverse()) this.#queue(fragment, (call) => this.#takeBack(fragment, call));
    for (const fragment of shown.slice(same)) this.#queue(fragment, (call) => this.#take(fragment, call));
    this.#taken.set(slide, shown);
  }

  /** All steps so far have been taken. */
  settled = () => this.#last;

  async #take(fragment, call) {
    this.#before.set(fragment, { bytes: await call("save"), playing: (await call("status")).playing });
    await take(fragment, call);
  }

  async #takeBack(fragment, call) {
    const before = this.#before.get(fragment);
    if (!before) return; // it could not be taken
    await call("pause");
    await call("restore", before.bytes);
    if (before.playing) await call("play");
  }

  #queue(fragment, act) {
    const demo = demoOf(fragment);
    if (!demo) return console.error("[reveal-downhill] there is no demo for", fragment);
    if (!this.#callers.has(demo)) this.#callers.set(demo, callerOf(demo));
    this.#last = this.#last.then(() => act(this.#callers.get(demo))).catch((error) => console.error(error.message));
  }
}
