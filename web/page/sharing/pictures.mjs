/** Pictures to take along: a QR code of a link, and an SVG of the picture with words for who does not see it. */
import { encode } from "uqr";

const space = "http://www.w3.org/2000/svg";
const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** @returns {SVGElement | null} nothing where the link is too long for a code */
export function qrOf(link) {
  let code;
  try {
    code = encode(link, { ecc: "M", border: 4 }); // ISO/IEC 18004 asks for four modules around it
  } catch {
    return null;
  }
  const dark = code.data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")));
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  for (const [fill, d] of [["#fff", `M0 0h${code.size}v${code.size}H0z`], ["#000", dark.join("")]]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("fill", fill);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** @returns {Promise<Blob>} the picture as it is drawn, in an SVG with a title, a description and the link to the run */
export async function svgOf(png, { question, words, link }) {
  const { width, height } = await createImageBitmap(png);
  const bytes = new Uint8Array(await png.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  const svg = `<svg xmlns="${space}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title words">
<title id="title">${escaped(question)}</title>
<desc id="words">${escaped(words)}</desc>
<a href="${escaped(link)}"><image width="${width}" height="${height}" href="data:image/png;base64,${btoa(text)}"/></a>
</svg>`;
  return new Blob([svg], { type: "image/svg+xml" });
}
