/** The pages of the picker: which way, which new step, which existing step. One field, arrows choose, Enter takes. */

import { useContext, useEffect, useId, useRef, useState } from "react";
import { EditorContext } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Icon } from "../ui/Icon.js";
import { choicesOf } from "./pickerChoices.js";
import { recent } from "./steps.js";

/** @import {KeyboardEvent} from "react" */
/** @import {PortRef} from "../model/types.js" */
/** @import {Choice} from "./pickerChoices.js" */
/** @import {StepPickerProps} from "./StepPicker.js" */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 });

/** @param {StepPickerProps} props */
export function StepList(props) {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("There is no journey here.");
  const { ways = [], page: first = "steps", onPick, onJoin, onClose, only = () => true } = props;
  const id = useId();
  const lately = useStore(recent);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [ref, setRef] = useState(/** @type {PortRef | undefined} */ (undefined));
  const [page, setPage] = useState(/** @type {"ways" | "steps" | "existing"} */ (ways.length ? "ways" : first));
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const groups = choicesOf(editor, { ...props, ways, page, words, lately, only: (type) => only(type, ref) });
  const all = groups.flatMap((group) => group.choices);
  const here = Math.min(at, all.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  /** @param {"ways" | "steps" | "existing"} next */
  function turn(next) {
    setPage(next);
    setWords("");
    setAt(0);
  }

  /** @param {Choice | undefined} choice */
  function take(choice) {
    if (!choice) return;
    if (choice.way) {
      setRef(choice.way);
      turn(first);
    } else if (choice.goesTo) turn(choice.goesTo);
    else {
      onClose();
      if (choice.type) onPick(choice.type, ref);
      if (choice.key !== undefined) onJoin?.(choice.key, ref);
    }
  }

  function back() {
    if (page === "existing" && first !== "existing") return turn("steps");
    if (page !== "ways" && ways.length) return turn("ways");
  }
  const hasBack =
    page === "existing" ? first !== "existing" || ways.length > 0 : page === "steps" && ways.length > 0;

  /** @param {KeyboardEvent} event */
  function press(event) {
    const step = STEPS[event.key];
    event.stopPropagation();
    if (step)
      setAt(
        Math.abs(step) === 1
          ? (here + step + all.length) % Math.max(1, all.length)
          : Math.max(0, Math.min(all.length - 1, here + step)),
      );
    else if (event.key === "Enter") take(all[here]);
    else if (event.key === "Backspace" && !words && hasBack) back();
    else return;
    event.preventDefault();
  }

  return html`<div className="picker-head">
      ${hasBack && html`<button type="button" className="plain icon-button small-button" aria-label=${t("ui.back")} title=${t("ui.back")} onClick=${back}>${h(Icon, { name: "arrow-left", size: 16 })}</button>`}
      <label className="visually-hidden" htmlFor=${`${id}-search`}>${t(`canvas.picker.${page}`)}</label>
      <input id=${`${id}-search`} type="text" role="combobox" aria-expanded="true" aria-controls=${`${id}-list`} aria-autocomplete="list"
        aria-activedescendant=${all[here] ? `${id}-${here}` : undefined} autoComplete="off" placeholder=${t(`canvas.picker.${page}`)}
        value=${words} onKeyDown=${press}
        onChange=${(/** @type {{target: {value: string}}} */ event) => {
          setWords(event.target.value);
          setAt(0);
        }} />
    </div>
    <div ref=${list} id=${`${id}-list`} role="listbox" aria-label=${t(`canvas.picker.${page}`)} className="picker-list">
      ${groups.map(
        (group) => html`<div key=${group.name} role="group" aria-label=${group.name || t(`canvas.picker.${page}`)}>
        ${group.name && html`<div className="picker-group" aria-hidden="true">${group.name}</div>`}
        ${group.choices.map((choice) => option(choice, all.indexOf(choice)))}
      </div>`,
      )}
      ${!all.length && html`<p className="picker-none" role="status">${t("canvas.picker.none")}</p>`}
    </div>`;

  /** @param {Choice} choice @param {number} n */
  function option(choice, n) {
    return html`<div key=${choice.id} id=${`${id}-${n}`} role="option" aria-selected=${n === here} className=${`picker-option tone-${choice.tone}`}
        onMouseMove=${() => n !== here && setAt(n)} onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${() => take(choice)}>
      <span className="card-icon">${h(Icon, { name: choice.icon, size: 18 })}</span>
      <span className="picker-words"><span dir="auto">${choice.label}</span>${choice.hint && html`<small dir="auto">${choice.hint}</small>`}</span>
      ${choice.goesTo && h(Icon, { name: "chevron-right", size: 16 })}
    </div>`;
  }
}
