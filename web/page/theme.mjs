/**
 * Light, dark, projector, or what the system asks for. The query decides when the page opens, the switch afterwards; the
 * choice is remembered where storage is allowed.
 */
const choices = ["auto", "light", "dark", "projector"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const fingers = matchMedia("(any-pointer: coarse)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export const reducedMotion = () => stillness.matches;

export function followTheme(select, engine) {
  const root = document.documentElement;
  const apply = () => {
    const theme = root.dataset.theme;
    engine.theme(theme === "dark" || (theme === "auto" && dark.matches), theme === "projector", fingers.matches);
  };
  if (!choices.includes(root.dataset.theme)) root.dataset.theme = "auto";
  select.value = root.dataset.theme;
  select.addEventListener("change", () => {
    root.dataset.theme = select.value;
    remember(select.value);
    apply();
  });
  for (const query of [dark, fingers]) query.addEventListener("change", apply);
  stillness.addEventListener("change", () => engine.reducedMotion(stillness.matches));
  apply();
  engine.reducedMotion(stillness.matches);
}

function remember(theme) {
  try {
    localStorage.setItem("downhill-theme", theme);
  } catch {
    // Blocked storage: the choice holds until the page closes.
  }
}
