/** What needs somebody: a sentence each, and the button that leads there. */

import { useState } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { go, Link } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { Doubts } from "./Doubts.js";
import { addressOf, otherTasks, toneOf } from "./tasks.js";

/** @import {Task} from "./tasks.js" */

const ICONS = /** @type {Record<string, string>} */ ({
  set_aside: "triangle-alert",
  in_doubt: "mail-x",
  import_failed: "file-text",
  sending_paused: "pause",
  no_postal_address: "map",
  no_sender: "at-sign",
  no_mail_server: "server",
  no_topics: "megaphone",
  no_contacts: "users",
  no_journeys: "workflow",
  draft_problems: "list-checks",
  draft_ready: "rocket",
});
const ACTIONS = /** @type {const} */ ({
  journey: "home.go.journey",
  import: "home.go.import",
  deliveries: "home.go.deliveries",
  contacts: "home.go.contacts",
  topics: "home.go.topics",
  gallery: "home.go.gallery",
  workspace: "home.go.workspace",
  mail_server: "home.go.mail_server",
});

/** @param {{tasks: readonly Task[], withSteps: boolean, onChange: () => void}} props */
export function TaskList({ tasks, withSteps, onChange }) {
  const [isDeciding, setDeciding] = useState(false);
  const { shown, left } = otherTasks(tasks, withSteps);
  const act = (/** @type {Task} */ task) => {
    const address = addressOf(task.place);
    if (address) go(address);
    else setDeciding(true);
  };
  return html`<section className="home-part" aria-labelledby="home-tasks">
    <h2 id="home-tasks">${t("home.needsYou")}</h2>
    ${
      shown.length
        ? html`<ul className="panel task-list">
        ${shown.map((task) => h(Row, { key: `${task.key} ${task.place.key}`, task, onAct: () => act(task) }))}
        ${left > 0 && html`<li className="task-more">${h(Link, { to: "/journeys?state=draft" }, t("home.moreDrafts", { n: left }))}</li>`}
      </ul>`
        : html`<p className="all-done panel">${h(Icon, { name: "circle-check" })} ${t("home.nothing")}</p>`
    }
    ${
      isDeciding &&
      h(Doubts, {
        onClose: () => {
          setDeciding(false);
          onChange();
        },
      })
    }
  </section>`;
}

/** @param {{task: Task, onAct: () => void}} props */
function Row({ task, onAct }) {
  const { key, sentence, place } = task;
  const words = Object.hasOwn(ACTIONS, place.kind)
    ? t(ACTIONS[/** @type {keyof typeof ACTIONS} */ (place.kind)])
    : t("home.go.workspace");
  return html`<li className=${`task ${toneOf(key)}`}>
    <span className="task-icon">${h(Icon, { name: ICONS[key] ?? "circle-dot" })}</span>
    <p>${sentence}</p>
    ${h(Button, { small: true, onClick: onAct }, words)}
  </li>`;
}
