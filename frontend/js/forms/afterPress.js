/** What may move the page while somebody presses waits until they let go: otherwise their click would miss what it was for. */

let isPressed = false;

if (typeof document !== "undefined") {
  const see = (/** @type {Event} */ { type }) => (isPressed = type === "pointerdown");
  for (const type of ["pointerdown", "pointerup", "pointercancel"])
    document.addEventListener(type, see, { capture: true });
}

/** @param {() => void} act done at once, or after the click that is being made */
export function afterPress(act) {
  if (!isPressed) return act();
  const stop = new AbortController();
  const done = () => {
    stop.abort();
    setTimeout(act);
  };
  for (const type of ["pointerup", "pointercancel"])
    document.addEventListener(type, done, { capture: true, signal: stop.signal });
}
