/** The words of the message protocol, shared by the page and by <downhill-demo>. */

export const version = 1;

export const eventNames = ["ready", "state", "step", "playing", "rejected", "error", "height", "finished"];

/** What may be called from another page: exactly the page API, less `on`, because events come by themselves. */
export const callNames = [
  "demos", "open", "link", "params", "set", "actions", "act", "play", "pause", "step", "seek", "reset", "read", "save",
  "restore", "bring", "status", "picture", "targets", "untranslated",
];
