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
  routeTouches(stage, canvas, engine, place);
  routePointers(stage, canvas, engine, place);
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

/** A finger scrolls the page unless it takes hold of something. */
function routeTouches(stage, canvas, engine, place) {
  const options = { capture: true, passive: false };
  let scrolled = false;

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
  });
  listen("touchmove", (event) => {
    if (!event.cancelable) scrolled = true;
  });
  listen("touchend", (event) => {
    // Otherwise the browser sends the tap a second time, as a mouse.
    if (!scrolled && event.cancelable) event.preventDefault();
  });
  listen("touchcancel", () => {});
}

const slop = 8; // CSS pixels that a finger may move and still tap

/**
 * A finger that takes hold of something presses at once. Any other may be about to scroll, so it presses only when it is
 * lifted, which is a tap, or when it has moved sideways, which is a drag: a page that scrolls changes nothing.
 */
function routePointers(stage, canvas, engine, place) {
  let last = "mouse";
  let waiting = null; // where a finger came down that has not pressed yet

  const press = () => {
    engine.pointer(kinds.pointerdown, ...waiting);
    waiting = null;
  };
  const pass = (name, at) => {
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
}
