/**
 * The C functions of web/exports.hpp as plain JavaScript: texts and numbers go in, texts and parsed JSON come out.
 * Events that arrive in the middle of a call wait until it has returned, because a returned text lives only until the
 * next call.
 */

/** @param module an initialised playground module */
export function bridge(module) {
  function call(name, ...args) {
    const texts = [];
    const plain = args.map((argument) => {
      if (typeof argument !== "string") return Number(argument);
      texts.push(module.stringToNewUTF8(argument));
      return texts.at(-1);
    });
    try {
      return module[`_downhill_${name}`](...plain);
    } finally {
      for (const text of texts) module._free(text);
    }
  }
  const text = (...args) => module.UTF8ToString(call(...args));
  const json = (...args) => JSON.parse(text(...args));

  return {
    demos: () => json("demos"),
    open: (link) => json("open", link),
    link: () => text("link"),
    params: () => json("params"),
    set: (key, value) => json("set", key, value),
    actions: () => json("actions"),
    act: (key) => call("act", key),
    play: () => call("play"),
    pause: () => call("pause"),
    step: (n) => call("step", n),
    seek: (step) => call("seek", step),
    reset: () => call("reset"),
    read: () => json("read"),
    status: () => ({ ...json("status"), memory: call("memory") }),
    describe: () => text("describe"),
    save: () => text("save"),
    restore: (saved) => json("restore", saved),
    bring: (data) => json("bring", data),
    /** A copy of an array that a job reads. */
    jobArray(i, count) {
      const at = call("job_array", i) >> 2;
      return module.HEAPF32.slice(at, at + count);
    },
    jobTile(id, { x0, y0, step, columns, rows }, values) {
      const at = call("job_room", values.length) >> 2;
      module.HEAPF32.set(values, at);
      call("job_tile", id, x0, y0, step, columns, rows);
    },
    jobState: (id, share, done, runner, words, error) => call("job_state", id, share, done, runner, words, error),
    /** The page parameters as one object; lists of keys as arrays. */
    page() {
      const values = Object.fromEntries(json("page").map(({ key, value }) => [key, value]));
      for (const key of ["hide", "only", "lock"]) values[key] = values[key].split(",").filter(Boolean);
      return values;
    },
    resize: (width, height, ratio) => call("resize", width, height, ratio),
    draw: () => call("draw"),
    theme: (dark, projector, fingers) => call("theme", dark, projector, fingers),
    focus: (key) => call("focus", key),
    reducedMotion: (reduced) => call("reduced_motion", reduced),
    visible: (visible) => call("visible", visible),
    text: (english, translation) => call("text", english, translation),
    untranslated: () => json("untranslated"),
    targets: () => json("targets"),
    grabs: (x, y) => call("grabs", x, y) === 1,
    zooms: (x, y) => call("zooms", x, y) === 1,
    pinch: (x, y, factor) => call("pinch", x, y, factor),
    pointer: (kind, x, y) => call("pointer", kind, x, y),
    key: (key) => call("key", key) === 1,
    wake: () => call("wake"),
    edited: (key, value, done) => call("edited", key, value, done),
    contextLost: () => call("context_lost"),
    contextRestored: () => call("context_restored"),
  };
}

/** Keeps events until `open()` and hands each over after the running call has ended. */
export function eventQueue(emit) {
  const waiting = [];
  let opened = false;
  const flush = () => {
    while (opened && waiting.length) emit(...waiting.shift());
  };
  return {
    receive(event, json) {
      waiting.push([event, JSON.parse(json)]);
      if (opened) queueMicrotask(flush);
    },
    open() {
      opened = true;
      queueMicrotask(flush);
    },
  };
}
