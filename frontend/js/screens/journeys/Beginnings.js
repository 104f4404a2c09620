/** Three good ways to begin a journey: from a template, from a blank page, from a file. */

import { useState } from "react";
import { change, Problem } from "../../api/http.js";
import { chooseFile } from "../../importing/asking.js";
import { useMayImport } from "../../importing/mayImport.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";

/** @import {FormEvent} from "react" */

/** @param {{onLeave?: () => void}} props `onLeave`: one of them was chosen */
export function Beginnings({ onLeave = () => {} }) {
  const [isBlank, setBlank] = useState(false);
  const mayImport = useMayImport();
  const leave = (/** @type {() => void} */ act) => () => {
    onLeave();
    act();
  };
  if (isBlank) return h(Blank, { onLeave, onBack: () => setBlank(false) });
  return html`<div className="beginnings">
    ${mayImport && h(Way, { icon: "layout-template", name: "template", isFirst: true, onClick: leave(() => go("/gallery")) })}
    ${h(Way, { icon: "workflow", name: "blank", isFirst: !mayImport, onClick: () => setBlank(true) })}
    ${mayImport && h(Way, { icon: "file-up", name: "file", onClick: leave(chooseFile) })}
  </div>`;
}

/** @param {{icon: string, name: "template" | "blank" | "file", isFirst?: boolean, onClick: () => void}} props */
function Way({ icon, name, isFirst = false, onClick }) {
  return html`<button type="button" className=${isFirst ? "way first" : "way"} onClick=${onClick}>
    ${h(Icon, { name: icon, size: 24 })}
    <span className="way-words"><strong>${t(`journeys.ways.${name}`)}</strong><small>${t(`journeys.ways.${name}Text`)}</small></span>
    ${h(Icon, { name: "chevron-right", size: 18, className: "way-on" })}
  </button>`;
}

/** @param {{onLeave: () => void, onBack: () => void}} props */
function Blank({ onLeave, onBack }) {
  const [name, setName] = useState("");
  const [fault, setFault] = useState(/** @type {string | undefined} */ (undefined));
  const [isBusy, setBusy] = useState(false);
  const make = async (/** @type {FormEvent} */ event) => {
    event.preventDefault();
    if (!name.trim()) return setFault(t("ui.missing"));
    setBusy(true);
    try {
      const made = await change("POST", "/journeys", { name: name.trim() });
      onLeave();
      go(`/journeys/${made.slug}`);
    } catch (error) {
      setBusy(false);
      setFault(error instanceof Problem ? (error.errors[0]?.detail ?? error.message) : String(error));
    }
  };
  return html`<form className="form blank-form" onSubmit=${make}>
    ${h(TextField, {
      label: t("journeys.name"),
      hint: t("journeys.nameHint"),
      value: name,
      onChange: setName,
      error: fault,
      maxLength: 200,
      autoFocus: true,
    })}
    <div className="row">${h(Button, { kind: "primary", type: "submit", busy: isBusy }, t("journeys.make"))}
      ${h(Button, { onClick: onBack }, t("ui.back"))}</div>
  </form>`;
}

/** @param {{onClose: () => void}} props */
export function NewJourney({ onClose }) {
  return h(Dialog, { title: t("journeys.newTitle"), onClose, children: h(Beginnings, { onLeave: onClose }) });
}
