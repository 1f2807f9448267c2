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
 * picture (print.mjs), and the deck tells "downhill-printed" once all are there.
 */
import "./element.mjs";
import { Driver, prepareFragments } from "./fragments.mjs";
import { plainDemos } from "./plain_frame.mjs";
import { print, replaceByElement } from "./print.mjs";

const elements = (root) => [...root.querySelectorAll("downhill-demo")];

/** Tells a demo that its slide appears or leaves. The deck tells frames, too, but some before they listen, and none in the overview. */
function tell(demo, what) {
  if (demo.localName === "downhill-demo") demo.slide(what);
  else demo.contentWindow?.postMessage(`slide:${what}`, "*");
}

export default {
  id: "downhill",

  init(deck) {
    const slides = deck.getSlidesElement();
    const driver = new Driver();
    let inOverview = false;

    const isPrint = () => (deck.isPrintView ?? deck.isPrintingPDF).call(deck);
    const current = () => (inOverview || deck.isSpeakerNotes() ? null : deck.getCurrentSlide());
    const tellNow = (demo) => tell(demo, demo.closest("section") === current() ? "start" : "stop");

    /** Brings all demos to what the deck shows now. */
    const follow = () => {
      if (isPrint()) return;
      const all = [...elements(slides), ...plainDemos(slides)];
      for (const demo of all) if (demo.closest("section") !== current()) tellNow(demo); // those that leave first
      const slide = current();
      if (!slide) return;
      for (const demo of all) if (slide.contains(demo)) tellNow(demo);
      driver.follow(slide);
      const next = deck.getSlides()[deck.getSlides().indexOf(slide) + 1];
      for (const demo of next ? elements(next) : []) if (demo.getAttribute("loading") !== "click") demo.load();
    };
    const overview = (shown) => () => {
      inOverview = shown;
      follow();
    };

    if (deck.isSpeakerNotes()) plainDemos(slides).forEach(replaceByElement);
    if (isPrint()) for (const demo of elements(slides)) demo.removeAttribute("autoplay"); // paper shows where a run begins
    prepareFragments(slides);
    for (const demo of elements(slides)) demo.slide("stop"); // until the deck says which is shown
    window.addEventListener("message", ({ data, source }) => {
      if (data?.event !== "ready" || isPrint()) return;
      plainDemos(slides).filter((frame) => frame.contentWindow === source).forEach(tellNow);
    });
    for (const event of ["ready", "slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(event, follow);
    deck.on("overviewshown", overview(true));
    deck.on("overviewhidden", overview(false));
    deck.on("pdf-ready", () => print(deck)); // the slides stand on their pages now
    this.settled = driver.settled;
  },
};
