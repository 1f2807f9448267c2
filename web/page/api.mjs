/**
 * `window.downhill`: the page API. The same calls come over postMessage (messages.mjs) and on <downhill-demo>
 * (embed/element.mjs). Calls before `ready` throw; `await downhill.ready` first.
 *
 *   ready             Promise: the first complete picture is on screen; rejects with words where the page cannot run
 *   demos()           [{key, title, question}]
 *   open(link)        a link's hash part, "valley?kappa=300"; {rejected: [{key, value, why}]}
 *   link()            the current state as that text
 *   params()          [{key, label, help, unit, kind, value, default, min, max, scale, choices}]
 *   set(values)       {kappa: 300, "racers.0.lr": 0.1}; {rejected: [{key, value, why}]}
 *   actions()         the demo's buttons that are no parameter, [{key, label, help, setup}], setup: a whole experiment; act(key) presses one
 *   play() pause() step(n = 1) seek(step) reset()
 *   read()            the demo's numbers
 *   save() restore(b) the complete state as bytes, exact
 *   bring(table, choice)   Promise: a table of one's own for the playground, its text or file, read in this browser alone; choice
 *                     {target, inputs, task} as in engine.md. {rejected} (then nothing changed), or {rejected: [], rows, inputs, dropped, filled}
 *   status()          {demo, playing, step, horizon, hash, runner, progress, simd, fps, visible, frames, memory}; runner: of the
 *                     demo's job, progress: of it, 1 where there is none; memory: bytes that the program has in use
 *   picture()         Promise<Blob>: PNG of the current picture
 *   targets()         what can be pressed in the picture, [{id, x, y, width, height}] in CSS pixels from its corner: for a guided tour, and for tests
 *   untranslated()    the English texts asked for so far that the language in use lacks
 *   on(event, fn)     ready, state, step, playing, rejected, error, height, finished; returns a function that stops listening
 */
import { events } from "./events.mjs";
import { eventNames } from "./protocol.mjs";
import { readTable, sentenceOf, textOf } from "./table.mjs";
import { untranslated } from "./text.mjs";

export function createApi(canvas) {
  const { on, emit } = events([...eventNames, "edit", "ask", "job", "stage-height"]); // the last four are between parts of the page
  let engine = null;
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => {}); // the page says it in words; a caller who awaits it still gets the reason

  const running = () => {
    if (!engine) throw new Error("[downhill] not ready yet: await downhill.ready first");
    return engine;
  };
  const whole = (call, value) => {
    if (!Number.isSafeInteger(value) || Math.abs(value) > 1e9) throw new Error(`[downhill.${call}] got ${value}, expected a whole number below a billion`);
    return value;
  };

  /** Samples as OwnData::save writes them; the playground learns from them. */
  const bringData = (data) => {
    const { rejected } = running().bring(data);
    return rejected.length ? { rejected } : running().set("source", "own");
  };

  const api = {
    ready,
    on,
    demos: () => running().demos(),
    open: (link) => running().open(String(link).replace(/^#/, "")),
    link: () => running().link(),
    params: () => running().params(),
    set(values) {
      if (values === null || typeof values !== "object") throw new Error("[downhill.set] expected an object like {kappa: 300}");
      return { rejected: Object.entries(values).flatMap(([key, value]) => running().set(key, String(value)).rejected) };
    },
    actions: () => running().actions(),
    act: (key) => void running().act(String(key)),
    play: () => void running().play(),
    pause: () => void running().pause(),
    step: (n = 1) => void running().step(whole("step", n)),
    seek: (step) => void running().seek(whole("seek", step)),
    reset: () => void running().reset(),
    read: () => running().read(),
    save: () => new TextEncoder().encode(running().save()),
    restore(bytes) {
      if (!(bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes))) throw new Error("[downhill.restore] expected the bytes that save() gave");
      return running().restore(new TextDecoder().decode(bytes));
    },
    async bring(table, choice = {}) {
      if (running().status().demo !== "playground") throw new Error("[downhill.bring] only the playground takes data: open it first");
      let read = null;
      try {
        read = await readTable(table);
        const samples = read.samples(choice);
        const { rows, inputs, dropped, filled } = samples;
        const { rejected } = bringData(textOf(samples));
        samples.free();
        return rejected.length ? { rejected } : { rejected, rows, inputs, dropped, filled };
      } catch (error) {
        return { rejected: [{ key: "table", value: "", why: sentenceOf(error) }] };
      } finally {
        read?.free();
      }
    },
    status: () => running().status(),
    targets: () => running().targets(),
    untranslated: () => [...new Set([...untranslated(), ...running().untranslated()])],
    async picture() {
      if (canvas.getContext("webgl2").isContextLost()) throw new Error("[downhill.picture] there is no picture while the graphics context is lost");
      running().draw(); // the drawing buffer is only good until this task ends
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
      if (!blob) throw new Error("[downhill.picture] the browser made no PNG of the canvas");
      return blob;
    },
  };

  return {
    api: Object.freeze(api),
    bringData,
    emit,
    start: (bridged) => (engine = bridged),
    ready: () => settle.resolve(),
    failed: (why) => settle.reject(new Error(why)),
  };
}
