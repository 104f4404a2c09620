/** A text to take along, with a button that copies it. */

import { useRef, useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "./Button.js";
import { Field } from "./Field.js";

const SHOWN_MS = 2500;

/** @param {{label: string, value: string, hint?: string}} props */
export function CopyField({ label, value, hint }) {
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    box.current?.select();
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Without the right to the clipboard it stays selected, ready for Ctrl+C.
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return h(Field, {
    label,
    hint,
    control: (ties) => html`<div className="copy-field">
      <input ...${ties} ref=${box} value=${value} readOnly onFocus=${() => box.current?.select()} />
      ${h(Button, { icon: isCopied ? "check" : "copy", onClick: copy }, t(isCopied ? "ui.copied" : "ui.copy"))}
      <span className="visually-hidden" role="status">${isCopied ? t("ui.copied") : ""}</span>
    </div>`,
  });
}
