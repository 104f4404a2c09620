/** The frame: navigation, the screen of the present address, messages, and what is said when the server is away. */

import { Component, Suspense, useEffect, useRef } from "react";
import { connection } from "../api/http.js";
import { Imports } from "../importing/Imports.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { Questions } from "../ui/Dialog.js";
import { Icon } from "../ui/Icon.js";
import { Empty, Loading } from "../ui/States.js";
import { Toasts, toast } from "../ui/Toast.js";
import { Nav } from "./Nav.js";
import { go, matched, usePlace } from "./router.js";
import { ROUTES } from "./screens.js";

/** @import {ReactNode} from "react" */

export function Shell() {
  const { path } = usePlace();
  const found = screenAt(path);
  const Screen = found?.route.screen ?? NotFound;
  const isFull = found?.route.isFull ?? false;
  return html`<div className=${isFull ? "shell full" : "shell"}>
    <a className="skip" href="#main">${t("shell.skip")}</a>
    ${h(Nav, { area: found?.route.area ?? "", isNarrow: isFull })}
    <div className="shell-body">
      ${h(Away)}
      <main id="main" tabIndex=${-1}>
        ${h(Guard, { key: path, children: h(Suspense, { fallback: h(Loading) }, h(Screen, found?.values ?? {})) })}
      </main>
    </div>
    ${h(Toasts)}${h(Questions)}${h(Imports)}
  </div>`;
}

/** @param {string} path */
function screenAt(path) {
  for (const route of ROUTES) {
    const values = matched(route.path, path);
    if (values) return { route, values };
  }
  return null;
}

function Away() {
  const { isAway } = useStore(connection);
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isAway) toast({ text: t("shell.back"), tone: "good" });
    was.current = isAway;
  }, [isAway]);
  if (!isAway) return null;
  return html`<div className="away" role="status">${h(Icon, { name: "wifi-off" })}<p>${t("shell.away")}</p></div>`;
}

function NotFound() {
  return html`<div className="page">${h(
    Empty,
    { icon: "map", title: t("shell.notFound"), text: t("shell.notFoundText") },
    h(Button, { kind: "primary", onClick: () => go("/") }, t("shell.toHome")),
  )}</div>`;
}

/** One screen that breaks does not take the others along. @extends {Component<{children: ReactNode}, {isBroken: boolean}>} */
class Guard extends Component {
  state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  render() {
    if (!this.state.isBroken) return this.props.children;
    return html`<div className="page">${h(
      Empty,
      { icon: "triangle-alert", title: t("shell.broken"), text: t("shell.brokenText") },
      h(Button, { kind: "primary", icon: "refresh-cw", onClick: () => location.reload() }, t("shell.reload")),
    )}</div>`;
  }
}
