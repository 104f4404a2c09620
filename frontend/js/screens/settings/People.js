/** The people of the team and their roles. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { person } from "../../api/session.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useStore } from "../../kit/useStore.js";
import { useMay } from "../../shell/may.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { More } from "../../ui/More.js";
import { shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";
import { Invite, LinkDialog, RoleDialog } from "./PeopleDialogs.js";

/** As GET /users tells it.
 * @typedef {"owner" | "approver" | "editor" | "viewer"} Role
 * @typedef {{id: number, email: string, name: string, role: Role, is_disabled: boolean, has_password: boolean}} User
 * @typedef {{user: User, set_password_link: string}} Invited */

export function People() {
  const mayWrite = useMay("team:write");
  const own = useStore(person)?.id;
  const list = usePages((cursor, signal) => get(withQuery("/users", { cursor }), signal), []);
  const [isInviting, setInviting] = useState(false);
  const [invited, setInvited] = useState(/** @type {Invited | null} */ (null));
  const [asked, ask] = useState(/** @type {User | null} */ (null));

  const put = async (/** @type {User} */ user, /** @type {object} */ parts, /** @type {string} */ said) => {
    try {
      await change("PATCH", `/users/${user.id}`, parts);
      toast({ text: said, tone: "good" });
      list.reload();
    } catch (error) {
      sayError(error);
    }
  };
  const disable = async (/** @type {User} */ user) => {
    const { name } = user;
    const question = {
      title: t("settings.people.disableTitle", { name }),
      text: t("settings.people.disableText"),
      action: t("settings.people.disable"),
      isDanger: true,
    };
    if (await confirm(question))
      await put(user, { is_disabled: true }, t("settings.people.disabledNow", { name }));
  };
  const newLink = async (/** @type {User} */ user) => {
    try {
      setInvited(await change("POST", `/users/${user.id}/password-links`));
    } catch (error) {
      sayError(error);
    }
  };
  const acts = (/** @type {User} */ user) => [
    { label: t("settings.people.changeRole"), icon: "shield", onClick: () => ask(user) },
    {
      label: t("settings.people.newLink"),
      icon: "key",
      hint: t("settings.people.newLinkHint"),
      onClick: () => newLink(user),
    },
    user.is_disabled
      ? {
          label: t("settings.people.enable"),
          icon: "user-check",
          onClick: () => put(user, { is_disabled: false }, t("settings.people.enabledNow", { name: user.name })),
        }
      : {
          label: t("settings.people.disable"),
          icon: "user-x",
          isDanger: true,
          disabled: user.id === own,
          onClick: () => disable(user),
        },
  ];
  return html`<div className="stack wide">
    <div className="row spread">
      <p className="quiet-text">${t("settings.people.about")}</p>
      ${mayWrite && h(Button, { kind: "primary", icon: "user-plus", onClick: () => setInviting(true) }, t("settings.people.invite"))}
    </div>
    ${shown(
      list,
      (/** @type {User[]} */ users) => html`<div className="panel table-holder"><table>
      <thead><tr><th>${t("settings.people.name")}</th><th>${t("settings.people.email")}</th><th>${t("settings.people.role")}</th>${mayWrite && html`<th><span className="visually-hidden">${t("ui.more")}</span></th>`}</tr></thead>
      <tbody>${users.map(
        (user) => html`<tr key=${user.id}>
        <td><strong>${user.name}</strong> ${user.id === own && html`<span className="quiet-text">${t("settings.people.you")}</span>`}
          ${user.is_disabled ? h(Badge, { tone: "bad", children: t("settings.people.disabled") }) : !user.has_password && h(Badge, { tone: "warn", children: t("settings.people.invited") })}</td>
        <td className="quiet-text">${user.email}</td>
        <td><span title=${t(`settings.roles.${user.role}Does`)}>${t(`settings.roles.${user.role}`)}</span></td>
        ${mayWrite && html`<td className="acts">${h(Menu, { label: t("settings.people.actsOf", { name: user.name }), kind: "plain", small: true, items: acts(user) })}</td>`}
      </tr>`,
      )}</tbody>
    </table></div>${h(More, { list })}`,
    )}
    ${
      isInviting &&
      h(Invite, {
        onClose: () => setInviting(false),
        onDone: (made) => {
          setInviting(false);
          setInvited(made);
          list.reload();
        },
      })
    }
    ${invited && h(LinkDialog, { invited, onClose: () => setInvited(null) })}
    ${asked && h(RoleDialog, { user: asked, onClose: () => ask(null), onDone: list.reload })}
  </div>`;
}
