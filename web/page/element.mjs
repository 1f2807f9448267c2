/**
 * <downhill-demo>: a demo in any page, in a frame of its own, with the page API as methods.
 *
 *   <script type="module" src="https://.../downhill-element.mjs"></script>
 *   <downhill-demo link="valley?kappa=300" ui="minimal" theme="dark"></downhill-demo>
 *
 * Attributes: `link` (a demo and its state) or `demo` (its key alone); the page parameters `ui` (here `minimal` unless said
 * otherwise), `theme`, `hide`, `only`, `lock`, `autoplay`, `at`, `compute`, `scale`, `lang`; `src` (the page's address, by
 * default index.html beside this file); `label` (the frame's name for a screen reader).
 * A changed `link` or `demo` opens it in the running page; any other changed attribute loads the page anew.
 *
 * Methods return promises: `await element.set({kappa: 300})`. `ready` is a promise, `on(event, fn)` listens as in the page
 * API, and every event is also a DOM event "downhill-<event>" whose `detail` is the data.
 */
import { events } from "./events.mjs";
import { callNames, eventNames, version } from "./protocol.mjs";

const pageParameters = ["ui", "theme", "hide", "only", "lock", "autoplay", "at", "compute", "scale", "lang"];
const ownAddress = new URL("index.html", import.meta.url).href;

export class DownhillDemo extends HTMLElement {
  static observedAttributes = ["link", "demo", "src", "label", ...pageParameters];

  #frame = null;
  #waiting = new Map(); // id -> {resolve, reject}
  #lastId = 0;
  #events = events(eventNames);
  #settle;

  constructor() {
    super();
    this.#renewReady();
    const style = new CSSStyleSheet();
    style.replaceSync(":host { display: block; height: 600px } iframe { display: block; width: 100%; height: 100%; border: 0 }");
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style];
    this.on = (name, listener) => this.#events.on(name, listener);
  }

  connectedCallback() {
    window.addEventListener("message", this.#receive);
    this.#load();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#receive);
    this.#frame?.remove();
    this.#frame = null;
    this.#renewReady();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#frame || before === after) return;
    if (name === "link" || name === "demo") this.open(this.#link());
    else this.#load();
  }

  #link() {
    return this.getAttribute("link") ?? this.getAttribute("demo") ?? "";
  }

  #address() {
    const address = new URL(this.getAttribute("src") ?? ownAddress, document.baseURI);
    address.searchParams.set("ui", "minimal");
    for (const name of pageParameters) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    address.hash = this.#link();
    return address.href;
  }

  #load() {
    this.#frame?.remove(); // a new frame instead of a new src, which would enter the reader's history
    for (const { reject } of this.#waiting.values()) reject(new Error("[downhill-demo] the page was loaded anew"));
    this.#waiting.clear();
    this.#frame = document.createElement("iframe");
    this.#frame.title = this.getAttribute("label") ?? "Downhill";
    this.#frame.allow = "clipboard-write; fullscreen";
    this.#frame.loading = "lazy";
    this.#frame.src = this.#address();
    this.shadowRoot.replaceChildren(this.#frame);
  }

  #renewReady() {
    this.ready = new Promise((resolve) => (this.#settle = resolve));
  }

  #receive = ({ data, source }) => {
    if (source !== this.#frame?.contentWindow || data?.downhill !== version) return;
    if (data.event) return this.#emit(data.event, data.data);
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ("error" in data) waiting?.reject(new Error(data.error));
    else waiting?.resolve(data.result);
  };

  #emit(event, data) {
    if (event === "ready") this.#settle();
    this.#events.emit(event, data);
    this.dispatchEvent(new CustomEvent(`downhill-${event}`, { detail: data }));
  }

  /** One call of the page API. */
  async call(name, ...args) {
    await this.ready;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#frame.contentWindow.postMessage({ downhill: version, call: name, args, id }, "*");
    });
  }
}

for (const name of callNames) {
  DownhillDemo.prototype[name] = function (...args) {
    return this.call(name, ...args);
  };
}

if (!customElements.get("downhill-demo")) customElements.define("downhill-demo", DownhillDemo);
