/** The palette: all steps by group. Drag one onto the canvas; a click or Enter puts it where it makes most sense. */

import { useId, useState } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Icon } from "../ui/Icon.js";
import { carry } from "./carry.js";
import { firstSentence } from "./pickerChoices.js";
import { addStep } from "./places.js";
import { stageOf } from "./stage.js";
import { groupsOf, recent } from "./steps.js";
import { iconOf, toneOf } from "./tones.js";

/** @import {PointerEvent} from "react" */
/** @import {NodeType} from "../model/types.js" */
/** @import {Group} from "./steps.js" */

const MANY = 12;

export function Palette() {
  const editor = useEditor();
  const id = useId();
  const [words, setWords] = useState("");
  const lately = useStore(recent);
  const isEmpty = useEdit((state) => !Object.keys(state.history.present.nodes).length);
  const types = [...editor.types.values()];
  const groups = groupsOf(types, { words });
  const used = lately.flatMap((name) => editor.types.get(name) ?? []);
  /** @type {Group[]} */
  const shown =
    used.length && !words && types.length > MANY
      ? [{ name: t("canvas.picker.recent"), types: used }, ...groups]
      : groups;
  if (editor.isReadOnly) return null;
  return html`<div className="palette">
    <div className="search">${h(Icon, { name: "search", size: 18 })}
      <label className="visually-hidden" htmlFor=${id}>${t("canvas.palette.search")}</label>
      <input id=${id} type="search" value=${words} placeholder=${t("canvas.palette.search")}
        onChange=${(/** @type {{target: {value: string}}} */ event) => setWords(event.target.value)} /></div>
    <p className="hint">${t(isEmpty ? "canvas.palette.hintEmpty" : "canvas.palette.hint")}</p>
    ${shown.map(
      ({ name, types: some }) => html`<section key=${name} aria-label=${name}><h3>${name}</h3>
      <ul>${some.map((type) => html`<li key=${type.type}>${h(PaletteItem, { type })}</li>`)}</ul></section>`,
    )}
    ${!shown.length && html`<p className="hint" role="status">${t("canvas.picker.none")}</p>`}
  </div>`;
}

/** @param {{type: NodeType}} props */
function PaletteItem({ type }) {
  const stage = stageOf(useEditor());
  const press = (/** @type {PointerEvent} */ event) => {
    if (event.button === 0 && stage.pilot) carry(stage, event, { type });
  };
  return html`<button type="button" className=${`palette-item tone-${toneOf(type)}`} title=${firstSentence(type.help)}
      onPointerDown=${press} onClick=${() => addStep(stage, type)}>
    <span className="card-icon">${h(Icon, { name: iconOf(type), size: 18 })}</span>
    <span>${type.label}</span>
    ${h(Icon, { name: "grip-vertical", size: 16, className: "grip" })}
  </button>`;
}
