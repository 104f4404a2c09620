/** A field in which one types to search and chooses from a list: arrows, Enter, Escape; rows at the foot make new things. */

import { useEffect, useId, useRef, useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { useListbox } from "./useListbox.js";
import { useOptions } from "./useOptions.js";

/** @import {FocusEvent, KeyboardEvent} from "react" */
/** @import {Ties} from "../ui/Field.js" */
/** @import {Find, Option} from "./lookups.js" */

/** Its Field's ties, or the words that name it.
 * @typedef {Ties | {id?: string, "aria-label": string, "aria-invalid"?: "true" | undefined, "aria-describedby"?: string | undefined}} Tied */
/** A row that does something instead of choosing.
 * @typedef {{label: string, icon: string, run: (words: string) => void}} Row */

/**
 * @typedef {object} ComboboxProps
 * @property {Tied} ties
 * @property {string} text what is chosen, in words
 * @property {string} [chosen] key of what is chosen
 * @property {Find} find
 * @property {(option: Option) => void} onChoose
 * @property {() => void} [onClear] it may be emptied
 * @property {(words: string) => void} [onWords] any words may be entered, not only those of the list
 * @property {boolean} [prefersWords] Enter takes the words as they were typed, not the first that fits
 * @property {(words: string) => readonly Row[]} [rows] at the foot, for the words typed so far
 * @property {string} [placeholder]
 * @property {string} [icon]
 * @property {boolean} [disabled]
 * @property {boolean} [autoFocus]
 * @property {string} [nothing] what is said when nothing fits
 * @property {(event: KeyboardEvent<HTMLInputElement>) => void} [onKey] keys that it has no use for
 */

/** @param {ComboboxProps} props */
export function Combobox(props) {
  const { ties, text, chosen, find, onChoose, onClear, onWords, icon, disabled } = props;
  const id = useId();
  const [words, setWords] = useState(/** @type {string | null} */ (null));
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(/** @type {number | null} */ (null));
  const { options, isLoading, error } = useOptions(find, words ?? "", isOpen);
  const rows = isOpen ? (props.rows?.(words?.trim() ?? "") ?? []) : [];
  const { input, list } = useListbox(isOpen, `${options.length} ${rows.length} ${isLoading}`);
  const size = options.length + rows.length;
  const standing = options.findIndex((option) => option.key === chosen);
  const preferred = words?.trim() ? (props.prefersWords ? -1 : 0) : standing;
  const active = at !== null && at < size ? at : preferred < size ? preferred : -1;
  // Enter was pressed before the list was there.
  const isAwaited = useRef(false);

  const close = () => {
    isAwaited.current = false;
    setOpen(false);
    setWords(null);
    setAt(null);
  };
  const open = () => !disabled && setOpen(true);
  /** @param {number} n */
  const take = (n) => {
    const option = options[n];
    const row = rows[n - options.length];
    const typed = words?.trim() ?? "";
    close();
    if (option) onChoose(option);
    else row?.run(typed);
  };
  const settle = () => {
    const typed = words?.trim();
    close();
    if (typed && typed !== text) onWords?.(typed);
    else if (typed === "" && text) onClear?.();
  };
  useEffect(() => {
    if (!isAwaited.current || isLoading) return;
    isAwaited.current = false;
    if (options.length) take(0);
    else if (onWords) settle();
  });
  /** @param {KeyboardEvent<HTMLInputElement>} event */
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      if (!isOpen) open();
      else if (size) setAt(active < 0 ? (step > 0 ? 0 : size - 1) : (active + step + size) % size);
    } else if (event.key === "Enter" && isOpen && (active >= 0 || words !== null)) {
      event.preventDefault();
      if (isLoading && words?.trim() && !props.prefersWords) isAwaited.current = true;
      else if (active >= 0 && !isLoading) take(active);
      else if (onWords) settle();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else props.onKey?.(event);
  };
  const left = (/** @type {FocusEvent} */ event) => {
    if (!isAwaited.current && !list.current?.contains(/** @type {Node | null} */ (event.relatedTarget))) settle();
  };
  const type = (/** @type {string} */ typed) => {
    isAwaited.current = false;
    setWords(typed);
    setAt(null);
    open();
  };
  const clear = () => {
    close();
    onClear?.();
    input.current?.focus();
  };

  return html`<div className=${`combobox ${icon ? "with-icon" : ""}`}>
    ${icon && h(Icon, { name: icon, size: 18 })}
    <input ref=${input} ...${ties} type="text" role="combobox" autoComplete="off" spellCheck="false"
      aria-autocomplete="list" aria-expanded=${isOpen} aria-controls=${`${id}-list`}
      aria-activedescendant=${isOpen && active >= 0 ? `${id}-${active}` : undefined}
      placeholder=${props.placeholder ?? t("forms.typeToSearch")} value=${words ?? text} disabled=${disabled}
      autoFocus=${props.autoFocus}
      onChange=${(/** @type {{target: {value: string}}} */ event) => type(event.target.value)}
      onMouseDown=${open} onClick=${open} onKeyDown=${press} onBlur=${left}
      onFocus=${(/** @type {{target: HTMLInputElement}} */ event) => event.target.select()} />
    ${
      text && onClear && !disabled
        ? h(Button, { kind: "plain", small: true, icon: "x", label: t("forms.clear"), onClick: clear })
        : html`<span className="combobox-arrow">${h(Icon, { name: "chevron-down", size: 16 })}</span>`
    }
    <div ref=${list} id=${`${id}-list`} popover="manual" className="combobox-list" role="listbox" aria-label=${t("forms.choices")}
        onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${isOpen && error && html`<p className="combobox-note error">${error.message}</p>`}
      ${isOpen && options.map((option, n) => h(Choice, { key: option.key, id: `${id}-${n}`, option, isActive: n === active, isChosen: option.key === chosen, onTake: () => take(n) }))}
      ${isOpen && !options.length && !error && html`<p className="combobox-note">${isLoading ? t("ui.loading") : (props.nothing ?? t("forms.nothingFits"))}</p>`}
      ${
        rows.length > 0 &&
        html`<div role="group" aria-label=${t("forms.more")} className="combobox-rows">
        ${rows.map((row, n) => h(Choice, { key: row.label, id: `${id}-${options.length + n}`, option: { key: "", label: row.label, icon: row.icon }, isActive: options.length + n === active, isChosen: false, isRow: true, onTake: () => take(options.length + n) }))}</div>`
      }
    </div>
    <span className="visually-hidden" role="status">${isOpen && !isLoading ? t("forms.found", { n: options.length }) : ""}</span>
  </div>`;
}

/** @param {{id: string, option: Option, isActive: boolean, isChosen: boolean, isRow?: boolean, onTake: () => void}} props */
function Choice({ id, option, isActive, isChosen, isRow = false, onTake }) {
  const see = (/** @type {HTMLElement | null} */ node) => {
    if (isActive) node?.scrollIntoView({ block: "nearest" });
  };
  return html`<div ref=${see} id=${id} role="option" aria-selected=${isChosen} onClick=${onTake}
      className=${["combobox-option", isActive && "active", isRow && "row-option"].filter(Boolean).join(" ")}>
    ${option.icon && h(Icon, { name: option.icon, size: 16 })}
    <span><span className="combobox-label">${option.label}</span>${option.hint && html`<small>${option.hint}</small>`}</span>
    ${isChosen && h(Icon, { name: "check", size: 16 })}
  </div>`;
}
