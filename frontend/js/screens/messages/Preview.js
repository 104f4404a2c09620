/** The preview: for whom, how wide, on which paper, as HTML or plain text. */

import { useRef, useState } from "react";
import { ContactPicker } from "../../forms/ContactPicker.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { MailFrame } from "../../ui/MailFrame.js";
import { Failure, Loading } from "../../ui/States.js";
import { Tabs } from "../../ui/Tabs.js";
import { onDark } from "./paper.js";

/** @import {Previewing, Shown} from "./usePreview.js" */

const LIMIT_KB = 102;
const NEAR_KB = 80;

/** @param {{preview: Previewing, sender: string}} props */
export function Preview({ preview, sender }) {
  const [tab, setTab] = useState("html");
  const [isPhone, setPhone] = useState(false);
  const [isDark, setDark] = useState(false);
  const { data, error, reload, contact, setContact, hasSubject } = preview;
  const subject = hasSubject ? data?.subject : t("messages.noSubject");
  return html`<section className="preview panel" aria-label=${t("messages.preview.title")}>
    <div className="preview-head">
      ${h(ContactPicker, { label: t("messages.preview.as"), value: contact, onChange: setContact, placeholder: t("messages.preview.example") })}
      <div className="switch" role="group" aria-label=${t("messages.preview.width")}>
        ${h(Button, { small: true, icon: "monitor", label: t("messages.preview.desktop"), pressed: !isPhone, onClick: () => setPhone(false) })}
        ${h(Button, { small: true, icon: "smartphone", label: t("messages.preview.phone"), pressed: isPhone, onClick: () => setPhone(true) })}
      </div>
      <div className="switch" role="group" aria-label=${t("messages.preview.paper")}>
        ${h(Button, { small: true, icon: "sun", label: t("messages.preview.light"), pressed: !isDark, onClick: () => setDark(false) })}
        ${h(Button, { small: true, icon: "moon", label: t("messages.preview.dark"), pressed: isDark, onClick: () => setDark(true) })}
      </div>
    </div>
    ${h(Examples, { preview })}
    ${error && h(Failure, { error, onRetry: reload })}
    ${data?.problem && html`<p className="notice preview-problem" role="status">${t("messages.preview.cannot", { why: data.problem })}</p>`}
    <div className="preview-envelope">
      <span className="avatar" aria-hidden="true">${[...sender][0] ?? "?"}</span>
      <p><strong>${sender}</strong> <span className="preview-subject">${subject}${data?.preheader && html`<span className="quiet-text"> · ${data.preheader}</span>`}</span></p>
    </div>
    ${h(Tabs, {
      label: t("messages.preview.title"),
      tabs: [
        { key: "html", label: t("messages.preview.html") },
        { key: "text", label: t("messages.preview.text") },
      ],
      chosen: tab,
      onChoose: setTab,
      children: data
        ? h(Sheet, { shown: data, isText: tab === "text", isPhone, isDark })
        : error
          ? null
          : h(Loading),
    })}
    ${data?.html && h(Size, { html: data.html })}
  </section>`;
}

/** @param {{shown: Shown, isText: boolean, isPhone: boolean, isDark: boolean}} props */
function Sheet({ shown, isText, isPhone, isDark }) {
  // While something in it is wrong, what was right last stays in view.
  const last = useRef("");
  if (shown.html) last.current = shown.html;
  const source = shown.html || last.current;
  if (isText) return html`<pre className="preview-text" tabIndex=${0}>${shown.text}</pre>`;
  return html`<div className=${isPhone ? "preview-sheet phone" : "preview-sheet"}>
    ${!shown.html && html`<p className="hint preview-waits" role="status">${t("messages.preview.waits")}</p>`}
    ${h(MailFrame, { content: isDark ? onDark(source) : source, title: t("messages.preview.title") })}
  </div>`;
}

/** @param {{html: string}} props */
function Size({ html: source }) {
  const size = Math.ceil(new TextEncoder().encode(source).length / 1024);
  const isNear = size > NEAR_KB;
  return html`<p className=${isNear ? "preview-size near" : "preview-size"}>
    ${isNear && h(Icon, { name: "triangle-alert", size: 16 })}
    ${t(isNear ? "messages.preview.sizeNear" : "messages.preview.size", { size, limit: LIMIT_KB })}</p>`;
}

/** What the event would bring along. @param {{preview: Previewing}} props */
function Examples({ preview }) {
  const { names, examples, example } = preview;
  if (!names.length) return null;
  return html`<details className="preview-examples" open>
    <summary>${t("messages.preview.examples")}</summary>
    <p className="hint">${t("messages.preview.examplesHint")}</p>
    <div className="example-fields">
      ${names.map((name) => h(TextField, { key: name, label: name, value: examples[name] ?? "", onChange: (value) => example(name, value) }))}
    </div>
  </details>`;
}
