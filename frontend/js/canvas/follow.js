/** Following a pointer that was pressed: mouse, pen or finger, the same for cards, palette, ports and notes. */

/** @import {Point} from "../model/types.js" */

/** `start` when it is clear that something is dragged; `move` and `drop` follow only then. `held`: a finger rested and
 * left again without a drag.
 * @typedef {object} Following
 * @property {(at: Point) => void} start
 * @property {(at: Point) => void} move
 * @property {(at: Point) => void} drop
 * @property {() => void} cancel
 * @property {(at: Point) => void} [held]
 * @property {boolean} [isEager] a finger need not rest first */

const FAR_ENOUGH = 5;
const REST_MS = 380;

/**
 * @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down @param {Following} acts
 */
export function follow(down, acts) {
  const isTouch = down.pointerType === "touch" && !acts.isEager;
  const stop = new AbortController();
  const { signal } = stop;
  const options = { signal, capture: true };
  let [isReady, isDragging] = [!isTouch, false];
  /** @type {Point} */
  let at = [down.clientX, down.clientY];
  const timer = isTouch ? setTimeout(rest, REST_MS) : 0;
  signal.addEventListener("abort", () => clearTimeout(timer));

  function rest() {
    isReady = true;
    navigator.vibrate?.(10);
  }
  const isFar = (/** @type {PointerEvent} */ event) =>
    Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > FAR_ENOUGH;

  /** @param {PointerEvent} event */
  function onMove(event) {
    if (event.pointerId !== down.pointerId) return;
    if (!isReady) {
      // The finger moves the view, not the card.
      if (isFar(event)) stop.abort();
      return;
    }
    at = [event.clientX, event.clientY];
    if (!isDragging) {
      if (!isFar(event)) return;
      isDragging = true;
      document.documentElement.classList.add("is-dragging");
      acts.start(at);
    }
    event.preventDefault();
    acts.move(at);
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    if (event.pointerId !== down.pointerId) return;
    end();
    if (isDragging) {
      skipClick();
      acts.drop(at);
    } else if (isTouch && isReady) {
      skipClick();
      // Not before the browser is done with this touch, which would close again what opens.
      setTimeout(() => acts.held?.(at), 20);
    }
  }

  function onCancel() {
    end();
    if (isDragging) acts.cancel();
  }

  function end() {
    stop.abort();
    document.documentElement.classList.remove("is-dragging");
  }

  addEventListener("pointermove", onMove, options);
  addEventListener("pointerup", onUp, options);
  addEventListener("pointercancel", (event) => event.pointerId === down.pointerId && onCancel(), options);
  addEventListener("blur", (event) => event.target === window && onCancel(), options);
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !isDragging) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      skipClick();
      onCancel();
    },
    options,
  );
  // While a card is dragged, the finger must not move the view or the page.
  addEventListener(
    "touchmove",
    (event) => {
      if (!isReady) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { ...options, passive: false },
  );
  if (isTouch) addEventListener("contextmenu", (event) => event.preventDefault(), options);
}

/** What ended a drag is not a click. */
function skipClick() {
  const stop = new AbortController();
  addEventListener(
    "click",
    (event) => {
      event.stopPropagation();
      event.preventDefault();
      stop.abort();
    },
    { capture: true, signal: stop.signal },
  );
  setTimeout(() => stop.abort(), 50);
}
