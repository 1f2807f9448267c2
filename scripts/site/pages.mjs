/**
 * The pages beside index.html: one per demo, which is the same page with a preview of its own (what stands behind # never reaches
 * a server), the gallery and the About, and an oEmbed file per demo. All of it comes out of index.html.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demosOf } from "./texts.mjs";

export const posterSize = { width: 1200, height: 675 }; // pixels
const frame = { width: 960, height: 540 }; // CSS pixels

/**
 * @param site.index the finished index.html
 * @param site.url where the site will be, or "": then nothing that needs absolute addresses is made
 * @param site.publish (name, content) -> address, with a hash in it
 * @param site.bundle (entry, settings) -> text of a script or a style sheet
 */
export function makePages({ out, url, index, version, agreement, publish, bundle }) {
  const demos = demosOf(index);
  const head = headOf(index, {
    style: publish("pages.css", bundle("web/page/pages.css", { target: "chrome123" })),
    script: publish("pages.js", bundle("web/page/pages.mjs", { format: "iife" })),
  });
  const write = (name, content) => writeFileSync(join(out, name), content);
  for (const demo of demos) write(`${demo.key}.html`, demoPage(index, demo, url));
  write("gallery.html", `${head("All demos", "Every demo of Downhill with its question, its picture and a direct link.")}${galleryOf(demos)}`);
  write("about.html", `${head("About", "What Downhill is made of, how it was checked, and what it does with your data: nothing.")}${aboutOf(version, agreement)}`);
  if (!url) return;
  mkdirSync(join(out, "oembed"));
  for (const demo of demos) write(`oembed/${demo.key}.json`, JSON.stringify(oembedOf(demo, url), null, 2));
}

// ---- a demo's own page ---------------------------------------------------------------------------------------------------

function demoPage(index, demo, url) {
  const title = `${demo.name}: ${demo.question}`;
  const tags = [
    ["og:title", title],
    ["og:description", demo.invitation],
    ["og:image", `${url}posters/${demo.key}.png`],
    ["og:image:width", posterSize.width],
    ["og:image:height", posterSize.height],
    ["og:image:alt", demo.question],
    ...(url ? [["og:url", `${url}${demo.key}.html`]] : []),
  ].map(([property, content]) => `<meta property="${property}" content="${content}">`);
  tags.push('<meta name="twitter:card" content="summary_large_image">');
  if (url) tags.push(`<link rel="canonical" href="${url}${demo.key}.html">`, `<link rel="alternate" type="application/json+oembed" href="${url}oembed/${demo.key}.json" title="${demo.name}">`);

  return index
    .replace(/<title>[^]*?<\/title>/, `<title>${title} – Downhill</title>`)
    .replace(/(<meta name="description" content=")[^"]*/, (_, start) => start + demo.invitation)
    .replace(/<meta property="og:title"[^]*?(?=<link rel="icon")/, `${tags.join("\n")}\n`)
    .replace(/(<html [^>]*)>/, `$1 data-demo="${demo.key}">`)
    .replace(/(class="(?:question|about)" data-of="(\w+)"[^>]*?)( hidden)?>/g, (_, start, key) => `${start}${key === demo.key ? "" : " hidden"}>`)
    .replace(/(<a href="#(\w+)" data-demo="\w+")( aria-current="page")?/g, (_, start, key) => start + (key === demo.key ? ' aria-current="page"' : ""))
    .replaceAll('src="posters/valley.png"', `src="posters/${demo.key}.png"`);
}

function oembedOf({ key, name, question }, url) {
  const { width, height } = frame;
  return {
    version: "1.0", type: "rich", provider_name: "Downhill", provider_url: url, title: `${name}: ${question}`, ...frame,
    html: `<iframe src="${url}${key}.html?ui=minimal#${key}" title="${question}" width="${width}" height="${height}" loading="lazy" style="border:0" allow="clipboard-write; fullscreen"></iframe>`,
    thumbnail_url: `${url}posters/${key}.png`, thumbnail_width: posterSize.width, thumbnail_height: posterSize.height,
  };
}

// ---- gallery and About ---------------------------------------------------------------------------------------------------

/** The start of a page that only has text: the same marks as index.html, less what the picture needs. */
function headOf(index, { style, script }) {
  const part = (pattern) => pattern.exec(index)[0];
  const brand = part(/<svg viewBox[^]*?<\/svg>/);
  return (title, description) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<title>${title} – Downhill</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
${part(/<link rel="icon"[^>]*>/)}
<link rel="stylesheet" href="${style}">
${part(/<script src="early[^>]*><\/script>/)}
<script src="${script}" defer></script>
</head>
<body>
<header class="bar"><div class="head">
  <p class="brand"><a href="index.html">${brand} Downhill</a></p>
  <nav aria-label="Pages" data-text="aria-label"><a href="index.html" data-text>Demos</a><a href="gallery.html"${title === "All demos" ? ' aria-current="page"' : ""} data-text>All demos</a><a href="about.html"${title === "About" ? ' aria-current="page"' : ""} data-text>About</a></nav>
</div></header>
`;
}

const picture = (name, alt, sizes) => `<picture>
      <source srcset="posters/${name}-dark.webp" type="image/webp" media="(prefers-color-scheme: dark)">
      <source srcset="posters/${name}.webp" type="image/webp">
      <img src="posters/${name}.png" alt="${alt}" width="${posterSize.width}" height="${posterSize.height}" loading="lazy">
    </picture>`;

const galleryOf = (demos) => `<main class="text">
<h1 data-text>All demos</h1>
<p class="lead" data-text>In the order of the seminar “Introduction to Neural Networks”. Every picture is a link to exactly that run.</p>
${[...demos].sort((a, b) => parseInt(a.slides, 10) - parseInt(b.slides, 10)).map(galleryEntry).join("\n")}
</main>
</body>
</html>
`;

function galleryEntry({ key, name, question, invitation, slides, tries }) {
  const small = tries.map(({ link, name: label, words }, i) => `<li><a href="index.html#${link.replaceAll("&", "&amp;")}">${picture(`${key}-${i + 1}`, "")}
      <span data-text>${label}</span></a> <span class="quiet" data-text>${words}</span></li>`);
  return `<section class="entry" id="${key}">
  <a class="large" href="index.html#${key}">${picture(key, "")}
    <span class="name" data-text>${name}</span></a>
  <div>
    <h2 data-text>${question}</h2>
    <p data-text>${invitation}</p>
    <p class="quiet"><span data-text>${slides.includes(",") ? "Slides of the seminar:" : "Slide of the seminar:"}</span> ${slides}</p>
  </div>
  <ul>
    ${small.join("\n    ")}
  </ul>
</section>`;
}

const aboutOf = (version, agreement) => `<main class="text">
<h1 data-text>About Downhill</h1>
<p class="lead" data-text>A playground for neural networks after the seminar “Introduction to Neural Networks” by Giles Strong (2020).</p>
<dl class="facts">
  <dt data-text>Version</dt><dd>${version}</dd>
  <dt data-text>Your data</dt><dd data-text>Nothing leaves the page: everything is computed in your browser, nothing is counted, no cookie is set, and a table that you open stays with you.</dd>
  <dt data-text>Licence</dt><dd><span data-text>MIT. What else is inside, and under which terms:</span> <a href="licenses.txt" data-text>all licences</a>, <a href="fonts/LICENSE.txt" data-text>that of the font</a></dd>
  <dt data-text>In your own page</dt><dd><span data-text>One line puts a demo into a slide or a page: press “Share this run” under it.</span></dd>
</dl>
<h2 data-text>Does it compute the right thing?</h2>
${agreement ? agreementOf(agreement) : "<p data-text>This copy was built without running its tests, so it has no table to show.</p>"}
</main>
</body>
</html>
`;

const figure = (value) => (value === 0 ? "0" : value.toExponential(0).replace(/^(\d)e[+]?(-?)(\d+)$/, (_, digit, sign, power) => `${digit} · 10<sup>${sign && "−"}${power}</sup>`));

function agreementOf({ rows }) {
  const cells = rows.map(({ what, truth, name, values, worst }) => `<tr><th scope="row" data-text>${name}</th><td data-text>${what}</td><td>${truth}</td><td>${values}</td><td>${figure(worst)}</td></tr>`);
  return `<p data-text>The tests of this build compared it, value by value, with PyTorch and scikit-learn in double precision; the engine computes in single precision, which has about seven digits.</p>
<div class="wide" tabindex="0" role="region" aria-label="Does it compute the right thing?" data-text="aria-label"><table class="numbers">
  <thead><tr><th scope="col" data-text>What</th><th scope="col" data-text>Kind</th><th scope="col" data-text>Against</th><th scope="col" data-text>Values</th><th scope="col" data-text>Largest relative difference</th></tr></thead>
  <tbody>
${cells.join("\n")}
  </tbody>
</table></div>`;
}
