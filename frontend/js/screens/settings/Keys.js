/** API keys of programs. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { ago, date } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { CopyField } from "../../ui/CopyField.js";
import { confirm, Dialog } from "../../ui/Dialog.js";
import { More } from "../../ui/More.js";
import { Empty, shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";
import { KeyDialog } from "./KeyDialog.js";

/** As GET /api-keys tells it.
 * @typedef {{id: number, name: string, prefix: string, scopes: string[], created_at: string, expires_at: string | null,
 *   used_at: string | null, revoked_at: string | null}} Key */

export function Keys() {
  const mayWrite = useMay("team:write");
  return mayWrite ? h(List) : html`<p className="quiet-text">${t("settings.keys.ownersOnly")}</p>`;
}

function List() {
  const list = usePages((cursor, signal) => get(withQuery("/api-keys", { cursor }), signal), []);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState(/** @type {(Key & {key: string}) | null} */ (null));
  const revoke = async (/** @type {Key} */ { id, name }) => {
    const question = {
      title: t("settings.keys.revokeTitle", { name }),
      text: t("settings.keys.revokeText"),
      action: t("settings.keys.revoke"),
      isDanger: true,
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", `/api-keys/${id}`);
      toast({ text: t("settings.keys.revokedNow", { name }), tone: "good" });
      list.reload();
    } catch (error) {
      sayError(error);
    }
  };
  const make = () => setMaking(true);
  return html`<div className="stack wide">
    <div className="row spread">
      <p className="quiet-text">${t("settings.keys.about")} <a href="/docs">${t("shell.apiDocs")}</a></p>
      ${h(Button, { kind: "primary", icon: "plus", onClick: make }, t("settings.keys.make"))}
    </div>
    ${shown(list, (/** @type {Key[]} */ keys) =>
      keys.length
        ? html`<div className="panel table-holder"><table>
          <thead><tr><th>${t("settings.keys.name")}</th><th>${t("settings.keys.may")}</th><th>${t("settings.keys.used")}</th><th>${t("settings.keys.ends")}</th><th><span className="visually-hidden">${t("settings.keys.revoke")}</span></th></tr></thead>
          <tbody>${keys.map((key) => h(Row, { key: key.id, found: key, onRevoke: () => revoke(key) }))}</tbody>
        </table></div>${h(More, { list })}`
        : h(Empty, { icon: "key", title: t("settings.keys.empty"), text: t("settings.keys.emptyText") }),
    )}
    ${
      isMaking &&
      h(KeyDialog, {
        onClose: () => setMaking(false),
        onMade: (key) => {
          setMaking(false);
          setMade(key);
          list.reload();
        },
      })
    }
    ${made && h(Secret, { name: made.name, secret: made.key, onClose: () => setMade(null) })}
  </div>`;
}

/** @param {{found: Key, onRevoke: () => void}} props */
function Row({ found, onRevoke }) {
  const { name, prefix, scopes, used_at, expires_at, revoked_at } = found;
  const isOver = expires_at !== null && Date.parse(expires_at) <= Date.now();
  return html`<tr className=${revoked_at || isOver ? "over" : ""}>
    <td><strong>${name}</strong> <code className="quiet-text">twp_${prefix}_…</code></td>
    <td className="quiet-text">${scopes.join(", ")}</td>
    <td>${used_at ? ago(used_at) : t("settings.keys.never")}</td>
    <td>${revoked_at ? h(Badge, { tone: "bad", children: t("settings.keys.revoked") }) : isOver ? h(Badge, { tone: "warn", children: t("settings.keys.over") }) : expires_at ? date(expires_at) : t("settings.keys.noEnd")}</td>
    <td className="acts">${!revoked_at && h(Button, { small: true, onClick: onRevoke, label: t("settings.keys.revokeOne", { name }) }, t("settings.keys.revoke"))}</td>
  </tr>`;
}

/** @param {{name: string, secret: string, onClose: () => void}} props */
function Secret({ name, secret, onClose }) {
  return h(Dialog, {
    title: t("settings.keys.secretTitle", { name }),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose }, t("settings.keys.kept")),
    children: html`<p>${t("settings.keys.secretText")}</p>${h(CopyField, { label: t("settings.keys.secret"), value: secret })}`,
  });
}
