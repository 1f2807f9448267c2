/** Calls of the page API into a frame, and their answers (messages.mjs has the form of both). */
import { version } from "../protocol.mjs";

export const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Caller {
  #target;
  #waiting = new Map(); // id -> {resolve, reject}
  #lastId = 0;

  /** @param {() => Window | undefined} target the frame's window now */
  constructor(target) {
    this.#target = target;
  }

  post(message) {
    this.#target()?.postMessage(message, "*");
  }

  ask(call, ...args) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (!this.#target()) return reject(new Error("[downhill-demo] it does not run: is it in a page?"));
      this.#waiting.set(id, { resolve, reject });
      this.post({ downhill: version, call, args, id });
    });
  }

  /** The answer, or nothing if there is none in time. */
  soon(limit, call, ...args) {
    return Promise.race([this.ask(call, ...args).catch(() => {}), wait(limit)]);
  }

  /** @returns {{event, data} | undefined} what the frame tells by itself */
  hear({ data, source }) {
    if (!source || source !== this.#target() || data?.downhill !== version) return;
    if (data.event) return data;
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ("error" in data) waiting?.reject(new Error(data.error));
    else waiting?.resolve(data.result);
  }

  abandon(why) {
    for (const { reject } of this.#waiting.values()) reject(new Error(`[downhill-demo] ${why}`));
    this.#waiting.clear();
  }
}
