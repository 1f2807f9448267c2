/** A small event source with a fixed list of names; a listener that throws does not keep the others from hearing. */
export function events(names) {
  const listeners = new Map(names.map((name) => [name, new Set()]));

  return {
    /** @returns {() => void} stops listening */
    on(name, listener) {
      const set = listeners.get(name);
      if (!set) throw new Error(`[downhill.on] there is no event "${name}", only ${names.join(", ")}`);
      if (typeof listener !== "function") throw new Error(`[downhill.on] the second argument is not a function`);
      set.add(listener);
      return () => set.delete(listener);
    },
    emit(name, data) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(data);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
