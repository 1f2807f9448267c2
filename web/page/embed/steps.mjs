/**
 * What a fragment does with a demo: `play`, `pause`, `reset`, `step 50`, `seek 200`, `set kappa=300 theta=45`, `open valley?kappa=300`,
 * `act key`. `;` stands between steps, ` + ` between what one step does at once: "set kappa=300 + play; pause".
 */
const forms = {
  play: /^$/, pause: /^$/, reset: /^$/, step: /^-?\d*$/, seek: /^\d+$/, act: /^\S+$/, open: /^\S+$/, set: /^[\w.-]+=\S*(\s+[\w.-]+=\S*)*$/,
};

/** @returns {{call: string, args: any[]}[][]} the calls of each step; throws with words */
export function parseSteps(text) {
  return text.split(";").map((step) => step.trim()).filter(Boolean).map((step) => step.split(" + ").map((one) => commandOf(one.trim())));
}

function commandOf(text) {
  const [, call, rest] = /^(\S*)\s*([^]*)$/.exec(text);
  if (!forms[call]?.test(rest)) throw new Error(`[reveal-downhill] "${text}" is none of: play, pause, reset, step N, seek N, set key=value, open link, act key`);
  if (call === "set") return { call, args: [Object.fromEntries(rest.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]))] };
  if (call === "step" || call === "seek") return { call, args: rest ? [Number(rest)] : [] };
  return { call, args: rest ? [rest] : [] };
}
