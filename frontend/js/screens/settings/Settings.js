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

/** @param {{tab?: string}} props */
export function Settings({ tab }) {
  const chosen = ROOMS.find((room) => room === tab) ?? "workspace";
  const isOwner = useMay("team:write");
  return h(Page, {
    title: t("settings.title"),
    children: html`
      <nav className="settings-nav" aria-label=${t("settings.title")}><ul>
        ${ROOMS.map((key) => html`<li key=${key}>${h(Link, { to: `/settings/${key}`, current: key === chosen }, t(`settings.tabs.${key}`))}</li>`)}
      </ul></nav>
      ${!isOwner && chosen !== "you" && html`<p className="notice plain">${t("settings.notOwner")}</p>`}
      ${h(SCREENS[chosen])}`,
  });
}
