/** The text of every shader of a job. The packaging puts the files in; a kernel's file names the parts that it builds on. */
import texts from "shaders";

const partsOf = (text) => /^\/\/ parts: (.*)$/m.exec(text)?.[1].split(" ") ?? [];

/** @returns the WGSL of a kernel with all that it needs; `functions` are made from a formula */
export function sourceOf(kernel, functions = "") {
  const own = texts[kernel];
  if (!own) throw new Error(`there is no shader ${kernel}`);
  return ["job", ...partsOf(own)].map((name) => texts[name]).concat(functions, own).join("\n");
}
