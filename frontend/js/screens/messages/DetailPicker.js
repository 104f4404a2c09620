/** Personal details: chosen from a list and put where the cursor is, so that nobody has to type braces. */

import { useCallback, useId, useLayoutEffect, useRef, useState } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { placeBeside } from "../../ui/beside.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { useDetails } from "./details.js";

/** @import {Detail} from "./details.js" */

/** @param {{onInsert: (words: string) => void, small?: boolean}} props */
export function DetailPicker({ onInsert, small = false }) {
  const id = useId();
  const sheet = useRef(/** @type {HTMLDivElement | null} */ (null));
  const opener = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const [isOpen, setOpen] = useState(false);
  const attach = useCallback((/** @type {HTMLDivElement | null} */ node) => {
    sheet.current = node;
    node?.addEventListener("toggle", (event) => {
      setOpen(/** @type {any} */ (event).newState === "open");
    });
  }, []);
  useLayoutEffect(() => {
    if (isOpen && sheet.current && opener.current) placeBeside(sheet.current, opener.current);
  }, [isOpen]);
  const insert = (/** @type {string} */ words) => {
    sheet.current?.hidePopover();
    onInsert(words);
  };
  return html`<span className="detail-picker">
    ${h(Button, { ref: opener, kind: "plain", small, icon: "user-plus", label: t("messages.detail.insert"), popoverTarget: id })}
    <div ref=${attach} id=${id} popover="auto" className="menu detail-sheet" role="dialog" aria-label=${t("messages.detail.insert")}>
      ${isOpen && h(Sheet, { onInsert: insert })}
    </div>
  </span>`;
}

/** @param {{onInsert: (words: string) => void}} props */
function Sheet({ onInsert }) {
  const groups = useDetails();
  const [search, setSearch] = useState("");
  const [asked, setAsked] = useState(/** @type {Detail | null} */ (null));
  if (asked) return h(Asking, { detail: asked, onInsert, onBack: () => setAsked(null) });
  const wanted = search.trim().toLowerCase();
  const found = groups
    .map(({ key, label, details }) => ({
      key,
      label,
      details: details.filter((one) => one.label.toLowerCase().includes(wanted)),
    }))
    .filter(({ details }) => details.length);
  return html`<div className="detail-list">
    ${h(TextField, { label: t("messages.detail.search"), hideLabel: true, placeholder: t("messages.detail.search"), type: "search", value: search, onChange: setSearch, autoFocus: true })}
    <div className="detail-groups">
      ${found.map(
        ({
          key,
          label,
          details,
        }) => html`<section key=${key} aria-label=${label}><p className="detail-group">${label}</p>
        ${details.map(
          (
            one,
          ) => html`<button key=${one.key} type="button" onClick=${() => (one.asks ? setAsked(one) : onInsert(one.words("")))}>
          ${h(Icon, { name: one.icon, size: 16 })}<span>${one.label}</span></button>`,
        )}</section>`,
      )}
      ${!found.length && html`<p className="hint">${t("messages.detail.none")}</p>`}
    </div>
  </div>`;
}

/** @param {{detail: Detail, onInsert: (words: string) => void, onBack: () => void}} props */
function Asking({ detail, onInsert, onBack }) {
  const isName = detail.asks === "name";
  const [given, setGiven] = useState(detail.otherwise ?? "");
  const [other, setOther] = useState("");
  const submit = (/** @type {{preventDefault: () => void, stopPropagation: () => void}} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isName || given.trim()) onInsert(detail.words(given.trim(), other.trim()));
  };
  return html`<form noValidate className="detail-asking" onSubmit=${submit}>
    <strong>${detail.label}</strong>
    ${isName && h(TextField, { label: t("messages.detail.property"), hint: t("messages.detail.propertyHint"), value: given, onChange: setGiven, autoFocus: true })}
    ${
      isName
        ? h(TextField, { label: t("messages.detail.otherwise"), value: other, onChange: setOther, optional: true })
        : h(TextField, {
            label: t("messages.detail.otherwise"),
            hint: t("messages.detail.otherwiseHint"),
            value: given,
            onChange: setGiven,
            autoFocus: true,
            optional: true,
          })
    }
    <div className="row">${h(Button, { small: true, onClick: onBack }, t("ui.back"))}
      ${h(Button, { small: true, kind: "primary", type: "submit" }, t("messages.detail.put"))}</div>
  </form>`;
}
