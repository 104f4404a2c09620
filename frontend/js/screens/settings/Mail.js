/** Sending as a whole, and addresses that are never written to. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { date } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad, useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { Icon } from "../../ui/Icon.js";
import { More } from "../../ui/More.js";
import { SearchField } from "../../ui/SearchField.js";
import { shown } from "../../ui/States.js";
import { sayError } from "../../ui/Toast.js";
import { reasonOf, SuppressDialog } from "../contacts/Suppressed.js";

/** @import {Suppression} from "../contacts/Suppressed.js" */

export function Mail() {
  return html`<div className="stack wide">${h(Brake)}${h(Suppressions)}</div>`;
}

function Brake() {
  const mayWrite = useMay("settings:write");
  const facts = useLoad((signal) => get("/workspace", signal), []);
  const put = async (/** @type {boolean} */ isPaused) => {
    const question = {
      title: t("settings.mail.pauseTitle"),
      text: t("settings.mail.pauseText"),
      action: t("settings.mail.pause"),
      isDanger: true,
    };
    if (isPaused && !(await confirm(question))) return;
    try {
      facts.put(await change("PATCH", "/workspace", { sending_paused: isPaused }));
    } catch (error) {
      sayError(error);
    }
  };
  return shown(
    facts,
    ({
      sending_paused: isPaused,
    }) => html`<section className=${isPaused ? "notice row spread" : "panel padded row spread"}>
    <div className="row">${h(Icon, { name: isPaused ? "pause" : "circle-check" })}<div><strong>${t(isPaused ? "settings.mail.isPaused" : "settings.mail.isOn")}</strong>
      <p className="hint">${t(isPaused ? "settings.mail.isPausedText" : "settings.mail.isOnText")}</p></div></div>
    ${mayWrite && h(Button, { kind: isPaused ? "primary" : "quiet", icon: isPaused ? "play" : "pause", onClick: () => put(!isPaused) }, t(isPaused ? "settings.mail.goOn" : "settings.mail.pause"))}
  </section>`,
  );
}

function Suppressions() {
  const mayWrite = useMay("contacts:write");
  const [search, setSearch] = useState("");
  const [isAdding, setAdding] = useState(false);
  const q = useSettled(search.trim(), 250);
  const list = usePages((cursor, signal) => get(withQuery("/suppressions", { q, cursor }), signal), [q]);
  const lift = async (/** @type {Suppression} */ { address }) => {
    const question = {
      title: t("settings.mail.liftTitle", { address }),
      text: t("settings.mail.liftText"),
      action: t("settings.mail.lift"),
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", `/suppressions/${encodeURIComponent(address)}`);
      list.reload();
    } catch (error) {
      sayError(error);
    }
  };
  return html`<section className="stack">
    <h2>${t("settings.mail.suppressed")}</h2>
    <p className="quiet-text">${t("settings.mail.suppressedText")}</p>
    <div className="row spread">${h(SearchField, { label: t("settings.mail.search"), value: search, onChange: setSearch })}
      ${mayWrite && h(Button, { icon: "ban", onClick: () => setAdding(true) }, t("settings.mail.add"))}</div>
    ${shown(list, (/** @type {Suppression[]} */ items) =>
      items.length
        ? html`<div className="panel table-holder"><table>
          <thead><tr><th>${t("settings.mail.address")}</th><th>${t("settings.mail.reason")}</th><th>${t("settings.mail.since")}</th>${mayWrite && html`<th><span className="visually-hidden">${t("settings.mail.lift")}</span></th>`}</tr></thead>
          <tbody>${items.map(
            (
              one,
            ) => html`<tr key=${one.address}><td>${one.address}</td><td>${reasonOf(one.reason)} ${one.note && html`<span className="quiet-text">${one.note}</span>`}</td><td className="when">${date(one.at)}</td>
            ${mayWrite && html`<td className="acts">${one.reason === "manual" && h(Button, { small: true, label: t("settings.mail.liftOne", { address: one.address }), onClick: () => lift(one) }, t("settings.mail.lift"))}</td>`}</tr>`,
          )}</tbody>
        </table></div>${h(More, { list })}`
        : html`<p className="hint">${t(q ? "settings.mail.noneFound" : "settings.mail.none")}</p>`,
    )}
    ${isAdding && h(SuppressDialog, { address: "", onClose: () => setAdding(false), onDone: list.reload })}
  </section>`;
}
