/**
 * A web worker that does tiles of jobs with an engine of its own. Messages in: {wasm} first, then {job, order} and
 * {job, tile, at}; out: {ready}, {tile, values}, values null where another job came meanwhile, or {tile, error}. The numbers
 * of jobs and tiles are the page's to choose.
 */
import { loadEngine } from "../../../engine/api/engine.mjs";
import { sliced } from "./sliced.mjs";

const slice = 15; // ms until it listens whether the job was given up

let engine = null;
let current = null; // {number, job}

const answers = {
  async wasm({ wasm }) {
    engine = await loadEngine({ wasm });
    return { ready: true };
  },
  order({ job, order }) {
    current?.job.free();
    current = null;
    current = { number: job, job: engine.job(order.key, order.settings, order.arrays) };
    return null;
  },
  async tile({ job, tile, at }) {
    const givenUp = () => current?.number !== job;
    return { tile, values: givenUp() ? null : await sliced(current.job, at, slice, givenUp) };
  },
};

self.onmessage = async ({ data }) => {
  try {
    const answer = await answers[data.wasm ? "wasm" : data.order ? "order" : "tile"](data);
    if (answer) self.postMessage(answer, answer.values ? [answer.values.buffer] : []);
  } catch (error) {
    self.postMessage({ error: error.message, tile: data.tile });
  }
};
