/**
 * The loss as a tone, for who would rather hear it: an octave for each factor of ten, low is low, and a soft double tick where a run
 * has diverged. Off until it is switched on; silent while the run stands still.
 */
const lowest = 110; // Hz
const highest = 1760;
const middle = 440; // of a loss of 1
const apart = 60; // ms between tones

/** The number that the demo tries to bring down (of the first of several), NaN once it has diverged, null where there is none. */
export function lossOf(read) {
  const one = read.racers?.[0].value !== undefined ? read.racers[0] : (read.curve ?? read.networks?.[0] ?? read.results?.[0] ?? read.point ?? read);
  if (one.diverged != null && one.diverged <= read.step) return NaN;
  const loss = one.value ?? one.loss ?? one.median ?? null;
  return loss === null ? null : loss - Math.min(0, one.lowest ?? 0); // a tone knows no number below zero
}

/** Frequency in Hz. */
export const toneOf = (loss) => Math.min(highest, Math.max(lowest, middle * 2 ** Math.log10(Math.max(loss, 1e-30))));

export function prepareSound(toggle, api) {
  let context = null;
  let last = 0;

  const tone = (frequency, start, length) => {
    const [oscillator, gain] = [context.createOscillator(), context.createGain()];
    oscillator.type = "triangle";
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.15, start + 0.01);
    gain.gain.linearRampToValueAtTime(0, start + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  };
  const sound = () => {
    const now = performance.now();
    if (now - last < apart) return;
    last = now;
    const loss = lossOf(api.read());
    if (loss === null) return;
    toggle.dataset.hertz = Number.isNaN(loss) ? "diverged" : toneOf(loss).toFixed(0); // for tests, and for who looks
    if (Number.isNaN(loss)) for (const delay of [0, 0.06]) tone(lowest, context.currentTime + delay, 0.04);
    else tone(toneOf(loss), context.currentTime, 0.09);
  };

  let silence = null;
  toggle.addEventListener("click", () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(on));
    silence?.();
    silence = null;
    if (!on) return void context?.suspend();
    context ??= new AudioContext();
    context.resume();
    silence = api.on("step", sound);
    sound();
  });
}
