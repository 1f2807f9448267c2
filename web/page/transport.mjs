/** Reset, back, step, play, and the position in the run, as native inputs. */
import { button, freshId, make } from "./make.mjs";
import { text } from "./text.mjs";

export function createTransport(api) {
  const play = button(text("Play"), () => (api.status().playing ? api.pause() : api.play()), "play");
  const id = freshId();
  const position = make("input", { type: "range", id, min: 0, step: 1 });
  position.addEventListener("input", () => api.seek(Number(position.value)));

  const element = make(
    "fieldset",
    { className: "transport" },
    make("legend", {}, text("Run")),
    make(
      "div",
      { className: "buttons" },
      button(text("Reset"), () => api.reset(), "reset"),
      button(text("Step back"), () => api.step(-1), "back"),
      button(text("Step"), () => api.step(1), "step"),
      play,
    ),
    make("div", { className: "row", "data-key": "position" }, make("label", { for: id }, text("Position in the run")), position),
  );

  return {
    element,
    update() {
      const { playing, step, horizon } = api.status();
      const label = playing ? text("Pause") : text("Play");
      if (play.textContent !== label) play.textContent = label;
      position.max = horizon;
      if (Number(position.value) !== step) position.value = step;
      position.setAttribute("aria-valuetext", text("step {step} of {horizon}", { step, horizon }));
    },
  };
}
