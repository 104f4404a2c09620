/** One message of the mailbox: as its reader sees it, as plain text, with its headers, as it travelled. */

import { useState } from "react";
import { get } from "../../api/http.js";
import { dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { go, Link } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { MailFrame } from "../../ui/MailFrame.js";
import { Page } from "../../ui/Page.js";
import { shown } from "../../ui/States.js";
import { Tabs } from "../../ui/Tabs.js";
import { onDark } from "../messages/paper.js";

/** As GET /mailbox/{number} tells it.
 * @typedef {{id: number, received_at: string, sender: string, recipient: string, subject: string, journey: string | null,
 *   journey_name: string | null, headers: {name: string, value: string}[], text: string, html: string, size: number,
 *   newer: number | null, older: number | null}} Whole */

/** @param {{number: string}} props */
export function Mail({ number }) {
  const mail = useLoad((signal) => get(`/mailbox/${encodeURIComponent(number)}`, signal), [number]);
  const found = /** @type {Whole | undefined} */ (mail.data);
  return h(Page, {
    title: found ? found.subject || t("mailbox.noSubject") : t("mailbox.title"),
    back: { to: "/mailbox", label: t("mailbox.title") },
    actions: found && h(Neighbours, { mail: found }),
    children: shown(
      mail,
      (/** @type {Whole} */ data) => html`${h(Envelope, { mail: data })}${h(Content, { mail: data })}`,
    ),
  });
}

/** @param {{mail: Whole}} props */
function Neighbours({ mail: { newer, older } }) {
  const to = (/** @type {number | null} */ id) => () => id !== null && go(`/mailbox/${id}`);
  return html`${h(Button, { icon: "chevron-up", disabled: newer === null, onClick: to(newer) }, t("mailbox.newer"))}
    ${h(Button, { icon: "chevron-down", disabled: older === null, onClick: to(older) }, t("mailbox.older"))}`;
}

/** @param {{mail: Whole}} props */
function Envelope({ mail }) {
  const from = mail.headers.find(({ name }) => name.toLowerCase() === "from")?.value || mail.sender;
  return html`<section className="panel padded mail-envelope">
    <dl>
      <div><dt>${t("mailbox.from")}</dt><dd>${from}</dd></div>
      <div><dt>${t("mailbox.to")}</dt><dd>${mail.recipient}</dd></div>
      <div><dt>${t("mailbox.received")}</dt><dd>${dateTime(mail.received_at)}</dd></div>
      <div><dt>${t("mailbox.journey")}</dt><dd>${mail.journey ? h(Link, { to: `/journeys/${mail.journey}` }, mail.journey_name) : t("mailbox.noJourney")}</dd></div>
      <div><dt>${t("mailbox.size")}</dt><dd>${t("mailbox.kilobytes", { n: Math.ceil(mail.size / 1024) })}</dd></div>
    </dl>
    <p className="hint">${h(Icon, { name: "shield", size: 16 })} ${t("mailbox.captive")}</p>
  </section>`;
}

/** @param {{mail: Whole}} props */
function Content({ mail }) {
  const [tab, setTab] = useState(mail.html ? "html" : "text");
  const keys = /** @type {const} */ (["html", "text", "headers", "raw"]);
  return html`<section className="panel padded">${h(Tabs, {
    label: t("mailbox.show"),
    tabs: keys.map((key) => ({ key, label: t(`mailbox.${key}`) })),
    chosen: tab,
    onChoose: setTab,
    children: {
      html: h(Rendered, { mail }),
      text: mail.text
        ? html`<pre className="preview-text" tabIndex=${0}>${mail.text}</pre>`
        : html`<p className="hint">${t("mailbox.noText")}</p>`,
      headers: h(Headers, { mail }),
      raw: h(Raw, { mail }),
    }[/** @type {typeof keys[number]} */ (tab)],
  })}</section>`;
}

/** @param {{mail: Whole}} props */
function Rendered({ mail }) {
  const [isPhone, setPhone] = useState(false);
  const [isDark, setDark] = useState(false);
  if (!mail.html) return html`<p className="hint">${t("mailbox.noHtml")}</p>`;
  return html`<div className="stack">
    <div className="row">
      ${h(Button, { small: true, icon: "smartphone", pressed: isPhone, onClick: () => setPhone(!isPhone) }, t("mailbox.phone"))}
      ${h(Button, { small: true, icon: "moon", pressed: isDark, onClick: () => setDark(!isDark) }, t("mailbox.dark"))}
    </div>
    <div className=${isPhone ? "preview-sheet phone" : "preview-sheet"}>
      ${h(MailFrame, { content: isDark ? onDark(mail.html) : mail.html, title: mail.subject || t("mailbox.noSubject") })}
    </div>
  </div>`;
}

/** @param {{mail: Whole}} props */
function Headers({ mail }) {
  return html`<div className="table-holder"><table className="header-table">
    <thead><tr><th>${t("mailbox.header")}</th><th>${t("mailbox.value")}</th></tr></thead>
    <tbody>${mail.headers.map(({ name, value }, n) => html`<tr key=${n}><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</tbody>
  </table></div>`;
}

/** @param {{mail: Whole}} props */
function Raw({ mail }) {
  const path = `/mailbox/${mail.id}/raw`;
  const source = useLoad((signal) => get(path, signal), [path]);
  return html`<div className="stack">
    <div className="row"><a className="button quiet small-link" href=${`/api/v1${path}`} download>${h(Icon, { name: "file-text", size: 16 })} ${t("mailbox.download")}</a></div>
    ${shown(source, (/** @type {string} */ text) => html`<pre className="preview-text" tabIndex=${0}>${text}</pre>`)}
  </div>`;
}
