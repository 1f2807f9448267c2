/** What a PDF that Chromium made shows, as far as a test needs it. */
import { inflateSync } from "node:zlib";

/** @returns {{pages: number, pictures: number[]}} how many pages it has, and how many colours each large image in it has */
export function readPdf(pdf) {
  const text = pdf.toString("latin1");
  const pictures = [];
  for (const { 0: head, index } of text.matchAll(/\/Subtype\s*\/Image(?:(?!endobj)[^]){0,400}?>>\s*stream\r?\n/g)) {
    const number = (name) => Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1] ?? 0);
    if (!/FlateDecode/.test(head) || /DeviceGray/.test(head) || number("Width") < 400) continue;
    const from = index + head.length;
    const pixels = inflateSync(pdf.subarray(from, from + number("Length")));
    const colors = new Set();
    for (let i = 0; i + 3 <= pixels.length; i += 300) colors.add(pixels.readUIntBE(i, 3));
    pictures.push(colors.size);
  }
  return { pages: (text.match(/\/Type\s*\/Page\b/g) ?? []).length, pictures };
}
