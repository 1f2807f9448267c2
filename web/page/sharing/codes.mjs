/** What can be pasted elsewhere to show the present run. Texts only; nothing is fetched. */

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
const presentation = ["theme", "hide", "only", "lock", "compute", "scale", "lang"]; // of the page parameters; what the rest says, a run or a host says better

/**
 * @param {string} address where the page is now
 * Modules are named .js: an old server may not know .mjs.
 *
 * @param {boolean} whole it is the single file, which has nothing beside it
 */
export function codesOf({ address, whole, link, demo, question }) {
  const page = new URL(address);
  const beside = (name) => new URL(name, page.origin === "null" ? page.href.split(/[?#]/)[0] : page).href;
  page.hash = link;
  page.searchParams.delete("ui"); // whoever follows a link is in no frame
  if (!whole) page.pathname = page.pathname.replace(/[^/]*$/, `${demo}.html`); // it has a preview of its own
  const framed = new URL(page);
  framed.searchParams.set("ui", "minimal");

  const given = presentation.filter((name) => page.searchParams.has(name)).map((name) => ` ${name}="${escaped(page.searchParams.get(name))}"`);
  const element = (more) => `<downhill-demo src="${escaped(link)}"${given.join("")} label="${escaped(question)}"${more}></downhill-demo>`;
  const frame = (name) => `<iframe ${name}="${escaped(framed.href)}" title="${escaped(question)}" width="960" height="640" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`;

  return {
    link: page.href,
    element: whole ? null : `<script type="module" src="${beside("embed.js")}"></script>\n${element(' aspect-ratio="3 / 2"')}`,
    frame: frame("src"),
    slides: whole
      ? `<section>\n  ${frame("data-src")}\n</section>`
      : `<section>\n  ${element(' style="height: 600px"')}\n</section>\n<!-- once per deck: import Downhill from "${beside("reveal-downhill.js")}"; Reveal.initialize({ plugins: [Downhill] }) -->`,
    markdown: whole ? `[${question}](${page.href})` : `[![${question}](${beside(`posters/${demo}.png`)})](${page.href})`,
  };
}
