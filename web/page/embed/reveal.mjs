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
import { print } from "./print.mjs";

const demos = (slide) => (slide ? [...slide.querySelectorAll("downhill-demo")] : []);

export default {
  id: "downhill",

  init(deck) {
    const slides = deck.getSlidesElement();
    const driver = new Driver();
    let inOverview = false;

    /** Brings all demos to what the deck shows now. */
    const follow = () => {
      if ((deck.isPrintView ?? deck.isPrintingPDF).call(deck)) return;
      const current = inOverview || deck.isSpeakerNotes() ? null : deck.getCurrentSlide();
      for (const demo of demos(slides)) if (demo.closest("section") !== current) demo.slide("stop");
      if (!current) return;
      for (const demo of demos(current)) demo.slide("start");
      driver.follow(current);
      const all = deck.getSlides();
      for (const demo of demos(all[all.indexOf(current) + 1])) if (demo.getAttribute("loading") !== "click") demo.load();
    };
    const overview = (shown) => () => {
      inOverview = shown;
      follow();
    };

    prepareFragments(slides);
    for (const demo of demos(slides)) demo.slide("stop"); // until the deck says which is shown
    for (const event of ["ready", "slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(event, follow);
    deck.on("overviewshown", overview(true));
    deck.on("overviewhidden", overview(false));
    deck.on("pdf-ready", () => print(deck)); // the slides stand on their pages now
    this.settled = driver.settled;
  },
};
