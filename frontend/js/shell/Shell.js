/** The frame: navigation, the screen of the present address, messages, and what is said when the server is away. */

import { Component, useEffect, useRef } from "react";
import { connection } from "../api/http.js";
import { Imports } from "../importing/Imports.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { Questions } from "../ui/Dialog.js";
import { Icon } from "../ui/Icon.js";
import { Empty } from "../ui/States.js";
import { Toasts, toast } from "../ui/Toast.js";
import { Nav } from "./Nav.js";
import { useScreen } from "./useScreen.js";

/** @import {ReactNode} from "react" */

export function Shell() {
  const shown = useScreen();
  const { route } = shown;
  return html`<div className=${route?.isFull ? "shell full" : "shell"}>
    <a className="skip" href="#main">${t("shell.skip")}</a>
    ${h(Nav, { area: route?.area ?? "", isNarrow: route?.isFull ?? false })}
    <div className="shell-body">
      ${h(Away)}
      <main id="main" tabIndex=${-1}>
        ${h(Guard, { key: shown.path, children: h(shown.screen, shown.values) })}
      </main>
    </div>
    ${h(Toasts)}${h(Questions)}${h(Imports)}
  </div>`;
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
      { icon: "triangle-alert", title: t("shell.broken"), text: t("shell.brokenText"), isWhole: true },
      h(Button, { kind: "primary", icon: "refresh-cw", onClick: () => location.reload() }, t("shell.reload")),
    )}</div>`;
  }
}
