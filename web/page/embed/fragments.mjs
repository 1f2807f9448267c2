/**
 * Fragments of a slide that drive its demos. What the deck shows is the truth: however it got there (a key, a link, a jump over slides,
 * which tells of no fragment), the steps of exactly the visible fragments have been taken, in their order.
 */
import { plainCaller, plainDemos } from "./plain_frame.mjs";
import { parseSteps } from "./steps.mjs";

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
      fragment.style.position = "absolute"; // takes no cell of a grid
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
  const slide = fragment.closest("section");
  const { downhillTarget } = fragment.dataset;
  return downhillTarget ? slide.querySelector(downhillTarget) : (slide.querySelector("downhill-demo") ?? plainDemos(slide)[0]);
}

/** @returns the fragments with steps that a slide shows, in the deck's order */
export function shownOn(slide) {
  const order = (fragment) => Number(fragment.dataset.fragmentIndex);
  return [...slide.querySelectorAll(".fragment.visible[data-downhill-steps]")].sort((a, b) => order(a) - order(b));
}

/** One demo and the fragments whose steps it has taken. */
class Driven {
  #call;
  #taken = []; // or they wait for it
  #before = new WeakMap(); // fragment -> {bytes, playing}
  #last = Promise.resolve(); // one step after another
  #life = 0; // of a plain frame, which the deck ends when its slide is far

  constructor(demo) {
    const begins = () => {
      const shown = this.#taken;
      this.#taken = [];
      this.#life += 1;
      this.#last = Promise.resolve();
      this.follow(shown);
    };
    this.#call = demo.localName === "iframe" ? plainCaller(demo, begins) : (call, ...args) => demo.call(call, ...args);
  }

  /** @param shown the fragments for this demo that its slide shows, in order */
  follow(shown) {
    const taken = this.#taken;
    const differs = shown.findIndex((fragment, i) => fragment !== taken[i]);
    const same = differs < 0 ? shown.length : differs;
    this.#taken = shown;
    for (const fragment of taken.slice(same).reverse()) this.#queue(() => this.#takeBack(fragment));
    for (const fragment of shown.slice(same)) this.#queue(() => this.#take(fragment));
  }

  settled = () => this.#last;

  async #take(fragment) {
    this.#before.set(fragment, { bytes: await this.#call("save"), playing: (await this.#call("status")).playing });
    await take(fragment, this.#call);
  }

  async #takeBack(fragment) {
    const before = this.#before.get(fragment);
    if (!before) return; // it could not be taken
    await this.#call("pause");
    await this.#call("restore", before.bytes);
    if (before.playing) await this.#call("play");
  }

  #queue(act) {
    const life = this.#life;
    const isCurrent = () => life === this.#life;
    this.#last = this.#last.then(() => isCurrent() && act()).catch((error) => isCurrent() && console.error(error.message));
  }
}

export class Driver {
  #driven = new Map(); // demo -> Driven

  /** Brings the demos of a slide to what its fragments show. */
  follow(slide) {
    const shown = shownOn(slide);
    for (const fragment of slide.querySelectorAll(".fragment[data-downhill-steps]")) {
      const demo = demoOf(fragment);
      if (!demo) console.error("[reveal-downhill] there is no demo for", fragment);
      else if (!this.#driven.has(demo)) this.#driven.set(demo, new Driven(demo));
    }
    for (const [demo, driven] of this.#driven) if (slide.contains(demo)) driven.follow(shown.filter((fragment) => demoOf(fragment) === demo));
  }

  /** All steps so far have been taken. */
  settled = () => Promise.all([...this.#driven.values()].map((one) => one.settled()));
}
