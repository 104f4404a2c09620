/** Where the focus goes when a step opens, and where it returns to. */

let isByKey = false;
let lastKey = "";
/** @type {Element | null} */
let outside = null;

if (typeof document !== "undefined") {
  document.addEventListener(
    "keydown",
    (event) => {
      isByKey = true;
      lastKey = event.key;
    },
    { capture: true },
  );
  document.addEventListener("pointerdown", () => (isByKey = false), { capture: true });
}

/** @returns {boolean} the last thing that the person did was to press a key */
export const wasKey = () => isByKey;

/** @returns {boolean} they pressed Enter, as one does to open something */
export const wasEnter = () => isByKey && lastKey === "Enter";

/**
 * Remember what had the focus outside of a part of the page.
 * @param {{current: HTMLElement | null}} box @returns {() => void} stops it
 */
export function rememberPlace(box) {
  const see = () => {
    const active = document.activeElement;
    if (active && active !== document.body && !box.current?.contains(active)) outside = active;
  };
  see();
  document.addEventListener("focusin", see);
  return () => document.removeEventListener("focusin", see);
}

export function returnFocus() {
  if (outside?.isConnected) /** @type {HTMLElement} */ (outside).focus({ preventScroll: true });
}

/** Put the focus into the first field of the open settings; their title when there is none. */
export function focusPanel() {
  const panel = document.querySelector(".side-panel");
  const first = panel?.querySelector(".settings :is(input, select, textarea, button):not(:disabled)");
  /** @type {HTMLElement | null | undefined} */ (first ?? panel?.querySelector("h2"))?.focus();
}
