/** The navigation: a rail at the side; on a phone a bar at the foot, with what does not fit behind More. */

import { closeSession, person } from "../api/session.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Icon } from "../ui/Icon.js";
import { Menu } from "../ui/Menu.js";
import { go, Link } from "./router.js";
import { choose, theme } from "./theme.js";

/** @import {TextKey} from "../kit/text.js" */
/** @import {Item} from "../ui/Menu.js" */

/** @type {readonly {area: string, to: string, icon: string, text: TextKey}[]} */
const PLACES = [
  { area: "home", to: "/", icon: "home", text: "shell.home" },
  { area: "journeys", to: "/journeys", icon: "workflow", text: "shell.journeys" },
  { area: "gallery", to: "/gallery", icon: "layout-template", text: "shell.gallery" },
  { area: "contacts", to: "/contacts", icon: "users", text: "shell.contacts" },
  { area: "segments", to: "/segments", icon: "filter", text: "shell.segments" },
  { area: "messages", to: "/messages", icon: "mail", text: "shell.messages" },
  { area: "mailbox", to: "/mailbox", icon: "inbox", text: "shell.mailbox" },
  { area: "settings", to: "/settings", icon: "settings", text: "shell.settings" },
];
const AT_HAND = 4;

/** @param {{area: string, isNarrow: boolean}} props `isNarrow`: icons alone, as beside the canvas */
export function Nav({ area, isNarrow }) {
  const rest = PLACES.slice(AT_HAND).map((place) => ({
    label: t(place.text),
    icon: place.icon,
    onClick: () => go(place.to),
  }));
  return html`<nav className=${isNarrow ? "nav narrow" : "nav"} aria-label=${t("shell.navigation")}>
    <a className="brand" href="/" title="Towpath"><img src="/static/img/logo.svg" alt="" /><span>Towpath</span></a>
    <ul>
      ${PLACES.map(
        (place, n) => html`<li key=${place.area} className=${n < AT_HAND ? "" : "wide-only"}>
        ${h(
          Link,
          { to: place.to, current: place.area === area, title: t(place.text) },
          h(Icon, { name: place.icon }),
          html`<span>${t(place.text)}</span>`,
        )}
      </li>`,
      )}
      <li className="narrow-only">${h(
        Menu,
        { label: t("shell.more"), icon: "menu", kind: "nav-more", items: [...rest, "line", ...account()] },
        t("shell.more"),
      )}</li>
    </ul>
    ${h(Account)}
  </nav>`;
}

function Account() {
  const found = useStore(person);
  useStore(theme);
  return html`<div className="account wide-only">
    ${h(Menu, { label: t("shell.account"), icon: "user", kind: "plain", items: account() }, found?.name ?? "")}
  </div>`;
}

/** @returns {Item[]} */
function account() {
  const chosen = theme.get();
  return [
    .../** @type {const} */ (["light", "dark", "system"]).map((name) => ({
      label: t(`shell.theme.${name}`),
      icon: chosen === name ? "check" : { light: "sun", dark: "moon", system: "monitor" }[name],
      onClick: () => choose(name),
    })),
    "line",
    { label: t("shell.apiDocs"), icon: "code-xml", onClick: () => location.assign("/docs") },
    { label: t("shell.signOut"), icon: "log-out", onClick: closeSession },
  ];
}
