/** What dist/sharing.js holds: the inside of the share dialog, fetched when it is first opened. */
import { button, freshId, make } from "../make.mjs";
import { codesOf } from "./codes.mjs";
import { qrOf, svgOf } from "./pictures.mjs";

/**
 * @param given.body the element to fill
 * @param given.text of text.mjs, with the table of the page
 * @returns {() => void} shows the present run
 */
export function createSharing({ body, api, text }) {
  const kinds = {
    link: { label: text("Link"), words: text("Opens exactly this run, in every browser.") },
    element: { label: text("Web page"), words: text("For the HTML of a page: it shows a still until it is seen, and a page may hold many.") },
    frame: { label: text("Frame"), words: text("Where only frames are allowed: notebooks, course pages, site builders.") },
    slides: { label: "reveal.js", words: text("A slide of its own. Keys that the demo has no use for turn the slides.") },
    markdown: { label: "Markdown", words: text("A picture that links to this run.") },
    qr: { label: text("QR code"), words: text("For an audience with phones.") },
  };
  const said = make("p", { className: "hint", role: "status" });
  const words = make("p", { className: "hint" });
  const field = make("textarea", { id: "share-code", className: "field", readOnly: true, rows: 5, spellcheck: false, "aria-label": text("To copy") });
  const code = make("div", { className: "qr" });
  let codes = {};
  let chosen = "link";

  const show = (kind) => {
    chosen = kind;
    const isModule = kind === "element" || kind === "slides";
    if (location.protocol === "file:") words.textContent = text("This address is good on this computer only. Open Downhill from the web to share a run; what follows # in the link works there, too.");
    else words.textContent = isModule ? `${kinds[kind].words} ${text("On another site it needs this site's permission (CORS), as GitHub Pages gives it.")}` : kinds[kind].words;
    said.textContent = "";
    field.hidden = copying.hidden = kind === "qr";
    code.hidden = kind !== "qr";
    if (kind !== "qr") return (field.value = codes[kind]);
    const svg = qrOf(codes.link);
    if (svg) {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", text("QR code of the link to this run"));
    }
    code.replaceChildren(svg ?? make("p", {}, text("This run is too long for a QR code: it has too many changes.")));
  };

  const name = freshId();
  const choices = Object.entries(kinds).map(([kind, { label }]) => {
    const choice = make("input", { type: "radio", name, value: kind, className: "unseen", checked: kind === chosen });
    choice.addEventListener("change", () => show(kind));
    return make("label", { className: "choice" }, choice, make("span", {}, label));
  });
  const copying = button(text("Copy"), async () => (said.textContent = (await copy(field)) ? text("Copied.") : text("The browser does not let this page copy. The text is selected: copy it with the keyboard.")));
  copying.className = "button main";
  const save = async (kind) => {
    try {
      const png = await api.picture();
      const about = { question: questionOf(api, text), words: document.getElementById("live").textContent, link: codes.link };
      download(kind === "svg" ? await svgOf(png, about) : png, `downhill-${api.status().demo}.${kind}`);
    } catch (error) {
      said.textContent = text("There is no picture: {why}", { why: error.message });
    }
  };
  body.replaceChildren(
    make("fieldset", { className: "choices" }, make("legend", { className: "unseen" }, text("Share as")), ...choices),
    words,
    field,
    code,
    make("div", { className: "row" }, said, copying),
    make("div", { className: "row last" }, make("span", { className: "hint" }, text("The picture as it is now")), button("PNG", () => save("png")), button("SVG", () => save("svg"))),
  );

  return () => {
    const { demo } = api.status();
    codes = codesOf({ address: location.href, whole: !document.documentElement.dataset.whole, link: api.link(), demo, question: questionOf(api, text) });
    for (const choice of choices) choice.hidden = codes[choice.firstChild.value] === null;
    if (codes[chosen] === null) chosen = "link";
    show(chosen);
  };
}

function questionOf(api, text) {
  const { demo } = api.status();
  return text(api.demos().find(({ key }) => key === demo).question);
}

/** Three ways, because a frame may be denied the first. @returns whether it is in the clipboard; else it is selected */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
