/** Keys as they are written on the keyboard in front of the person, and as the browser tells them. */

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

const NAMES = /** @type {Record<string, string>} */ ({
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: isApple ? "⌫" : "Del",
  Escape: "Esc",
  ContextMenu: "☰",
  Arrows: "← ↑ → ↓",
  Mod: isApple ? "⌘" : "Ctrl",
  Alt: isApple ? "⌥" : "Alt",
  Shift: isApple ? "⇧" : "Shift",
});

/** @param {string} combo such as "Shift+Mod+Z" @returns {string} */
export const keysOf = (combo) => partsOf(combo).join(isApple ? "" : "+");

/** @param {string} combo @returns {string[]} the names of its keys */
export const partsOf = (combo) => combo.split(/\+(?=.)/).map((key) => NAMES[key] ?? key);

/**
 * Return the combination that was pressed: "Mod" is Ctrl, or ⌘. A character says itself how it was made, so that
 * "?" is "?" on every keyboard.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} event @returns {string}
 */
export function comboOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const isLetter = /^\p{L}$/u.test(key);
  const isCharacter = key.length === 1 && key !== " " && !isLetter;
  const name = key === " " ? "Space" : isLetter ? key.toUpperCase() : key;
  return [shiftKey && !isCharacter && "Shift", (ctrlKey || metaKey) && "Mod", altKey && "Alt", name]
    .filter(Boolean)
    .join("+");
}
