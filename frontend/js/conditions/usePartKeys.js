/** What can be done with a part of a condition, from its menu and by keys: Alt with D, G, U, the arrows, Backspace. */

import { useBuilder } from "./builderContext.js";
import { at, duplicate, mayUnwrap, move, placeOf, remove, unwrap, wrap } from "./tree.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Builder} from "./builderContext.js" */
/** @import {Path} from "./shape.js" */

/**
 * @param {Builder} builder @param {Path} path
 */
export function partActs({ root, change, changeAndFocus }, path) {
  const { list, n } = placeOf(path);
  const siblings = n < 0 ? 1 : at(root, list).length;
  const follow = (/** @type {{root: any, path: Path}} */ next) => changeAndFocus(next.root, next.path);
  return {
    mayUp: n > 0,
    mayDown: n >= 0 && n < siblings - 1,
    duplicate: () => follow(duplicate(root, path)),
    wrap: () => follow(wrap(root, path)),
    unwrap: mayUnwrap(root, path) ? () => changeAndFocus(unwrap(root, path), path) : null,
    up: () => follow(move(root, path, -1)),
    down: () => follow(move(root, path, 1)),
    remove: () => {
      const next = remove(root, path);
      if (n < 0 || siblings < 2) change(next);
      else changeAndFocus(next, [...list, Math.min(n, siblings - 2)]);
    },
  };
}

/**
 * @param {Path} path @returns {(event: KeyboardEvent) => void}
 */
export function usePartKeys(path) {
  const builder = useBuilder();
  return (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || builder.disabled) return;
    const acts = partActs(builder, path);
    const act = {
      KeyD: acts.duplicate,
      KeyG: acts.wrap,
      KeyU: acts.unwrap,
      ArrowUp: acts.mayUp ? acts.up : null,
      ArrowDown: acts.mayDown ? acts.down : null,
      Backspace: acts.remove,
    }[event.code];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
