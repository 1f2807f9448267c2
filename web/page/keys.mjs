/**
 * The picture's keys. A key that is not in this table keeps its meaning for the browser and is offered to the deck; none
 * goes to SDL, which would prevent the default of all of them.
 */
const tenfold = 10;

/** @param unused called with each key press that the picture has no use for */
export function routeKeys(stage, canvas, api, engine, showHelp, unused) {
  const table = {
    " ": () => (api.status().playing ? api.pause() : api.play()),
    ArrowRight: (event) => api.step(event.shiftKey ? tenfold : 1),
    ArrowLeft: (event) => api.step(event.shiftKey ? -tenfold : -1),
    Home: () => api.seek(0),
    End: () => api.seek(api.status().horizon),
    r: () => api.reset(),
    "?": showHelp,
  };

  for (const name of ["keydown", "keyup", "keypress"]) {
    stage.addEventListener(
      name,
      (event) => {
        if (event.target !== canvas) return;
        event.stopPropagation();
        if (name === "keydown" && engine.key(event.key)) return event.preventDefault(); // a list is open
        const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
        const act = plain && (table[event.key] ?? table[event.key.toLowerCase()]);
        if (act) event.preventDefault();
        if (name !== "keydown") return;
        if (act) act(event);
        else unused(event);
      },
      { capture: true },
    );
  }
}
