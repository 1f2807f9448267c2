/**
 * <downhill-demo>: a demo in any page, in a frame of its own, with the page API as methods.
 *
 *   <script type="module" src="https://.../embed.mjs"></script>
 *   <downhill-demo src="valley?kappa=300" theme="dark" autoplay="visible"></downhill-demo>
 *
 * Attributes
 *   src            a demo and its state: what stands behind # in a link
 *   loading        visible (default): it runs once it is seen; click: once it is clicked. Until then there is its poster
 *   poster         address of another poster
 *   aspect-ratio   "16 / 9": the height follows from the width alone. Without it the element is 600 px high and grows with the page in it
 *   label          its name for a screen reader
 *   page           address of another Downhill, by default the one this module comes from
 *   ui (here minimal), theme, hide, only, lock, autoplay, at, compute, scale, lang    as in the page's address
 * A changed attribute is followed at once: src and at in the running page, the others in a new frame with the same state.
 *
 * Methods return promises, and wake a demo that does not run: `await element.set({kappa: 300})`, see api.mjs. `ready` is a promise,
 * `on(event, fn)` listens, and every event is also a DOM event "downhill-<event>" whose `detail` is the data. Beyond these:
 *   load(asked = false)   runs it if it has a seat (seats.mjs), or in any case: whether it does
 *   park()                puts its picture in its place; it goes on from the same state when it is seen again
 *   still()               its finished picture, then parked: for print
 *   slide("start" | "stop")   its slide appears, or leaves: it pauses, and goes on when the slide comes back
 */
import { events } from "../events.mjs";
import { posterOf } from "../poster.mjs";
import { callNames, eventNames } from "../protocol.mjs";
import { nameOf } from "../revive.mjs";
import { Caller, wait } from "./caller.mjs";
import { leaveSeat, seen, takeSeat } from "./seats.mjs";

/* global START */ // "Start: {label}" of the language tables: {de, pt}
const pageParameters = ["ui", "theme", "hide", "only", "lock", "autoplay", "at", "compute", "scale", "lang"];
const patience = 8000; // ms, then its frame is shown even if it is not ready: it may say why
const silence = 40_000; // ms, then whoever waits for it is told that it does not answer
const mute = "[downhill-demo] its page does not answer: is it there, and does the policy of this page allow frames from it?";
const home = (name) => new URL(name, import.meta.url).href;

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block; position: relative; height: 600px; background: var(--downhill-ground, transparent) }
  iframe, button, img, canvas { display: block; position: absolute; inset: 0; width: 100%; height: 100%; border: 0; padding: 0 }
  img, canvas { object-fit: contain }
  button { background: none; cursor: pointer; color: inherit; font: inherit }
  button:focus-visible { outline: 3px solid currentColor; outline-offset: -3px }
  button[hidden] { display: none }
  iframe:not(.shown) { visibility: hidden }
  button.asks::before, button.asks::after { content: ""; position: absolute; z-index: 1; inset: 0; margin: auto }
  button.asks::before { width: 72px; height: 72px; border-radius: 50%; background: #2f5bd7; box-shadow: 0 2px 12px #0005 }
  button.asks::after { width: 28px; height: 32px; translate: 4px; background: #fff; clip-path: polygon(0 0, 100% 50%, 0 100%) }
  @media print { button::before, button::after { display: none !important } }`);

export class DownhillDemo extends HTMLElement {
  static observedAttributes = ["src", "loading", "poster", "aspect-ratio", "label", "page", ...pageParameters];

  inSight = false;
  #frame = null;
  #up = false; // the frame answers, and has the state it should have
  #upOrGone = null; // Promise
  #settleUp = () => {};
  #settleReady; // {resolve, reject}
  #calls = new Set(); // Promises of what was asked and is not answered yet
  #mute = false; // its frame has said nothing for too long
  #loading = null; // Promise<boolean>
  #parking = null; // Promise
  #begun = false; // it has played: its autoplay is over
  #kept = null; // {run, playing, willing, at} of a parked demo, see slides.mjs; at: asked for since
  #slide = null;
  #caller = new Caller(() => this.#frame?.contentWindow);
  #events = events(eventNames);
  #cover = document.createElement("button"); // the poster, or the picture of a parked demo
  #height = new CSSStyleSheet();
  #told = 0; // height of the page in the frame, CSS pixels
  #watch = new IntersectionObserver((entries) => this.#look(entries.at(-1).isIntersecting), { rootMargin: "20%" });

  constructor() {
    super();
    this.ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    this.ready.catch(() => {}); // who does not listen needs no complaint
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style, this.#height];
    this.#cover.type = "button";
    this.#cover.addEventListener("click", () => this.load(true));
    this.on = (name, listener) => this.#events.on(name, listener);
  }

  connectedCallback() {
    window.addEventListener("message", this.#receive);
    this.shadowRoot.append(this.#cover);
    this.#showPoster();
    this.#fit();
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#receive);
    this.#watch.disconnect();
    this.#drop("it was taken out of its page");
    leaveSeat(this);
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "aspect-ratio") return this.#fit();
    if (name === "loading") return this.#look(this.inSight);
    if (name === "label") return this.#name();
    if (name === "src") this.#kept = null;
    if (name === "autoplay") this.#begun = false;
    if (name === "autoplay" && this.#kept) this.#kept.willing = after === "visible";
    if (name === "at" && after === null) return;
    if (name === "at" && this.#kept) this.#kept.at = Number(after);
    if (this.#up && name === "src") return void this.open(this.#link()).catch(() => {});
    if (this.#up && name === "at") return void this.seek(Number(after)).catch(() => {});
    if (this.#frame && name !== "poster") return this.#renew();
    if (!this.#kept) this.#showPoster();
  }

  /** One call of the page API. */
  call(name, ...args) {
    const answer = this.#wake().then(() => this.#caller.ask(name, ...args));
    const done = () => this.#calls.delete(answer);
    this.#calls.add(answer);
    answer.then(done, done);
    return answer;
  }

  async load(asked = false) {
    while (this.#loading || this.#parking) await (this.#loading ?? this.#parking); // which may not have asked, and got no seat
    if (this.#frame) {
      seen(this);
      return true;
    }
    this.#loading = this.#load(asked);
    try {
      return await this.#loading;
    } finally {
      this.#loading = null;
    }
  }

  park() {
    return (this.#parking ??= this.#park().finally(() => (this.#parking = null)));
  }

  async still() {
    await this.#wake();
    do await this.#caller.ask("picture"); // which it draws, and gives out what is to be computed: off screen it may get no frame to do so
    while (this.#up && (await this.#caller.ask("status")).progress < 1 && (await wait(100), true));
    return this.park();
  }

  slide(what) {
    this.#slide = what;
    this.#caller.post(`slide:${what}`);
    this.#look(what === "start");
  }

  // ---- the frame ------------------------------------------------------------------------------------------------------

  #link() {
    return this.getAttribute("src") ?? "";
  }

  #address() {
    const address = new URL(this.getAttribute("page") ?? home("index.html"), document.baseURI);
    address.searchParams.set("ui", "minimal");
    for (const name of pageParameters) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    if (this.#kept) address.searchParams.delete("at");
    address.hash = this.#link();
    return address.href;
  }

  /** It runs and answers; one that lost its seat on the way tries again. */
  async #wake() {
    do {
      await this.load(true);
      await this.#upOrGone;
      if (this.#mute) throw new Error(mute);
    } while (!this.#up && this.isConnected);
  }

  async #load(asked) {
    if (!(await takeSeat(this, asked))) return this.#invite(), false;
    if (!this.isConnected) return leaveSeat(this), false;
    this.#cover.classList.remove("asks");
    this.#mute = false;
    this.#upOrGone = new Promise((resolve) => (this.#settleUp = resolve));
    const frame = document.createElement("iframe"); // a new one instead of a new src, which would enter the reader's history
    this.#frame = frame;
    frame.allow = "clipboard-write; fullscreen";
    if (this.#kept) frame.name = nameOf(this.#kept);
    else this.#begun = false;
    frame.src = this.#address();
    this.#name();
    this.shadowRoot.prepend(frame);
    setTimeout(() => frame === this.#frame && this.#uncover(), patience);
    setTimeout(() => frame === this.#frame && this.#giveUp(), silence);
    return true;
  }

  #giveUp() {
    if (this.#up) return;
    this.#mute = true;
    this.#settleUp();
    this.#settleReady.reject(new Error(mute));
  }

  /** The page in the frame is ready, maybe once more: it loads itself anew if it has lost its picture. */
  async #start() {
    const [frame, kept] = [this.#frame, this.#kept];
    this.#caller.abandon("its page was loaded anew");
    if (kept?.at !== undefined) await this.#caller.ask("seek", kept.at);
    if (frame !== this.#frame) return;
    this.#kept = null;
    const slide = this.#slide ?? (this.closest(".reveal > .slides") && "start"); // without the plugin it has to be told that this is a deck, too
    if (slide) this.#caller.post(`slide:${slide}`);
    this.#answers();
  }

  /** From now on it is asked, and shown. */
  #answers() {
    this.#up = true;
    this.#mute = false;
    this.#settleUp();
    this.#settleReady.resolve();
    this.#uncover();
  }

  async #park() {
    const before = [...this.#calls]; // whoever calls from now on waits for the next frame
    await this.#loading; // it has its seat, and may just be getting its frame
    const frame = this.#frame;
    await Promise.race([Promise.allSettled(before), wait(patience)]);
    if (this.#up) {
      if (this.#slide === "stop") this.#caller.post("slide:start"); // so that it tells whether it runs while its slide is shown
      const [status, bytes, picture] = await Promise.all(["status", "save", "picture"].map((name) => this.#caller.soon(patience, name)));
      if (frame !== this.#frame) return;
      const willing = this.getAttribute("autoplay") === "visible" && !this.#begun;
      if (bytes) this.#kept = { run: new TextDecoder().decode(bytes), playing: status?.playing, willing };
      if (picture) await this.#showPicture(picture);
    }
    this.#drop("it was parked");
    leaveSeat(this);
    this.#invite();
  }

  #drop(why) {
    this.#frame?.remove();
    this.#frame = null;
    this.#up = false;
    this.#settleUp();
    this.#caller.abandon(why);
  }

  async #renew() {
    await this.park();
    this.load(true);
  }

  // ---- messages -------------------------------------------------------------------------------------------------------

  #receive = (message) => {
    const told = this.#caller.hear(message);
    if (told) this.#hear(told.event, told.data);
  };

  async #hear(event, data) {
    const frame = this.#frame;
    if (event === "ready") await this.#start().catch(() => frame === this.#frame && this.#answers());
    if (event === "error" && !this.#up) {
      this.#settleReady.reject(new Error(data.message));
      this.#answers(); // it says why it does not start
    }
    if (event === "playing" && data.playing) this.#begun = true;
    if (event === "height") this.#fit((this.#told = data.height));
    this.#events.emit(event, data);
    this.dispatchEvent(new CustomEvent(`downhill-${event}`, { detail: data }));
  }

  // ---- what is seen ---------------------------------------------------------------------------------------------------

  #look(inSight) {
    if (this.#slide) inSight = this.#slide === "start";
    if (this.inSight !== inSight) {
      this.inSight = inSight;
      seen(this);
    }
    if (!inSight || (this.#frame && !this.#parking)) return;
    if (this.getAttribute("loading") === "click" && !this.#kept && !this.#parking) this.#invite();
    else this.load();
  }

  /** Its height: that of the page in it, unless a ratio was asked for, or the page would only fill what it gets. A rule of the host beats all. */
  #fit() {
    const ratio = this.getAttribute("aspect-ratio");
    const grown = this.getAttribute("ui") === "full" ? 0 : Math.min(this.#told, 4000);
    const rule = ratio && CSS.supports("aspect-ratio", ratio) ? `height: auto; aspect-ratio: ${ratio}` : `height: ${Math.max(600, grown)}px`;
    this.#height.replaceSync(`:host { ${rule} }`);
  }

  #name() {
    const label = this.getAttribute("label") ?? "Downhill";
    if (this.#frame) this.#frame.title = label;
    const start = START[this.getAttribute("lang")?.split("-")[0]] ?? "Start: {label}";
    this.#cover.setAttribute("aria-label", start.replace("{label}", () => label));
  }

  #showPoster() {
    const image = new Image();
    image.alt = "";
    image.addEventListener("error", () => image.remove()); // another site's page, or a policy that forbids it
    image.src = this.getAttribute("poster") ?? home(posterOf(this.#link(), this.getAttribute("theme") ?? "auto"));
    this.#cover.replaceChildren(image);
    this.#cover.hidden = false;
    this.#name();
    if (this.getAttribute("loading") === "click") this.#invite();
  }

  /** Drawn, because a policy may forbid images from memory. */
  async #showPicture(blob) {
    const bitmap = await createImageBitmap(blob);
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    this.#cover.replaceChildren(canvas);
  }

  #invite() {
    this.#cover.hidden = false;
    this.#cover.classList.add("asks");
  }

  #uncover() {
    const pressed = this.shadowRoot.activeElement === this.#cover;
    this.#frame?.classList.add("shown");
    this.#cover.hidden = true;
    if (pressed) this.#frame?.focus(); // whoever started it by a key goes on with keys
  }
}

for (const name of callNames) {
  DownhillDemo.prototype[name] = function (...args) {
    return this.call(name, ...args);
  };
}

if (!customElements.get("downhill-demo")) customElements.define("downhill-demo", DownhillDemo);
