/** Where a popover stands: below its button, or above where there is no room, never beyond the window. */

const GAP = 6;

/**
 * @param {HTMLElement} popover shown already @param {Element} anchor
 */
export function placeBeside(popover, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const isRtl = getComputedStyle(popover).direction === "rtl";
  const wantedLeft = at.left + width > innerWidth - GAP !== isRtl ? at.right - width : at.left;
  const isRoomBelow = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
  const top = isRoomBelow ? at.bottom + GAP : at.top - GAP - height;
  popover.style.left = `${Math.max(GAP, Math.min(wantedLeft, innerWidth - width - GAP))}px`;
  popover.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
}
