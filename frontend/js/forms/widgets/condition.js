/** A condition: in words, with the builder one click away, here or in a large dialog. */

import { useEffect, useRef, useState } from "react";
import { ConditionBuilder } from "../../conditions/ConditionBuilder.js";
import { isBlank } from "../../conditions/shape.js";
import { useCount } from "../../conditions/useCount.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Icon } from "../../ui/Icon.js";
import { Framed } from "../Framed.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function ConditionWidget({ setting, value, onChange, error, disabled }) {
  const [shown, setShown] = useState(/** @type {"words" | "here" | "large"} */ ("words"));
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const last = useRef(shown);
  const isByKey = useRef(false);
  useEffect(() => {
    // What had the focus is gone with the other look, so it moves to what took its place.
    const isKept = shown === "here" && box.current?.contains(document.activeElement);
    if (last.current !== shown && shown !== "large" && !isKept)
      /** @type {HTMLElement | null | undefined} */ (
        shown === "here" ? box.current : box.current?.querySelector("button")
      )?.focus({ preventScroll: true });
    last.current = shown;
  }, [shown]);
  const builder = h(ConditionBuilder, {
    value,
    onChange,
    disabled,
    label: setting.label,
    autoFocus: isByKey.current,
  });
  const small = { kind: /** @type {const} */ ("quiet"), small: true };
  if (shown === "here")
    return h(
      Framed,
      { label: setting.label, children: null },
      html`<div ref=${box} tabIndex=${-1} className="condition-box">${builder}</div>`,
      html`<div className="row">
        ${h(Button, { ...small, icon: "check", onClick: () => setShown("words") }, t("forms.condition.fold"))}
        ${h(Button, { ...small, kind: "plain", icon: "maximize", onClick: () => setShown("large") }, t("forms.condition.larger"))}
      </div>`,
    );
  return h(
    Framed,
    { label: setting.label, hint: setting.help, error, children: null },
    html`<div ref=${box} className="condition-box">${h(Said, {
      value,
      label: t(
        disabled ? "forms.condition.show" : isBlank(value) ? "forms.condition.write" : "forms.condition.change",
      ),
      onOpen: (isKey) => {
        isByKey.current = isKey;
        setShown("here");
      },
    })}</div>`,
    shown === "large" &&
      h(Dialog, {
        title: setting.label,
        size: "large",
        onClose: () => setShown("words"),
        children: builder,
        actions: h(Button, { kind: "primary", onClick: () => setShown("words") }, t("ui.done")),
      }),
  );
}

/** @param {{value: any, label: string, onOpen: (isKey: boolean) => void}} props */
function Said({ value, label, onOpen }) {
  const { counted } = useCount(value ?? {});
  return html`<button type="button" className="condition-said"
      onClick=${(/** @type {{detail: number}} */ event) => onOpen(event.detail === 0)}>
    <span>${isBlank(value) ? t("forms.condition.none") : (counted?.words ?? "…")}
      ${counted?.count !== null && counted && html`<small>${t("forms.people", { n: counted.count })}</small>`}</span>
    <span className="condition-open">${h(Icon, { name: "sliders-horizontal", size: 16 })} ${label}</span>
  </button>`;
}
