/** What lives in the engine's memory until it is freed. */
import { refuse } from "./options.mjs";

const lost = new FinalizationRegistry(({ border, handle }) => {
  try {
    border.call("free", [handle]);
  } catch {
    // freed meanwhile
  }
});

export class EngineObject {
  #handle;
  #border;
  #what;

  constructor(border, handle, what) {
    this.#border = border;
    this.#handle = handle;
    this.#what = what;
    lost.register(this, { border, handle }, this);
  }

  /** Gives the memory back; every later call is an Error. Objects that nothing refers to are freed in time as well. */
  free() {
    const handle = this.#open("free");
    lost.unregister(this);
    this.#handle = 0;
    this.#border.call("free", [handle]);
  }

  /** The handle of a living object of one class. */
  static handleOf(object, Class, call, border) {
    if (!(object instanceof Class)) refuse(call, object === null ? "null" : typeof object, `a ${Class.word}`);
    if (border && object.#border !== border) refuse(call, `a ${Class.word} of another engine`, "one of this engine");
    return object.#open(call);
  }

  #open(call) {
    if (!this.#handle) throw new Error(`[${call}] got a ${this.#what} that was freed, expected one that lives`);
    return this.#handle;
  }
}
