/** The settings, a tab for each room. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Link } from "../../shell/router.js";
import { Page } from "../../ui/Page.js";
import { Attributes } from "./Attributes.js";
import { Keys } from "./Keys.js";
import { Mail } from "./Mail.js";
import { People } from "./People.js";
import { Topics } from "./Topics.js";
import { Workspace } from "./Workspace.js";
import { You } from "./You.js";

/** @import {ComponentType} from "react" */

const ROOMS = /** @type {const} */ (["workspace", "people", "keys", "topics", "attributes", "mail", "you"]);
/** @type {Readonly<Record<typeof ROOMS[number], ComponentType<{}>>>} */
const SCREENS = {
  workspace: Workspace,
  people: People,
  keys: Keys,
  topics: Topics,
  attributes: Attributes,
  mail: Mail,
  you: You,
};

/** Return why something here cannot be changed; empty: it can. @param {typeof ROOMS[number]} room */
function useReason(room) {
  const isOwner = useMay("team:write");
  const isEditor = useMay("contacts:write");
  if (["workspace", "people"].includes(room)) return isOwner ? "" : t("settings.notOwner");
  return ["topics", "attributes", "mail"].includes(room) && !isEditor ? t("settings.notEditor") : "";
}

/** @param {{tab?: string}} props */
export function Settings({ tab }) {
  const chosen = ROOMS.find((room) => room === tab) ?? "workspace";
  const reason = useReason(chosen);
  return h(Page, {
    title: t("settings.title"),
    children: html`
      <nav className="settings-nav" aria-label=${t("settings.title")}><ul>
        ${ROOMS.map((key) => html`<li key=${key}>${h(Link, { to: `/settings/${key}`, current: key === chosen }, t(`settings.tabs.${key}`))}</li>`)}
      </ul></nav>
      ${reason && html`<p className="notice plain">${reason}</p>`}
      ${h(SCREENS[chosen])}`,
  });
}
