/**
 * What reaches the picture, and what stays with the page. SDL listens on the canvas for touch, wheel and keys and prevents
 * their default, which would trap the page's scroll and its shortcuts. So the stage, which is asked first, keeps these from
 * it: touch and pen go to the picture as pointers, the wheel only with ctrl or cmd (it zooms), keys never (keys.mjs).
 */
const kinds = { pointerdown: 0, pointermove: 1, pointerup: 2, pointercancel: 3 };

export function routeInput(stage, canvas, engine) {
  const place = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  const pointers = routePointers(stage, canvas, engine, place);
  routeTouches(stage, canvas, engine, place, pointers);
  stage.addEventListener(
    "wheel",
    (event) => {
      if (event.target === canvas && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    },
    { capture: true, passive: true },
  );
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointerenter", "pointerleave", "wheel", "focus", "blur"]) {
    canvas.addEventListener(name, () => engine.wake(), { passive: true });
  }
  window.addEventListener("pointerup", () => engine.wake());
}

/** A finger scrolls the page unless it takes hold of something; two zoom it unless they lie on something that zooms itself. */
function routeTouches(stage, canvas, engine, place, pointers) {
  const options = { capture: true, passive: false };
  let scrolled = false;
  let pinch = null; // {middle, spread} of two fingers that zoom the picture

  const spreadOf = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  const startPinch = ({ touches }) => {
    const [a, b] = [...touches].map(place);
    if (!engine.zooms(...a) || !engine.zooms(...b)) return false;
    pinch = { middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], spread: spreadOf(touches) };
    pointers.leave(true);
    return true;
  };
  const goOn = ({ touches }) => {
    const spread = spreadOf(touches);
    if (spread > 0 && pinch.spread > 0) engine.pinch(...pinch.middle, spread / pinch.spread);
    pinch.spread = spread;
  };
  const endPinch = ({ touches }) => {
    if (touches.length < 2) pinch = null;
    if (touches.length === 0) pointers.leave(false);
  };

  const listen = (name, act) =>
    stage.addEventListener(
      name,
      (event) => {
        if (event.target !== canvas) return;
        event.stopPropagation();
        act(event);
      },
      options,
    );

  listen("touchstart", (event) => {
    scrolled = false;
    if (event.touches.length === 1 && engine.grabs(...place(event.touches[0]))) event.preventDefault();
    if (event.touches.length === 2 && event.cancelable && startPinch(event)) event.preventDefault();
  });
  listen("touchmove", (event) => {
    if (!event.cancelable) scrolled = true;
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    goOn(event);
  });
  listen("touchend", (event) => {
    endPinch(event);
    // Otherwise the browser sends the tap a second time, as a mouse.
    if (!scrolled && event.cancelable) event.preventDefault();
  });
  listen("touchcancel", endPinch);
}

const slop = 8; // CSS pixels that a finger may move and still tap

/**
 * A finger that takes hold of something presses at once. Any other may be about to scroll, so it presses only when it is
 * lifted, which is a tap, or when it has moved sideways, which is a drag: a page that scrolls changes nothing.
 * @returns {{leave: (alone: boolean) => void}} lets go, and takes nothing until it may again
 */
function routePointers(stage, canvas, engine, place) {
  let last = "mouse";
  let waiting = null; // where a finger came down that has not pressed yet
  let alone = false;

  const press = () => {
    engine.pointer(kinds.pointerdown, ...waiting);
    waiting = null;
  };
  const leave = (now) => {
    if (now && !alone && !waiting) engine.pointer(kinds.pointercancel, 0, 0);
    waiting = null;
    alone = now;
  };
  const pass = (name, at) => {
    if (alone) return;
    if (name === "pointerdown" && !engine.grabs(...at)) return void (waiting = at);
    if (name === "pointercancel" && waiting) return void (waiting = null);
    if (waiting && (name === "pointerup" || Math.abs(at[0] - waiting[0]) > slop)) press();
    if (!waiting) engine.pointer(kinds[name], ...at);
  };

  window.addEventListener("keydown", () => stage.classList.remove("pressed"), { capture: true });
  for (const name of Object.keys(kinds)) {
    stage.addEventListener(
      name,
      (event) => {
        last = event.pointerType;
        stage.classList.add("pressed"); // the ring of focus is for those who came by keyboard
        if (event.target !== canvas) return;
        if (name === "pointerdown") canvas.focus({ preventScroll: true }); // SDL prevents the default, which this is
        if (last === "mouse" || !event.isPrimary) return;
        pass(name, place(event));
        engine.wake();
      },
      { capture: true },
    );
  }
  // A mouse event right after a touch pointer is the browser's imitation of it.
  for (const name of ["mousedown", "mousemove", "mouseup"]) {
    stage.addEventListener(
      name,
      (event) => {
        if (event.target === canvas && last !== "mouse") event.stopPropagation();
      },
      { capture: true },
    );
  }
  return { leave };
}
