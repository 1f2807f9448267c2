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

function routePointers(stage, canvas, engine, place) {
  let last = "mouse";
  for (const [name, kind] of Object.entries(kinds)) {
    stage.addEventListener(
      name,
      (event) => {
        last = event.pointerType;
        if (event.target !== canvas) return;
        if (name === "pointerdown") canvas.focus({ preventScroll: true }); // SDL prevents the default, which this is
        if (last === "mouse" || !event.isPrimary) return;
        engine.pointer(kind, ...place(event));
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
