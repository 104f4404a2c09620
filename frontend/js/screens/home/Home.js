/** The first screen: what needs me, what is running, and the first steps of a new workspace. */

import { get } from "../../api/http.js";
import { person } from "../../api/session.js";
import { useMayImport } from "../../importing/mayImport.js";
import { h, html } from "../../kit/h.js";
import { useEvery, useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useStore } from "../../kit/useStore.js";
import { useMay } from "../../shell/may.js";
import { Page } from "../../ui/Page.js";
import { Shown } from "../../ui/States.js";
import { FirstSteps } from "./FirstSteps.js";
import { Proposals } from "./Proposals.js";
import { RunningList } from "./RunningList.js";
import { TaskList } from "./TaskList.js";
import { draftOf, firstSteps } from "./tasks.js";

/** @import {Loaded} from "../../kit/hooks.js" */
/** @import {HomeInfo} from "./tasks.js" */

const FRESH_MS = 20_000;

export function Home() {
  const found = useLoad((signal) => /** @type {Promise<HomeInfo>} */ (get("/home", signal)), []);
  useEvery(FRESH_MS, found.reload);
  const name = useStore(person)?.name.trim().split(/\s+/)[0] ?? "";
  return h(Page, {
    title: t(`home.greeting.${partOfDay(new Date().getHours())}`, { name }),
    children: h(Shown, {
      of: /** @type {Loaded<any>} */ (found),
      show: (/** @type {any} */ info) => h(Today, { info, onChange: found.reload }),
    }),
  });
}

/** @param {{info: HomeInfo, onChange: () => void}} props */
function Today({ info, onChange }) {
  const mayImport = useMayImport();
  const mayAll = [useMay("settings:write"), useMay("journeys:publish"), mayImport].every(Boolean);
  const steps = firstSteps(info);
  const isNew = mayAll && ![...steps.values()].every(Boolean);
  return html`<div className="home">
    ${isNew && h(FirstSteps, { steps, draft: draftOf(info.tasks) })}
    ${h(TaskList, { tasks: info.tasks, withSteps: isNew, onChange })}
    ${h(RunningList, { running: info.running })}
    ${mayImport && !info.running.length && h(Proposals)}
  </div>`;
}

/** @param {number} hour @returns {"morning" | "day" | "evening"} */
function partOfDay(hour) {
  if (hour >= 4 && hour < 12) return "morning";
  return hour >= 12 && hour < 18 ? "day" : "evening";
}
