const deepest = 16; // evaluate() within evaluate(): some 75 fill the stack

/**
 * Calls over the border to engine.wasm: arrays go in through slots, results come back as fresh copies. The memory may
 * move whenever it grows, so no view of it outlives a line.
 */
export class Border {
  #module;
  #depth = 0; // of evaluate() calls within one another

  constructor(module) {
    this.#module = module;
  }

  /**
   * @param {string} name of the C function, without `engine_`
   * @param {Array<number | string>} args
   * @param {Array<Float32Array | undefined>} arrays one for each slot, as floats() of options.mjs gives them
   * @param {Uint8Array} [bytes] as bytesOf() gives them
   * @returns {number} what the function returned, never 0
   * @throws {Error} with the engine's words
   */
  call(name, args = [], arrays = [], bytes) {
    const module = this.#module;
    const mine = arrays.map((array) => (array?.buffer === module.HEAPF32.buffer ? new Float32Array(array) : array)); // views are lost where the memory grows
    mine.forEach((array, slot) => {
      if (!array?.length) return;
      const at = this.#room(module._engine_input(slot, array.length), `${array.length} numbers`);
      module.HEAPF32.set(array, at >> 2);
    });
    if (bytes?.length) {
      const at = this.#room(module._engine_input_bytes(bytes.length), `${bytes.length} bytes`);
      module.HEAPU8.set(bytes, at);
    }
    const texts = [];
    const plain = args.map((arg) => {
      if (typeof arg !== "string") return arg;
      texts.push(module.stringToNewUTF8(arg));
      return texts.at(-1);
    });
    try {
      const result = module[`_engine_${name}`](...plain);
      if (!result) throw new Error(module.UTF8ToString(module._engine_error()));
      return result;
    } finally {
      for (const text of texts) module._free(text);
    }
  }

  #room(at, what) {
    if (at) return at;
    this.#module._engine_free(0); // refused, but like every call it empties the slots
    throw new Error(`[engine] got ${what}, expected no more than there is memory for`);
  }

  /** The call's numbers, as a copy. */
  floats(...call) {
    this.call(...call);
    return this.lastFloats();
  }

  /** The call's numbers where they lie, until the next call. */
  view(...call) {
    this.call(...call);
    return this.#lastView();
  }

  /** The call's answer in words, as an object. */
  json(...call) {
    this.call(...call);
    return this.lastJson();
  }

  lastFloats() {
    return new Float32Array(this.#lastView()); // slice() takes seven times as long: 0.9 ms for 1 MB
  }

  #lastView() {
    const module = this.#module;
    const at = module._engine_floats() >> 2;
    return module.HEAPF32.subarray(at, at + module._engine_float_count());
  }

  lastJson() {
    return JSON.parse(this.#module.UTF8ToString(this.#module._engine_text()));
  }

  lastBytes() {
    const at = this.#module._engine_bytes();
    return this.#module.HEAPU8.slice(at, at + this.#module._engine_byte_count());
  }

  /** Lets the engine ask `evaluate(w, dw)` for a loss while `work` runs; an error in it ends the work. */
  whileEvaluating(evaluate, work) {
    const module = this.#module;
    if (this.#depth >= deepest) throw new Error(`[optimizer.step] got an evaluate() within ${deepest} others, expected fewer: each takes its part of the stack`);
    const outer = module.evaluate;
    let failure;
    module.evaluate = (w, dw, n) => {
      if (failure) return NaN;
      try {
        const gradient = new Float32Array(n);
        const loss = evaluate(module.HEAPF32.slice(w >> 2, (w >> 2) + n), gradient);
        module.HEAPF32.set(gradient, dw >> 2);
        if (typeof loss !== "number") throw new Error(`[optimizer.step] evaluate gave ${typeof loss}, expected the loss as a number`);
        return loss;
      } catch (error) {
        failure = error;
        return NaN;
      }
    };
    this.#depth += 1;
    try {
      const result = work();
      if (failure) throw failure;
      return result;
    } finally {
      this.#depth -= 1;
      module.evaluate = outer;
    }
  }

  /** Bytes of memory that the engine has taken so far, and of those in use. */
  get memory() {
    return { taken: this.#module.HEAPU8.length, used: this.#module._engine_memory_used() };
  }
}
