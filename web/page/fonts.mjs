/** The text faces for the canvas: the same files that the style sheet names, so that they come over the wire once. */

/** @returns {Promise<Uint8Array[]>} regular, then semibold */
export async function fontFiles() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  rules.sort((a, b) => Number(a.style.fontWeight) - Number(b.style.fontWeight));
  const sheetOf = (rule) => rule.parentStyleSheet.href ?? document.baseURI;
  return Promise.all(rules.map((rule) => bytesAt(/url\("?([^")]*)"?\)/.exec(rule.style.getPropertyValue("src"))[1], sheetOf(rule))));
}

async function bytesAt(address, base) {
  const inline = /^data:[^,]*;base64,(.*)$/.exec(address);
  if (inline) return Uint8Array.from(atob(inline[1]), (letter) => letter.charCodeAt(0)); // fetch() is forbidden in the single file
  const answer = await fetch(new URL(address, base), { cache: "force-cache" });
  if (!answer.ok) throw new Error(`${address}: the server says ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
